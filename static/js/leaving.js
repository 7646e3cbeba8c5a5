/** A form marked data-keep asks before the reader walks away from words that have not been sent. */
export function confirmBeforeLeaving() {
  const forms = document.querySelectorAll("form[data-keep]");
  if (!forms.length) return;

  let changed = false;
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
  window.addEventListener("heard:leaving", settled);
  window.addEventListener("beforeunload", ask);
}
