/**
 * The way out is a button whose form forgets what was typed. Here it leaves no page to come back to, and Escape
 * pressed three times does the same.
 */
export function offerQuickExit() {
  const way = document.querySelector("[data-leave]");
  if (!way) return;

  const leave = () => {
    document.documentElement.hidden = true;
    window.dispatchEvent(new CustomEvent("heard:leaving"));
    navigator.sendBeacon(way.form.action, new FormData(way.form));
    window.location.replace(way.dataset.leave);
  };
  way.addEventListener("click", (event) => {
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
