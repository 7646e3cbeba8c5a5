/** Words selected in the message, put into the field for the words that show a theme. */

let message;
let selected = "";

export function offerSelectedWords() {
  message = document.querySelector("[data-message]");
  const buttons = document.querySelectorAll("[data-use-selected]");
  if (!message || !buttons.length) return;
  document.addEventListener("selectionchange", remember);
  for (const button of buttons) {
    button.hidden = false;
    button.addEventListener("click", () => put(document.getElementById(button.dataset.useSelected)));
  }
  message.tabIndex = 0;
  message.addEventListener("keydown", selectByWords);
}

/** For the theme that somebody is at, else the last one that they add. */
export function useSelectedWords(form) {
  const at = document.activeElement.closest("[data-adds], fieldset[id^='theme_']");
  const added = [...form.querySelectorAll("[data-adds]")];
  const chosen = added.filter((one) => one.querySelector("select").value);
  const theme = at?.querySelector("textarea") ? at : (chosen.at(-1) ?? added[0]);
  return put(theme?.querySelector("textarea"));
}

export function goToMessage() {
  message?.focus();
  return Boolean(message);
}

export function say(words) {
  document.querySelector("[data-keys-said]").textContent = words;
}

/** A tap on the button, or a click elsewhere, lets go of a selection that is still wanted: only the message changes it. */
function remember() {
  const selection = getSelection();
  if (!selection.rangeCount || !selection.getRangeAt(0).intersectsNode(message)) return;
  const range = selection.getRangeAt(0).cloneRange();
  if (!message.contains(range.startContainer)) range.setStart(message, 0);
  if (!message.contains(range.endContainer)) range.setEnd(message, message.childNodes.length);
  const words = range.cloneContents();
  for (const number of words.querySelectorAll("sup")) number.remove();
  selected = words.textContent.trim().replace(/\s+/g, " ");
}

function put(field) {
  if (!field) return false;
  remember();
  if (!selected) {
    say("Select words in the message first.");
    return goToMessage();
  }
  const before = field.value.trimEnd();
  if (!before.split("\n").includes(selected)) field.value = before ? `${before}\n${selected}` : selected;
  field.closest("details")?.setAttribute("open", "");
  field.dispatchEvent(new Event("input", { bubbles: true }));
  say(`Marked: ${selected}`);
  return true;
}

/** A word to the left or right; with Shift it is selected too. */
function selectByWords(event) {
  const way = { ArrowLeft: "left", ArrowRight: "right" }[event.key];
  if (!way || event.ctrlKey || event.altKey || event.metaKey) return;
  event.preventDefault();
  const selection = getSelection();
  if (!message.contains(selection.anchorNode)) selection.collapse(message, 0);
  else if (!event.shiftKey) selection.collapse(selection.focusNode, selection.focusOffset);
  const { anchorNode, anchorOffset, focusNode, focusOffset } = selection;
  selection.modify("extend", way, "word");
  if (!message.contains(selection.focusNode)) selection.setBaseAndExtent(anchorNode, anchorOffset, focusNode, focusOffset);
}
