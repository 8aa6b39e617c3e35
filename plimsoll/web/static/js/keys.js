// Single keys: which are for us, the list of them that `?` opens, and the switch that turns them off, for people who speak to
// their computer or whose hands slip. The list is also behind a button in the foot, which is only there with this script.

const OFF = "keys-off";

const GENERAL = [
  ["?", "this list"],
  ["/", "search"],
  ["o", "what you opened last"],
  ["esc esc", "hide the screen, and show it again"],
];
const LIST = [
  ["j", "next case"],
  ["k", "case before"],
  ["enter", "open the case"],
];

/** @param {Document} page */
export function startKeys(page) {
  const dialog = make(page);
  page.body.append(dialog);
  const open = () => {
    if (!dialog.open) {
      dialog.showModal();
    }
  };
  for (const place of page.querySelectorAll(".keys-link")) {
    place.removeAttribute("hidden");
    place.querySelector("button")?.addEventListener("click", open);
  }
  page.addEventListener("keydown", (event) => {
    if (!isForUs(event)) {
      return;
    }
    if (event.key === "?") {
      event.preventDefault();
      open();
    } else if (event.key === "/") {
      search(page, event);
    } else if (event.key === "o") {
      opened(page, event);
    }
  });
}

/**
 * Whether a key is for us: keys are on, and it belongs neither to what somebody writes nor to the browser.
 * @param {KeyboardEvent} event
 */
export function isForUs(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || areOff()) {
    return false;
  }
  const target = /** @type {HTMLElement} */ (event.target);
  return !target.closest?.("input, textarea, select, dialog, [contenteditable]");
}

/**
 * What a page's keys are: those of a list, what its buttons say of themselves, and those of every page.
 * @param {Document} page
 * @returns {string[][]}
 */
export function keysOf(page) {
  const row = page.querySelector("[data-row]");
  const own = Array.from(row?.querySelectorAll("[data-key]") ?? [], (button) => [
    button.getAttribute("data-key") ?? "",
    button.getAttribute("data-key-says") ?? "",
  ]);
  return [...(row ? LIST : []), ...own, ...GENERAL];
}

/** Whether this person turned single keys off. */
function areOff() {
  try {
    return localStorage.getItem(OFF) === "yes";
  } catch {
    return false; // a browser that keeps nothing
  }
}

/** @param {boolean} on */
function turn(on) {
  try {
    if (on) {
      localStorage.removeItem(OFF);
    } else {
      localStorage.setItem(OFF, "yes");
    }
  } catch {
    // It holds for this page alone then, which is to say not at all.
  }
}

/** @param {Document} page */
function make(page) {
  const dialog = page.createElement("dialog");
  dialog.id = "keys";
  dialog.className = "dialog";
  dialog.setAttribute("aria-labelledby", "keys-title");
  const title = page.createElement("h2");
  title.id = "keys-title";
  title.textContent = "Keys";
  const close = page.createElement("button");
  close.type = "button";
  close.className = "govuk-button govuk-button--secondary";
  close.textContent = "Close";
  close.addEventListener("click", () => dialog.close());
  dialog.append(title, list(page), choice(page), close);
  return dialog;
}

/** @param {Document} page */
function list(page) {
  const keys = page.createElement("dl");
  keys.className = "keys";
  for (const [key, says] of keysOf(page)) {
    const term = page.createElement("dt");
    const cap = page.createElement("kbd");
    cap.textContent = key;
    term.append(cap);
    const meaning = page.createElement("dd");
    meaning.textContent = says;
    keys.append(term, meaning);
  }
  return keys;
}

/** @param {Document} page */
function choice(page) {
  const label = page.createElement("label");
  label.className = "keys__switch";
  const box = page.createElement("input");
  box.type = "checkbox";
  box.checked = !areOff();
  box.addEventListener("change", () => turn(box.checked));
  label.append(box, " Single keys do this in this browser");
  return label;
}

/**
 * What was opened last stands on the page of the search.
 * @param {Document} page
 * @param {KeyboardEvent} event
 */
function opened(page, event) {
  /** @type {HTMLFormElement | null} */
  const form = page.querySelector("form.search");
  const to = form?.querySelector("input[name=to]");
  if (to) {
    event.preventDefault();
    page.location.assign(`${to.value}#opened`);
  }
}

/** @param {Document} page @param {KeyboardEvent} event */
function search(page, event) {
  /** @type {HTMLInputElement[]} */
  const fields = [...page.querySelectorAll("main input[type=search]"), ...page.querySelectorAll("input[type=search]")];
  const field = fields.find((each) => each.checkVisibility()); // the list's own before that of the bar
  if (field) {
    event.preventDefault();
    field.focus();
  }
}
