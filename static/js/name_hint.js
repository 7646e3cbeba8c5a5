/** While somebody writes: one kind line when a name stands among the words. Nothing typed leaves the page.
 *
 * The names are a filter of bits made by nlp/redact/names/while_typing.py, fetched when the first box is entered.
 * Without it, without scripts or without a connection the page is as it was.
 */

const WAIT = 700;
const MAGIC = 0x4e414d31;
const WORDS = /\p{L}[\p{L}\p{M}'’-]*/gu;
const LETTERS = { ł: "l", ı: "i", ø: "o", đ: "d", ð: "d", ß: "ss", æ: "ae" };
const CALLED = new Set(["called", "named", "miss", "mr", "mrs", "ms", "dr", "auntie", "aunty", "uncle", "nan", "grandad", "worker", "carer", "teacher"]);

export function hintAtNames() {
  for (const form of document.querySelectorAll("form[data-names]")) {
    for (const box of form.querySelectorAll("textarea")) new NameHint(form, box).start();
  }
}

class NameHint {
  constructor(form, box) {
    this.form = form;
    this.box = box;
    this.timer = null;
    this.names = null;
  }

  start() {
    this.place = document.createElement("div");
    this.place.className = "heard-name-hint";
    this.line = document.createElement("p");
    this.line.setAttribute("role", "status");
    this.fine = document.createElement("button");
    this.fine.type = "button";
    this.fine.className = "heard-text-button";
    this.fine.textContent = "OK";
    this.fine.addEventListener("click", () => this.leaveAlone());
    this.place.append(this.line, this.fine);
    this.say("");
    this.box.after(this.place);
    this.box.addEventListener("focus", () => this.fetch(), { once: true });
    this.box.addEventListener("input", () => this.later());
    if (document.activeElement === this.box) this.fetch();
  }

  async fetch() {
    try {
      const answer = await fetch(this.form.dataset.names, { credentials: "omit" });
      if (answer.ok) this.names = readNames(await answer.arrayBuffer());
    } catch {
      this.names = null;
    }
    this.later();
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.look(), WAIT);
  }

  look() {
    if (!this.names) return;
    this.say(holdsName(this.box.value, this.names) ? this.form.dataset.namesSay : "");
  }

  say(words) {
    if (this.line.textContent !== words) this.line.textContent = words;
    this.place.classList.toggle("heard-name-hint--said", Boolean(words));
    this.fine.hidden = !words;
  }

  leaveAlone() {
    this.names = null;
    this.say("");
    this.box.focus();
  }
}

/** A question about one plain word, from the bytes of the filter; null where the file is of another kind. */
export function readNames(buffer) {
  if (buffer.byteLength < 16) return null;
  const [magic, bits, hashes, salt] = new Uint32Array(buffer, 0, 4);
  const field = new Uint8Array(buffer, 16);
  if (magic !== MAGIC || field.length * 8 < bits) return null;
  return (word) => {
    let one = (0x811c9dc5 ^ salt) >>> 0;
    for (let at = 0; at < word.length; at += 1) one = Math.imul(one ^ word.charCodeAt(at), 0x01000193) >>> 0;
    let two = Math.imul(one ^ (one >>> 15), 0x9e3779b9) >>> 0;
    two = ((two ^ (two >>> 13)) | 1) >>> 0;
    for (let step = 0; step < hashes; step += 1) {
      const place = ((one + step * two) % 4294967296) % bits;
      if (!(field[place >> 3] & (1 << (place & 7)))) return false;
    }
    return true;
  };
}

/** Whether a name stands in the text. A name that is a word too counts only where it is written or said as one. */
export function holdsName(text, isName) {
  const shouted = text === text.toUpperCase();
  let before = "";
  let end = 0;
  for (const found of text.matchAll(WORDS)) {
    const gap = text.slice(end, found.index);
    const begins = !before || /[.!?\n]/.test(gap);
    for (const part of found[0].split("-")) {
      const word = plain(part);
      if (/^[a-z]{3,24}$/.test(word) && (isName(word) || (word.endsWith("s") && word.length > 4 && isName(word.slice(0, -1))))) return true;
      const written = !shouted && !begins && part[0] !== part[0].toLowerCase();
      if ((written || CALLED.has(before)) && isName(`^${word}`)) return true;
    }
    before = plain(found[0]);
    end = found.index + found[0].length;
  }
  return false;
}

function plain(word) {
  const owned = word.toLowerCase().replace(/['’]s?$/, "").replaceAll(/['’]/g, "");
  return owned.replaceAll(/[łıøđðßæ]/g, (letter) => LETTERS[letter]).normalize("NFKD").replaceAll(/\p{M}/gu, "");
}
