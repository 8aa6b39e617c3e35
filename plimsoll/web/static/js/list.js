// Moving through a list of work by keys: `j` down, `k` up, `enter` opens. Other keys press the row's own buttons: a button
// with data-key="r" is pressed by `r` on the row where one is. Whoever comes back to the list is at the row they left by.

import { isForUs } from "./keys.js";

/** @param {Document} page */
export function startList(page) {
  /** @type {HTMLElement[]} */
  const rows = Array.from(page.querySelectorAll("[data-row]"));
  if (!rows.length) {
    return;
  }
  page.addEventListener("keydown", (event) => {
    if (!isForUs(event)) {
      return;
    }
    const at = rows.findIndex((row) => row.dataset.at === "true");
    const to = next(event.key, at, rows.length);
    if (to !== at) {
      event.preventDefault();
      move(rows, to);
    } else if (at >= 0) {
      press(rows[at], event);
    }
  });
  for (const [index, row] of rows.entries()) {
    row.addEventListener("focusin", () => mark(rows, index));
    row.addEventListener("click", (event) => {
      if (event.target instanceof Element && event.target.closest("a")) {
        keep(row.id);
      }
    });
  }
  comeBack(rows);
}

/** @param {HTMLElement[]} rows */
function comeBack(rows) {
  const at = rows.findIndex((row) => row.id && row.id === kept());
  if (at >= 0 && !location.hash) {
    move(rows, at);
  }
  keep("");
}

/** The row by which this list was left last. */
function kept() {
  try {
    return sessionStorage.getItem(`row ${location.pathname}`);
  } catch {
    return null; // a browser that keeps nothing
  }
}

/** @param {string} row */
function keep(row) {
  try {
    sessionStorage.setItem(`row ${location.pathname}`, row);
  } catch {
    // The list then begins at its top.
  }
}

/**
 * Where a key leads from a row; -1 stands for no row yet. The ends hold.
 * @param {string} key
 * @param {number} at
 * @param {number} many
 */
export function next(key, at, many) {
  if (key === "j") {
    return Math.min(at + 1, many - 1);
  }
  return key === "k" && at > 0 ? at - 1 : at;
}

/** @param {HTMLElement[]} rows @param {number} to */
function move(rows, to) {
  mark(rows, to);
  /** @type {HTMLElement | null} */
  const link = rows[to].querySelector("[data-opens-row]");
  (link ?? rows[to]).focus();
  rows[to].scrollIntoView({ block: "nearest" });
}

/** @param {HTMLElement[]} rows @param {number} to */
function mark(rows, to) {
  for (const [index, row] of rows.entries()) {
    row.toggleAttribute("data-at", false);
    if (index === to) {
      row.dataset.at = "true";
    }
  }
}

/** @param {HTMLElement} row @param {KeyboardEvent} event */
function press(row, event) {
  /** @type {HTMLElement | null} */
  const wanted = row.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (wanted) {
    event.preventDefault();
    wanted.click();
  }
}
