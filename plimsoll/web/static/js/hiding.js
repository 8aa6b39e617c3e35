// Somebody comes in who should not see this: Escape pressed twice, or the button in the foot, leaves an empty screen. Escape
// twice again, or a press anywhere, shows what was there; nothing that was typed is lost.

const TWICE = 1000; // milliseconds

/** @param {Document} page */
export function startHiding(page) {
  const root = page.documentElement;
  const title = page.title;
  let last = -TWICE;
  /** @param {boolean} hidden */
  const hide = (hidden) => {
    root.toggleAttribute("data-hidden", hidden);
    page.title = hidden ? "\u200b" : title;
  };
  page.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.repeat) {
      return;
    }
    if (event.timeStamp - last < TWICE) {
      hide(!root.hasAttribute("data-hidden"));
      last = -TWICE;
    } else {
      last = event.timeStamp;
    }
  });
  for (const place of page.querySelectorAll(".hides")) {
    place.removeAttribute("hidden");
    place.querySelector("button")?.addEventListener("click", (event) => {
      event.stopPropagation();
      hide(true);
    });
  }
  page.addEventListener("click", () => {
    if (root.hasAttribute("data-hidden")) {
      hide(false);
    }
  });
}
