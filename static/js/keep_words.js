/** Saves a whole form while it is being written, so that a session that ends takes no words with it.
 *
 * The form says where in data-keep-words. It holds the revision that its words belong to: where somebody else has
 * saved meanwhile the server says so, and nothing is written over.
 */

const WAIT = 3000;
const TRY_AGAIN = 10_000;

const SAYS = {
  typing: "Not saved yet",
  noSignal: "Not saved yet: no signal. We keep trying while this page is open",
  signedOut: "Not saved: you are signed out. Copy your words before you leave this page, then sign in",
};

export function keepWords() {
  for (const form of document.querySelectorAll("form[data-keep-words]")) new KeptWords(form).start();
}

class KeptWords {
  constructor(form) {
    this.form = form;
    this.timer = null;
    this.typed = 0;
    this.busy = false;
    this.stopped = false;
    this.waiting = false;
  }

  start() {
    this.form.addEventListener("input", () => {
      this.typed += 1;
      if (!this.stopped) this.say(SAYS.typing, false);
      this.later(WAIT);
    });
    this.form.addEventListener("submit", (event) => {
      clearTimeout(this.timer);
      this.stopped = true;
      if (!this.busy) return;
      // What is being saved gives the form its next revision: sent before that, it would clash with itself.
      event.preventDefault();
      this.waiting = true;
    });
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden" && this.typed) this.save();
    });
  }

  later(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), wait);
  }

  async save() {
    if (this.stopped || !this.typed) return;
    if (this.busy) return this.later(WAIT);
    this.busy = true;
    const typed = this.typed;
    try {
      const answer = await fetch(this.form.dataset.keepWords, {
        method: "POST",
        body: new FormData(this.form),
        headers: { Accept: "application/json" },
        redirect: "error",
      });
      await this.took(answer, typed);
    } catch {
      this.say(SAYS.noSignal, false);
      this.later(TRY_AGAIN);
    } finally {
      this.busy = false;
      if (this.waiting) this.form.requestSubmit();
    }
  }

  async took(answer, typed) {
    if (answer.status === 401) return this.say(SAYS.signedOut, false);
    const told = await answer.json();
    if (!answer.ok) {
      this.stopped = answer.status === 409;
      return this.say(told.says, false);
    }
    this.form.elements.revision.value = told.revision;
    if (this.typed !== typed) return this.later(WAIT);
    this.typed = 0;
    this.form.dispatchEvent(new CustomEvent("heard:saved"));
    return this.say(told.says, true);
  }

  say(words, saved) {
    const state = this.form.querySelector("[data-saved-state]");
    const place = state.querySelector("[data-saved-words]");
    state.classList.toggle("heard-saved--not", !saved);
    if (place.textContent !== words) place.textContent = words;
  }
}
