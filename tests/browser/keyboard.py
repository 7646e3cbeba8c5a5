"""Using a page with the keyboard alone, as many people do."""

from playwright.sync_api import Page

MOST_PRESSES = 150

# What a person without a mouse knows about where they are.
FOCUSED = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  const seen = at.closest('label') || at;
  const style = getComputedStyle(seen), own = getComputedStyle(at);
  const words = (at.getAttribute('aria-label') || seen.innerText || at.value || '').replace(/\\s+/g, ' ').trim();
  const label = at.id && document.querySelector(`label[for="${CSS.escape(at.id)}"]`);
  return {
    words: words || (label ? label.innerText.trim() : ''),
    id: at.id, name: at.name || '', value: at.value || '',
    ringed: style.outlineStyle !== 'none' || own.outlineStyle !== 'none'
      || getComputedStyle(at.nextElementSibling || at, '::before').outlineStyle !== 'none'
      || (at.parentElement && getComputedStyle(at.parentElement).outlineStyle !== 'none'),
  };
}"""


class Keyboard:
    """Tab, arrows, space and enter. Every stop on the way must show that it has focus."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def go_to(self, words: str) -> None:
        """Tab until the focus is on something with these words (or this id or name)."""
        for _ in range(MOST_PRESSES):
            self.page.keyboard.press("Tab")
            at = self.page.evaluate(FOCUSED)
            if at is None:
                continue
            assert at["ringed"], f"the focus cannot be seen on {at}"
            if words in (at["id"], at["name"], at["words"]):
                return
        raise AssertionError(f"the keyboard cannot reach {words!r} on {self.page.url}")

    def pick(self, name: str, value: str) -> None:
        """Go to a group of radio buttons and move to the one with this value."""
        self.go_to(name)
        self.page.keyboard.press("Space")
        for _ in range(30):
            at = self.page.evaluate(FOCUSED)
            if at and at["value"] == value:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"the arrows cannot reach {value!r} in {name!r}")

    def press(self, words: str) -> None:
        """Go to a button or link and press it; waits for the page that follows."""
        self.go_to(words)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def type_into(self, name: str, words: str) -> None:
        self.go_to(name)
        self.page.keyboard.type(words)
