// On every page: how much this device keeps that was not sent yet, told to the person whose it is alone; the key under which
// they write without signal; and what becomes of both when somebody signs out, or another person signs in.

import { count, here, leave, lock, mark, renew, sweep, until, wipe } from "./device.js";

const LOOKS = 60_000;
const WAITS = 3000;

/** @param {Document} page */
export function startUnsent(page) {
  /** @type {HTMLElement | null} */
  const note = page.querySelector("[data-unsent]");
  const ready = begin(page, note);
  if (note) {
    warnBeforeLeaving(page, note.dataset.unsent ?? "", ready);
  }
}

/** @param {Document} page @param {HTMLElement | null} note */
async function begin(page, note) {
  const signedOut = page.querySelector("[data-signed-out]");
  try {
    await sweep();
    if (signedOut) {
      await leave();
    } else if (note) {
      await isHere(page, note, note.dataset.unsent ?? "");
    }
  } catch {
    // Nothing can be kept on this device. The page on which one would write says so.
  }
}

/** @param {Document} page @param {HTMLElement} note @param {string} person */
async function isHere(page, note, person) {
  const anew = here()?.person !== person;
  await lock(person);
  const look = () => sweep().then(() => tell(note, person));
  await look();
  setInterval(() => look().catch(() => null), LOOKS);
  addEventListener("pageshow", (event) => event.persisted && look().catch(() => null));
  if (!("writes" in note.dataset)) {
    return;
  }
  /** @type {HTMLFormElement | null} */
  const session = page.querySelector("form[data-session]");
  const proof = /** @type {HTMLInputElement | null} */ (session?.elements.namedItem("csrfmiddlewaretoken"))?.value;
  if (session && proof) {
    await renew(person, proof, anew);
    mark(person, Number(session.dataset.session));
    await tell(note, person);
    await holdBlank();
  }
}

/** Has the blank page held, by a worker that does nothing else. */
async function holdBlank() {
  if (!navigator.serviceWorker) {
    return;
  }
  await navigator.serviceWorker.register("/without-signal-worker.js", { scope: "/" });
  const { active } = await navigator.serviceWorker.ready;
  if ((await caches.keys()).length === 0) {
    active?.postMessage("hold");
  }
}

/** @param {HTMLElement} note @param {string} person */
async function tell(note, person) {
  const { many, ends } = await count(person);
  note.hidden = !many;
  if (many) {
    /** @type {HTMLElement} */ (note.querySelector("[data-many]")).textContent = `${says(many)}.`;
    /** @type {HTMLElement} */ (note.querySelector("[data-until]")).textContent = until(ends);
  }
}

/** @param {number} many */
function says(many) {
  return `${many} ${many === 1 ? "record" : "records"} not yet sent`;
}

/** @param {Document} page @param {string} person @param {Promise<void>} ready once nothing more is put on this device */
function warnBeforeLeaving(page, person, ready) {
  /** @type {HTMLDialogElement | null} */
  const asks = page.querySelector("[data-leaving]");
  /** @type {HTMLFormElement | null} */
  let form = null;
  const go = async () => {
    await Promise.race([ready, new Promise((over) => setTimeout(over, WAITS))]);
    await wipe(person).catch(() => null); // where nothing can be kept there is nothing to wipe
    form?.submit();
  };
  page.addEventListener("submit", async (event) => {
    const sent = /** @type {HTMLFormElement} */ (event.target);
    if (!sent.matches("[data-signs-out]")) {
      return;
    }
    event.preventDefault();
    form = sent;
    const { many } = await count(person).catch(() => ({ many: 0 }));
    if (!many || !asks) {
      await go();
      return;
    }
    /** @type {HTMLElement} */ (asks.querySelector("[data-many]")).textContent = `${says(many)}.`;
    asks.showModal();
  });
  asks?.querySelector("[data-wipe]")?.addEventListener("click", go);
  asks?.querySelector("[data-stay]")?.addEventListener("click", () => asks.close());
}
