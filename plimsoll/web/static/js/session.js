// Says five minutes before one is signed out that it will happen, with a button that keeps one signed in.

const WARNS = 5 * 60;
const LOOKS = 5000;

/** @param {Document} page */
export function startSession(page) {
  /** @type {HTMLFormElement | null} */
  const form = page.querySelector("form[data-session]");
  const said = form?.querySelector("p");
  if (!form || !said) {
    return;
  }
  let ends = Date.now() + Number(form.dataset.session) * 1000;
  const look = () => {
    const left = (ends - Date.now()) / 1000;
    form.hidden = left > WARNS;
    if (left <= 0) {
      said.textContent = "You are signed out. What was saved as a draft is kept: sign in, and go on from there.";
    } else if (!form.hidden && !said.textContent) {
      const at = new Date(ends).toTimeString().slice(0, 5);
      said.textContent = `You will be signed out at ${at}. Nothing is lost: drafts are kept.`;
    }
  };
  form.addEventListener("submit", async (event) => {
    if (Date.now() >= ends) {
      return; // leads to signing in
    }
    event.preventDefault();
    const body = new URLSearchParams(/** @type {any} */ (new FormData(form)));
    const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" }, redirect: "manual" }).catch(
      () => null,
    );
    if (answer?.ok) {
      ends = Date.now() + (await answer.json()).seconds * 1000;
      said.textContent = "";
      look();
    } else {
      said.textContent = "That could not be done. Save a draft, and sign in again.";
    }
  });
  setInterval(look, LOOKS);
  look();
}
