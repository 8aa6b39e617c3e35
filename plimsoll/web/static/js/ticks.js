// One tick for all of a list: shown where this runs, as without it nothing would happen.

/** @param {Document} page */
export function startTicks(page) {
  for (const holder of page.querySelectorAll("[data-ticks-all]")) {
    const all = holder.querySelector("input");
    const list = holder.closest("fieldset");
    if (!(holder instanceof HTMLElement) || !all || !list) {
      continue;
    }
    /** @type {HTMLInputElement[]} */
    const ticks = [...list.querySelectorAll("input[type=checkbox][name]")];
    const look = () => {
      const ticked = ticks.filter((tick) => tick.checked).length;
      all.checked = ticked === ticks.length;
      all.indeterminate = ticked > 0 && ticked < ticks.length;
    };
    all.addEventListener("change", () => {
      for (const tick of ticks) {
        tick.checked = all.checked;
      }
    });
    list.addEventListener("change", look);
    holder.hidden = false;
    look();
  }
}
