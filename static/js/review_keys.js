/** Keys of the theme review. They choose what the mouse could choose and do nothing while somebody types. */

import { goToMessage, say, useSelectedWords } from "./selected_words.js";

const VALENCES = { g: "positive", b: "negative", m: "mixed", n: "neutral", x: "not-here" };
const QUIET = ["radio", "checkbox", "submit", "button"];

export function offerReviewKeys() {
  const form = document.querySelector("form[data-review]");
  const help = document.querySelector("[data-review-keys]");
  if (!form || !help) return;
  help.hidden = false;
  const wanted = help.querySelector("[data-keys-on]");
  wanted.addEventListener("change", () => remember(help, wanted.checked));
  document.addEventListener("keydown", (event) => {
    if (!wanted.checked || isForSomethingElse(event)) return;
    if (act(event.key, form, help)) event.preventDefault();
  });
}

function remember(help, on) {
  const choice = new URLSearchParams({ csrf_token: help.dataset.token, on: on ? "yes" : "no" });
  // No signal: the choice holds on this page, and is asked for again on the next.
  fetch(help.dataset.address, { method: "POST", body: choice }).catch(() => {});
}

/** Typing, choosing from a list, a browser's own shortcut, a key that is held down, or a language's composing. */
function isForSomethingElse(event) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || event.isComposing || event.defaultPrevented) return true;
  const at = event.target;
  if (at.isContentEditable || at.matches("textarea, select")) return true;
  return at.matches("input") && !QUIET.includes(at.type);
}

function act(key, form, help) {
  const themes = [...form.querySelectorAll("fieldset[id^='theme_']")];
  if (/^[1-9]$/.test(key)) return goTo(themes[Number(key) - 1]);
  if (key === "j" || key === "k") return goTo(beside(themes, key === "j" ? 1 : -1));
  const theme = current(themes) ?? unanswered(themes) ?? themes[0];
  if (key === "y") return choose(theme, theme?.dataset.suggested, themes);
  if (key in VALENCES) return choose(theme, VALENCES[key], themes);
  if (key === "a") return focusOn(form.querySelector("[name='add_1']"));
  if (key === "t") return goToMessage();
  if (key === "w") return useSelectedWords(form);
  if (key === "r") return decideForAll(form.querySelector("[data-alike]"));
  if (key === "s") return press(form.querySelector("[data-save]"));
  if (key === "l") return press(form.querySelector("[data-later]"));
  if (key === "?") return open(help.querySelector("details"));
  return false;
}

function current(themes) {
  return themes.find((theme) => theme.contains(document.activeElement));
}

/** The first theme without an answer after this one, else before it. */
function unanswered(themes, theme) {
  const from = themes.indexOf(theme) + 1;
  return [...themes.slice(from), ...themes.slice(0, from)].find((one) => !one.querySelector("input:checked"));
}

function beside(themes, step) {
  const at = themes.indexOf(current(themes));
  return at < 0 ? themes[0] : themes[Math.min(themes.length - 1, Math.max(0, at + step))];
}

function goTo(theme) {
  return Boolean(theme) && focusOn(theme.querySelector("input:checked") ?? theme.querySelector("input"));
}

function choose(theme, value, themes) {
  const answer = theme?.querySelector(`input[value="${value}"]`);
  if (!answer) return false;
  answer.click();
  const name = theme.querySelector("legend").lastChild.textContent.trim();
  say(`${name}: ${answer.closest("label").textContent.trim()}`);
  return focusOn((unanswered(themes, theme) ?? theme).querySelector("input:checked, input"));
}

function decideForAll(box) {
  if (!box) return false;
  box.click();
  say(box.checked ? "Decide for all of them" : "Decide for this one only");
  return focusOn(box);
}

function focusOn(element) {
  element?.focus();
  return Boolean(element);
}

function press(button) {
  button?.click();
  return Boolean(button);
}

function open(details) {
  details.open = true;
  return focusOn(details.querySelector("summary"));
}
