// Choosing how the pages look changes the page at once. The choice is kept by the server, as without a script.

/** @param {Document} page */
export function startTheme(page) {
  page.addEventListener("submit", (event) => {
    const form = /** @type {HTMLFormElement} */ (event.target);
    const button = /** @type {SubmitEvent} */ (event).submitter;
    if (!form.matches("[data-theme-form]") || !(button instanceof HTMLButtonElement)) {
      return;
    }
    event.preventDefault();
    const chosen = button.value;
    show(page, chosen);
    const sent = new URLSearchParams(/** @type {any} */ (new FormData(form, button)));
    fetch(form.action, { method: "POST", body: sent, redirect: "manual" }).then(
      (answer) => {
        if (answer.type !== "opaqueredirect") {
          send(form, chosen);
        }
      },
      () => send(form, chosen),
    );
  });
}

/**
 * The page in a theme, with every form saying so.
 * @param {Document} page
 * @param {string} theme
 */
export function show(page, theme) {
  page.documentElement.dataset.theme = theme;
  for (const button of page.querySelectorAll("[data-theme-form] [name=theme]")) {
    button.setAttribute("aria-pressed", String(button.getAttribute("value") === theme));
  }
}

/**
 * The plain way, which shows what went wrong.
 * @param {HTMLFormElement} form
 * @param {string} theme
 */
function send(form, theme) {
  const field = form.ownerDocument.createElement("input");
  field.type = "hidden";
  field.name = "theme";
  field.value = theme;
  form.append(field);
  form.submit();
}
