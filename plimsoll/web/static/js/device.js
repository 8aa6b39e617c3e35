// What this device keeps of records that were begun without signal: each sealed by AES-GCM under a key that no script can read
// out, for one person, until it is sent, they sign out, or 72 hours have passed since the key was made.
//
// Two stores of IndexedDB. `keys`: {grant, whose, made, ends, key}; without `key` it is locked, and the server gives the key
// again to the same person. `entries`: {id, whose, grant, saved, ends, iv, sealed}. `whose` stands for a person and names
// nobody. A cookie of the browser's run says who is here and until when, and which theme they chose; times are milliseconds.

const BASE = "plimsoll";
const MARK = "device";
const LASTS = 72 * 60 * 60 * 1000; // never longer, whatever the server says

/** Nothing can be kept here: storage is refused or full, or the page did not come safely. */
export class Refuses extends Error {}
/** There is no key to keep anything under: who wrote has signed out, or its time is over. */
export class NoKey extends Error {}

// ---- who is here -----------------------------------------------------------------------------------------------------------

/** Who is signed in here as far as this device knows, also without signal; null: nobody. */
export function here() {
  const [person, until, theme] = (read(MARK) ?? "").split(".");
  return person && Number(until) * 1000 > Date.now() ? { person, until: Number(until) * 1000, theme } : null;
}

/** @param {string} person @param {number} seconds */
export function mark(person, seconds) {
  const until = Math.floor(Date.now() / 1000 + seconds);
  const theme = document.documentElement.dataset.theme ?? "system";
  document.cookie = `${MARK}=${person}.${until}.${theme}; path=/; SameSite=Strict${location.protocol === "https:" ? "; Secure" : ""}`;
}

function unmark() {
  document.cookie = `${MARK}=; path=/; max-age=0; SameSite=Strict`;
}

/** @param {string} name */
function read(name) {
  return document.cookie
    .split("; ")
    .find((each) => each.startsWith(`${name}=`))
    ?.slice(name.length + 1);
}

// ---- the stores ------------------------------------------------------------------------------------------------------------

/** Work on both stores, whole or not at all; done once it is on the disk. Only requests of the stores may be waited for in it.
 * @template T @param {IDBTransactionMode} mode @param {(keys: IDBObjectStore, entries: IDBObjectStore) => Promise<T>} work */
async function within(mode, work) {
  if (!globalThis.indexedDB || !globalThis.crypto?.subtle) {
    throw new Refuses();
  }
  /** @type {IDBDatabase | undefined} */
  let base;
  try {
    base = await opened();
    const all = base.transaction(["keys", "entries"], mode, { durability: "strict" });
    const over = new Promise((keep, fail) => {
      all.oncomplete = keep;
      all.onabort = all.onerror = () => fail(new Refuses(all.error?.message));
    });
    over.catch(() => null); // told below, or by what the work throws
    const found = await work(all.objectStore("keys"), all.objectStore("entries"));
    await over;
    return found;
  } catch (fault) {
    throw fault instanceof DOMException ? new Refuses(fault.message) : fault;
  } finally {
    base?.close();
  }
}

/** @returns {Promise<IDBDatabase>} */
function opened() {
  return new Promise((keep, fail) => {
    const request = indexedDB.open(BASE, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("keys", { keyPath: "grant" });
      request.result.createObjectStore("entries", { keyPath: "id" });
    };
    request.onsuccess = () => keep(request.result);
    request.onerror = () => fail(new Refuses(request.error?.message));
    request.onblocked = () => fail(new Refuses());
  });
}

/** @param {IDBRequest} request @returns {Promise<any>} */
function asked(request) {
  return new Promise((keep, fail) => {
    request.onsuccess = () => keep(request.result);
    request.onerror = () => fail(request.error);
  });
}

/** Whether a thing's time is over. @param {{ends: number}} each */
const over = (each) => each.ends <= Date.now();

/** Wipes what is older than 72 hours, whoever's it is. */
export function sweep() {
  return within("readwrite", async (keys, entries) => {
    for (const entry of (await asked(entries.getAll())).filter(over)) {
      await asked(entries.delete(entry.id));
    }
    for (const key of (await asked(keys.getAll())).filter(over)) {
      await asked(keys.delete(key.grant));
    }
  });
}

/** Takes away every key but one person's: what others wrote stays, and nobody here can read it.
 * @param {string | null} person */
export function lock(person) {
  return within("readwrite", async (keys) => {
    for (const { key, ...rest } of await asked(keys.getAll())) {
      if (key && rest.whose !== person) {
        await asked(keys.put(rest));
      }
    }
  });
}

/** Nobody is signed in any more: nothing here can be read until somebody signs in again. */
export async function leave() {
  unmark();
  await lock(null);
}

/** Wipes all that is one person's, and the blank page: they sign out. @param {string} person */
export async function wipe(person) {
  unmark();
  await within("readwrite", async (keys, entries) => {
    for (const entry of await asked(entries.getAll())) {
      if (entry.whose === person) {
        await asked(entries.delete(entry.id));
      }
    }
    for (const key of await asked(keys.getAll())) {
      if (key.whose === person) {
        await asked(keys.delete(key.grant));
      }
    }
  });
  for (const name of (await globalThis.caches?.keys()) ?? []) {
    await caches.delete(name);
  }
  await (await navigator.serviceWorker?.getRegistration("/"))?.unregister();
}

// ---- keys ------------------------------------------------------------------------------------------------------------------

/** Sees that a person who is signed in has a key, of this sign-in where `anew`; and those again under which they wrote before.
 * @param {string} person @param {string} proof that a request is ours @param {boolean} anew */
export async function renew(person, proof, anew) {
  const [keys, entries] = await within("readonly", async (keys, entries) => [
    await asked(keys.getAll()),
    await asked(entries.getAll()),
  ]);
  const mine = keys.filter((each) => each.whose === person);
  for (const each of mine.filter((one) => !one.key && entries.some((entry) => entry.grant === one.grant))) {
    await again(each, proof);
  }
  if (anew || !mine.some((each) => each.key)) {
    await fresh(person, proof, anew);
  }
}

async function again(locked, proof) {
  const answer = await ask(proof, locked.grant);
  if (answer?.status === 200) {
    const key = await sealer((await answer.json()).key);
    await within("readwrite", async (keys) => {
      if (await asked(keys.get(locked.grant))) {
        await asked(keys.put({ ...locked, key }));
      }
    });
  } else if (answer?.status === 410) { // by the server's clock its time is over
    await within("readwrite", async (keys, entries) => {
      for (const entry of (await asked(entries.getAll())).filter((one) => one.grant === locked.grant)) {
        await asked(entries.delete(entry.id));
      }
      await asked(keys.delete(locked.grant));
    });
  }
}

async function fresh(person, proof, anew) {
  const answer = await ask(proof);
  if (answer?.status !== 200) {
    return;
  }
  const said = await answer.json();
  const now = Date.now();
  const made = { grant: said.grant, whose: person, made: now, ends: now + Math.min(said.seconds * 1000, LASTS) };
  const key = await sealer(said.key);
  await within("readwrite", async (keys, entries) => {
    const needed = new Set((await asked(entries.getAll())).map((entry) => entry.grant));
    for (const old of await asked(keys.getAll())) {
      if (anew && old.whose === person && !needed.has(old.grant)) {
        await asked(keys.delete(old.grant));
      }
    }
    await asked(keys.put({ ...made, key }));
  });
}

/** @param {string} proof @param {string} [grant] */
function ask(proof, grant) {
  const body = new URLSearchParams({ csrfmiddlewaretoken: proof, ...(grant ? { grant } : {}) });
  return fetch("/without-signal/key", { method: "POST", body, redirect: "manual" }).catch(() => null);
}

/** A key that seals and opens here and can be read out by nobody. @param {string} text 32 bytes in base 64 */
function sealer(text) {
  const raw = Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
  return crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
}

/** The newest key under which a person can write now. @param {string} person */
export async function keyOf(person) {
  const keys = await within("readonly", (keys) => asked(keys.getAll()));
  return keys.filter((each) => each.whose === person && each.key && !over(each)).sort((a, b) => b.made - a.made)[0] ?? null;
}

// ---- entries ---------------------------------------------------------------------------------------------------------------

/** Seals what somebody wrote under their key, and keeps it in the place of what it said before; when it was saved and until
 * when it is kept, which no saving makes later. @param {any} key @param {string} id @param {object} said */
export async function keep(key, id, said) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const plain = new TextEncoder().encode(JSON.stringify(said));
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: bound(id, key.whose) }, key.key, plain);
  return within("readwrite", async (keys, entries) => {
    const before = await asked(entries.get(id));
    if (over(key) || (before && over(before)) || !(await asked(keys.get(key.grant)))) {
      throw new NoKey();
    }
    const ends = Math.min(before?.ends ?? key.ends, key.ends);
    const entry = { id, whose: key.whose, grant: key.grant, saved: Date.now(), ends, iv, sealed };
    await asked(entries.put(entry));
    return { saved: entry.saved, ends };
  });
}

/** What one person has begun here and can be read now, what was saved last first: {id, saved, ends, said}.
 * @param {string} person */
export async function list(person) {
  const [keys, entries] = await within("readonly", async (keys, entries) => [
    await asked(keys.getAll()),
    await asked(entries.getAll()),
  ]);
  const open = new Map(keys.filter((each) => each.key && each.whose === person).map((each) => [each.grant, each.key]));
  const mine = entries.filter((entry) => entry.whose === person && !over(entry) && open.has(entry.grant));
  const found = await Promise.all(
    mine.map(async ({ id, saved, ends, iv, sealed, grant }) => {
      const how = { name: "AES-GCM", iv, additionalData: bound(id, person) };
      const plain = await crypto.subtle.decrypt(how, open.get(grant), sealed);
      return { id, saved, ends, said: JSON.parse(new TextDecoder().decode(plain)) };
    }),
  );
  return found.sort((a, b) => b.saved - a.saved);
}

/** How many things one person has begun here, and when the first of them is wiped. @param {string} person */
export async function count(person) {
  const entries = await within("readonly", (_, entries) => asked(entries.getAll()));
  const mine = entries.filter((entry) => entry.whose === person && !over(entry));
  return { many: mine.length, ends: Math.min(...mine.map((entry) => entry.ends)) };
}

/** Wipes one thing: it was sent, or is not wanted. @param {string} id */
export function remove(id) {
  return within("readwrite", (_, entries) => asked(entries.delete(id)));
}

/** What is sealed belongs to this entry of this person, and opens as no other. @param {string} id @param {string} whose */
function bound(id, whose) {
  return new TextEncoder().encode(`${id} ${whose}`);
}

// ---- words -----------------------------------------------------------------------------------------------------------------

const WHEN = new Intl.DateTimeFormat("en-GB", {
  weekday: "short",
  day: "numeric",
  month: "short",
  hour: "2-digit",
  minute: "2-digit",
});
const SOON = 12 * 60 * 60 * 1000;

/** Until when something is kept, as a sentence; pressing where that is soon. @param {number} ends */
export function until(ends) {
  const said = `It is wiped on ${WHEN.format(ends).replace(",", "")}`;
  return ends - Date.now() > SOON ? `${said}, sent or not.` : `${said}. Send it before then: not long is left.`;
}
