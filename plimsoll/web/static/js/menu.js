// A menu that is open closes by Escape, by a press beside it, and when the focus leaves it.

/** @param {Document} page */
export function startMenus(page) {
  /** @type {NodeListOf<HTMLDetailsElement>} */
  const menus = page.querySelectorAll("details[data-menu]");
  for (const menu of menus) {
    menu.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && menu.open) {
        menu.open = false;
        menu.querySelector("summary")?.focus();
      }
    });
    menu.addEventListener("focusout", (event) => {
      if (event.relatedTarget instanceof Node && !menu.contains(event.relatedTarget)) {
        menu.open = false;
      }
    });
  }
  page.addEventListener("click", (event) => {
    for (const menu of menus) {
      if (event.target instanceof Node && !menu.contains(event.target)) {
        menu.open = false;
      }
    }
  });
}
