// A passkey is made, or shown: the browser asks for the finger, the face or the PIN, and what it answers is sent with the form.
// Without this script, or in a browser that cannot do it, the form stays away and codes do.

/** @param {Document} page */
export function startPasskey(page) {
  /** @type {HTMLFormElement | null} */
  const form = page.querySelector("form[data-passkey]");
  const field = form?.querySelector("input[name=credential]");
  const cannot = page.querySelector("[data-passkey-cannot]");
  const key = /** @type {any} */ (window).PublicKeyCredential;
  if (!form || !(field instanceof HTMLInputElement) || !key?.parseCreationOptionsFromJSON) {
    return;
  }
  cannot?.setAttribute("hidden", "");
  form.hidden = false;
  const said = form.querySelector("[data-passkey-said]");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const { publicKey } = JSON.parse(form.dataset.options ?? "{}");
    try {
      const made =
        form.dataset.passkey === "new"
          ? await navigator.credentials.create({ publicKey: key.parseCreationOptionsFromJSON(publicKey) })
          : await navigator.credentials.get({ publicKey: key.parseRequestOptionsFromJSON(publicKey) });
      field.value = JSON.stringify(made);
      form.submit();
    } catch {
      if (said) {
        said.textContent = "That did not work, or you stopped it. Press the button to try again.";
      }
    }
  });
}
