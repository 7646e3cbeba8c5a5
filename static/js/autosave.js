/** Saves an audit form while it is being written, and says in words whether what was typed is safe.
 *
 * Each question carries the mark of what this page was given for it. A save sends the mark along; where
 * somebody else has changed the question since, the answer names it and both texts are shown.
 */

const WAIT = 900;
const TRY_AGAIN = 10_000;

const SAYS = {
  typing: "Not saved yet",
  noSignal: "Not saved yet: no signal. We keep trying while this page is open",
  signedOut: "Not saved: you are signed out. Sign in in another tab, then come back here",
  refused: "Not saved yet. Press “Save and continue later”",
  gone: "Not saved: this case is not with you any more. Copy what you need from here",
  clash: "Not saved: an answer was changed somewhere else meanwhile. Look at it above",
};

export function autosaveForms() {
  for (const form of document.querySelectorAll("form[data-autosave]")) new Autosave(form).start();
}

class Autosave {
  constructor(form) {
    this.form = form;
    this.unsaved = new Set();
    this.clashing = new Set();
    this.busy = false;
    this.timer = null;
  }

  start() {
    this.form.addEventListener("input", (event) => this.noticed(event, WAIT));
    this.form.addEventListener("change", (event) => this.noticed(event, 0));
    this.form.addEventListener("submit", () => this.unsaved.clear());
    window.addEventListener("online", () => this.later(0));
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.save({ keepalive: true });
    });
    window.addEventListener("beforeunload", (event) => {
      if (this.unsaved.size) event.preventDefault();
    });
  }

  noticed(event, wait) {
    const question = event.target.closest("[data-question]");
    if (!question || !event.target.name) return;
    this.unsaved.add(question.dataset.question);
    if (!this.clashing.size) this.say(SAYS.typing, false);
    this.later(wait);
  }

  later(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), wait);
  }

  async save(options = {}) {
    const keys = [...this.unsaved].filter((key) => !this.clashing.has(key));
    if (!keys.length || this.busy) return;
    this.busy = true;
    const sent = Object.fromEntries(keys.map((key) => [key, typed(this.question(key))]));
    try {
      await this.took(await this.send(keys, sent, options), keys, sent);
    } catch {
      this.say(SAYS.noSignal, false);
      this.later(TRY_AGAIN);
    } finally {
      this.busy = false;
    }
    if ([...this.unsaved].some((key) => !keys.includes(key) && !this.clashing.has(key))) this.later(0);
  }

  send(keys, sent, options) {
    const { autosave, section } = this.form.dataset;
    const seen = Object.fromEntries(keys.map((key) => [key, this.seen(key).value]));
    return fetch(autosave, {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        "X-CSRFToken": this.form.elements.csrf_token.value,
      },
      body: JSON.stringify({ section, answers: sent, seen }),
      redirect: "error",
      ...options,
    });
  }

  async took(answer, keys, sent) {
    if (answer.ok) return this.saved(await answer.json(), keys, sent);
    if (answer.status === 409) return this.clashed(await answer.json());
    if (answer.status === 401 || answer.status === 403) return this.say(SAYS.signedOut, false);
    if (answer.status === 404) return this.say(SAYS.gone, false);
    if (answer.status >= 500) throw new Error("the server could not save it");
    return this.say(SAYS.refused, false);
  }

  saved(told, keys, sent) {
    for (const key of keys) {
      this.seen(key).value = told.marks[key];
      const same = JSON.stringify(typed(this.question(key))) === JSON.stringify(sent[key]);
      if (same) this.unsaved.delete(key);
    }
    this.show(told.shown);
    this.count(told.left);
    if (this.clashing.size) return this.say(SAYS.clash, false);
    if (this.unsaved.size) return this.later(WAIT);
    return this.say(told.saved ? `Saved ${told.saved}` : "Saved", true);
  }

  clashed(told) {
    for (const clash of told.clashes) {
      this.clashing.add(clash.question);
      this.showClash(clash);
    }
    this.say(SAYS.clash, false);
    this.later(0);
  }

  /** Both texts in sight: the reader keeps their own, having seen the other. */
  showClash(clash) {
    const place = this.question(clash.question).querySelector("[data-clash]");
    const box = document.createElement("div");
    box.className = "heard-clash";
    box.setAttribute("role", "alert");
    const why = document.createElement("p");
    why.className = "govuk-body";
    why.textContent = "This was changed somewhere else while your page was open. Your answer is in the box above. Saved in the meantime:";
    const other = document.createElement("blockquote");
    other.className = "heard-clash__saved";
    other.dir = "auto";
    other.textContent = this.inWords(clash);
    const keep = document.createElement("button");
    keep.type = "button";
    keep.className = "govuk-button govuk-button--secondary";
    keep.textContent = "Keep what is in the box";
    keep.addEventListener("click", () => {
      this.seen(clash.question).value = clash.mark;
      this.clashing.delete(clash.question);
      place.replaceChildren();
      this.later(0);
    });
    box.append(why, other, keep);
    place.replaceChildren(box);
  }

  inWords({ question, saved }) {
    if (!saved) return "Nothing: it was emptied.";
    const words = (value) => {
      const input = this.question(question).querySelector(`input[value="${CSS.escape(value)}"]`);
      return input?.labels?.[0]?.textContent.trim() ?? value;
    };
    if (typeof saved === "string") return words(saved);
    if (Array.isArray(saved)) return saved.map(words).join(", ");
    return Object.values(saved).filter(Boolean).map(words).join(" – ");
  }

  show(keys) {
    for (const question of this.form.querySelectorAll("[data-question]")) {
      const visible = keys.includes(question.dataset.question);
      question.hidden = !visible;
      question.querySelector("[data-answer]").disabled = !visible;
    }
  }

  count(left) {
    const place = document.querySelector("[data-left]");
    if (place) place.textContent = left ? `${left} left to do` : "Nothing left to do";
  }

  say(words, saved) {
    const state = this.form.querySelector("[data-saved-state]");
    const place = state.querySelector("[data-saved-words]");
    state.classList.toggle("heard-saved--not", !saved);
    if (place.textContent !== words) place.textContent = words;
  }

  question(key) {
    return this.form.querySelector(`[data-question="${CSS.escape(key)}"]`);
  }

  seen(key) {
    return this.question(key).querySelector("[data-seen]");
  }
}

/** What stands in a question's inputs, in the shape that the server takes. */
function typed(question) {
  const key = question.dataset.question;
  const name = `answer-${key}`;
  const value = (input) => question.querySelector(`[name="${CSS.escape(input)}"]`)?.value ?? "";
  const picked = () => [...question.querySelectorAll(`[name="${CSS.escape(name)}"]:checked`)].map((input) => input.value);
  switch (question.dataset.kind) {
    case "grade":
      return { grade: picked()[0] ?? "", reason: value(`${name}-reason`) };
    case "choices":
      return picked();
    case "date":
      return { day: value(`${name}-day`), month: value(`${name}-month`), year: value(`${name}-year`) };
    case "text":
      return value(name);
    default:
      return picked()[0] ?? "";
  }
}
