/** While somebody writes: one kind line when a name stands among the words. Nothing typed leaves the page.
 *
 * What is known of names is a file made by nlp/redact/names/while_typing.py, fetched when the first box is entered.
 * Without it, without scripts or without a connection the page is as it was.
 */

import { nameIn, readNames } from "./names_said.js";

const WAIT = 700;
const LEFT_ALONE = "heard-names-left-alone";

export function hintAtNames() {
  const journey = location.pathname.split("/", 3).join("/");
  if (location.pathname === journey) keep(LEFT_ALONE, "");
  if (kept(LEFT_ALONE) === journey) return;
  for (const form of document.querySelectorAll("form[data-names]")) new NameHints(form, journey).start();
}

/** The hints of one form: one list of names, each hint read out once, all sent away together. */
class NameHints {
  constructor(form, journey) {
    this.form = form;
    this.journey = journey;
    this.asked = false;
    this.names = null;
    this.readOut = new Set();
  }

  start() {
    this.hints = Array.from(this.form.querySelectorAll("textarea"), (box) => new NameHint(this, box));
    for (const hint of this.hints) hint.start();
  }

  async load() {
    if (this.asked) return;
    this.asked = true;
    try {
      const answer = await fetch(this.form.dataset.names, { credentials: "omit" });
      if (answer.ok) this.names = readNames(await answer.arrayBuffer());
    } catch {
      this.names = null;
    }
    for (const hint of this.hints) hint.later();
  }

  leaveAlone() {
    this.names = null;
    keep(LEFT_ALONE, this.journey);
    for (const hint of this.hints) hint.say(null);
  }
}

class NameHint {
  constructor(of, box) {
    this.of = of;
    this.box = box;
    this.timer = null;
  }

  start() {
    this.place = document.createElement("div");
    this.place.className = "heard-name-hint";
    this.line = document.createElement("p");
    this.line.setAttribute("role", "status");
    this.line.lang = "en";
    this.line.dir = "ltr";
    this.fine = document.createElement("button");
    this.fine.type = "button";
    this.fine.className = "heard-text-button";
    this.fine.textContent = "OK";
    this.fine.addEventListener("click", () => {
      this.of.leaveAlone();
      this.box.focus();
    });
    this.place.append(this.line, this.fine);
    this.say(null);
    this.box.after(this.place);
    this.box.addEventListener("focus", () => this.of.load(), { once: true });
    this.box.addEventListener("input", () => this.later());
    if (document.activeElement === this.box) this.of.load();
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.look(), WAIT);
  }

  look() {
    if (this.of.names) this.say(nameIn(this.box.value, this.of.names));
  }

  /** Show what was found, or nothing. A name may be of another script, so it stands apart from the words around. */
  say(found) {
    const { namesSay, namesOther, namesTeacher } = this.of.form.dataset;
    const parts = found ? namesSay.split(/(\{name\}|\{other\})/) : [];
    const put = found && { "{name}": found.name, "{other}": found.other || (found.title && namesTeacher) || namesOther };
    const words = parts.map((part) => put[part] ?? part).join("");
    if (this.line.textContent !== words) {
      this.line.setAttribute("aria-live", this.of.readOut.has(words) ? "off" : "polite");
      this.line.replaceChildren(...parts.map((part) => (part in put ? apart(put[part]) : part)));
      this.of.readOut.add(words);
    }
    this.place.classList.toggle("heard-name-hint--said", Boolean(found));
    this.fine.hidden = !found;
  }
}

function apart(words) {
  const shown = document.createElement("bdi");
  shown.textContent = words;
  return shown;
}

/** What this window remembers until it is closed; nothing where it may not. */
function kept(name) {
  try {
    return sessionStorage.getItem(name);
  } catch {
    return null;
  }
}

function keep(name, value) {
  try {
    sessionStorage.setItem(name, value);
  } catch {
    // The hints come again on the next page.
  }
}
