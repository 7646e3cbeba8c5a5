/** Without scripts the menu link jumps to the list of rooms; with them it opens and closes the list in place. */
export function openMenuInPlace() {
  const link = document.querySelector("[data-menu]");
  const rooms = document.getElementById("rooms");
  if (!link || !rooms) return;

  const button = document.createElement("button");
  button.type = "button";
  button.className = link.className;
  button.textContent = link.textContent;
  button.setAttribute("aria-controls", rooms.id);
  const show = (open) => {
    rooms.dataset.open = open ? "yes" : "no";
    button.setAttribute("aria-expanded", String(open));
  };
  button.addEventListener("click", () => show(rooms.dataset.open !== "yes"));
  rooms.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    show(false);
    button.focus();
  });
  show(false);
  link.replaceWith(button);
}
