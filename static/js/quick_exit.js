/** The leave button is a plain link; here it also forgets this page, and Escape pressed three times does the same. */
export function offerQuickExit() {
  const link = document.querySelector("[data-leave]");
  if (!link) return;

  const leave = () => {
    document.documentElement.hidden = true;
    window.onbeforeunload = null;
    window.dispatchEvent(new CustomEvent("heard:leaving"));
    window.location.replace(link.href);
  };
  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });

  let presses = [];
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.repeat) return;
    const now = Date.now();
    presses = [...presses.filter((at) => now - at < 3000), now];
    if (presses.length >= 3) leave();
  });
}
