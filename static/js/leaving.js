/**
 * A form marked data-keep asks before the reader walks away from words that have not been sent. With data-unsent it
 * holds some from the start, and data-let-go is a form with which they are given up.
 */
export function confirmBeforeLeaving() {
  const forms = document.querySelectorAll("form[data-keep]");
  if (!forms.length) return;

  let changed = [...forms].some((form) => "unsent" in form.dataset);
  const ask = (event) => {
    if (changed) event.preventDefault();
  };
  const settled = () => {
    changed = false;
  };
  for (const form of forms) {
    form.addEventListener("input", () => {
      changed = true;
    });
    form.addEventListener("submit", settled);
    form.addEventListener("heard:saved", settled);
  }
  for (const form of document.querySelectorAll("form[data-let-go]")) form.addEventListener("submit", settled);
  window.addEventListener("heard:leaving", settled);
  window.addEventListener("beforeunload", ask);
}
