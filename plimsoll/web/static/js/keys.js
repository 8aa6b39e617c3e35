// The list of keys: `?` opens it, and so does a button in the foot that is only there with this script.

import { isTyping } from "./list.js";

const GENERAL = [
  ["?", "this list"],
  ["/", "search"],
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
    if (isTyping(event)) {
      return;
    }
    if (event.key === "?") {
      event.preventDefault();
      open();
    } else if (event.key === "/") {
      search(page, event);
    }
  });
}

/**
 * What a page's keys are: those of every page, of a list, and what its buttons say of themselves.
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

/** @param {Document} page */
function make(page) {
  const dialog = page.createElement("dialog");
  dialog.id = "keys";
  dialog.className = "dialog";
  dialog.setAttribute("aria-labelledby", "keys-title");
  const title = page.createElement("h2");
  title.id = "keys-title";
  title.textContent = "Keys";
  const list = page.createElement("dl");
  list.className = "keys";
  for (const [key, says] of keysOf(page)) {
    const term = page.createElement("dt");
    const cap = page.createElement("kbd");
    cap.textContent = key;
    term.append(cap);
    const meaning = page.createElement("dd");
    meaning.textContent = says;
    list.append(term, meaning);
  }
  const close = page.createElement("button");
  close.type = "button";
  close.className = "govuk-button govuk-button--secondary";
  close.textContent = "Close";
  close.addEventListener("click", () => dialog.close());
  dialog.append(title, list, close);
  return dialog;
}

/** @param {Document} page @param {KeyboardEvent} event */
function search(page, event) {
  /** @type {HTMLInputElement | undefined} */
  const field = Array.from(page.querySelectorAll("input[type=search]")).find((each) => each.checkVisibility());
  if (field) {
    event.preventDefault();
    field.focus();
  }
}
