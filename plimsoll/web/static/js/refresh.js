// Work under way: the part of a page that says how far it is asks again by itself, so that nothing else moves and the focus
// stays. Once the page says that it is over, the whole page is loaded anew. Without this script the page does that each time.

/** @param {Document} page */
export function startRefresh(page) {
  /** @type {HTMLElement | null} */
  const part = page.querySelector("[data-refreshes]");
  if (part) {
    later(page, part);
  }
}

/** @param {Document} page @param {HTMLElement} part */
function later(page, part) {
  const seconds = Number(part.dataset.refreshes) || 2;
  setTimeout(() => ask(page, part), seconds * 1000);
}

/** @param {Document} page @param {HTMLElement} part */
async function ask(page, part) {
  try {
    const answer = await fetch(page.location.href);
    const text = answer.ok && !answer.redirected ? await answer.text() : "";
    const fresh = new DOMParser().parseFromString(text, "text/html").querySelector("[data-refreshes]");
    if (!fresh) {
      page.location.reload();
      return;
    }
    part.replaceChildren(...fresh.childNodes);
  } catch {
    // The network is away: what stands there stays, and is asked for again.
  }
  later(page, part);
}
