/** Parts of a page that keep themselves up to date. Without scripts the same page is one button or link away. */

const WAIT = 700;

/** A form marked data-live shows, while somebody types, what its “show” button would show: at once where it says
 *  data-live="now". How much was found is also said under the box that is typed in, for narrow screens. */
export function showMatchesWhileTyping() {
  for (const form of document.querySelectorAll("form[data-live]")) {
    let timer = null;
    let asked = 0;
    const here = foundHere();
    const look = async () => {
      const mine = ++asked;
      const typed = new FormData(form);
      typed.set("show", "matches");
      try {
        const answer = await fetch(form.action, { method: "POST", body: typed, redirect: "error" });
        if (mine !== asked || ![200, 422].includes(answer.status)) return;
        take(form, await answer.text(), ["[data-live-words]", "[data-live-part]"]);
        here.firstChild.textContent = form.querySelector("[data-live-words]").textContent.trim().replaceAll(/\s+/g, " ");
      } catch {
        // No signal: the button still says what is wrong.
      }
    };
    form.addEventListener("input", (event) => {
      if (event.target.matches("textarea[data-phrases]")) event.target.closest(".govuk-form-group").after(here);
      clearTimeout(timer);
      timer = setTimeout(look, WAIT);
    });
    if (form.dataset.live === "now") look();
  }
}

function foundHere() {
  const here = document.createElement("p");
  here.className = "heard-found-here";
  const link = document.createElement("a");
  link.className = "govuk-link";
  link.href = "#matches";
  link.textContent = "See where";
  here.append("Looking…", " ", link);
  return here;
}

/** A part marked data-again="5" is fetched anew every five seconds while it is in sight. */
export function fetchAgain() {
  const part = document.querySelector("[data-again]");
  if (!part) return;
  const again = setInterval(async () => {
    if (document.visibilityState !== "visible" || part.contains(document.activeElement)) return;
    try {
      const answer = await fetch(window.location.href, { redirect: "error" });
      if (!answer.ok) return;
      const fresh = parsed(await answer.text()).querySelector("[data-again]");
      if (fresh) part.innerHTML = fresh.innerHTML;
      else {
        clearInterval(again);
        window.location.reload();
      }
    } catch {
      // No signal: what stands here is still what was last known.
    }
  }, Number(part.dataset.again) * 1000);
}

function parsed(page) {
  return new DOMParser().parseFromString(page, "text/html");
}

function take(here, page, parts) {
  const fresh = parsed(page);
  for (const part of parts) {
    const old = here.querySelector(part);
    const now = fresh.querySelector(part);
    if (old && now && old.innerHTML !== now.innerHTML) old.innerHTML = now.innerHTML;
  }
  const counts = new Map([...fresh.querySelectorAll("[data-count-of]")].map((cell) => [cell.dataset.countOf, cell]));
  for (const cell of here.querySelectorAll("[data-count-of]")) {
    const count = counts.get(cell.dataset.countOf);
    if (count) cell.textContent = count.textContent;
  }
}
