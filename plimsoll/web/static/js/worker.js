// Answers with the blank page of writing without signal where the network does not answer. It holds that page with its styles,
// its typeface and its scripts, which the server names at the head of this file, and nothing else: all other answers pass by.
/* global HELD */

const [BLANK] = HELD;
const NAME = `blank ${HELD.at(-1)}`; // the addresses change with what stands in them

addEventListener("install", (event) => event.waitUntil(hold().then(() => self.skipWaiting())));
addEventListener("activate", (event) => event.waitUntil(leaveOthers().then(() => self.clients.claim())));
addEventListener("message", (event) => event.data === "hold" && event.waitUntil(hold()));

/** Everything is asked for as nobody, so that what is held is of nobody. */
async function hold() {
  const answers = await Promise.all(
    HELD.map((address) => fetch(address, { credentials: "omit", cache: address === BLANK ? "reload" : "default" })),
  );
  if (answers.some((answer) => !answer.ok || answer.redirected)) {
    throw new Error("The blank page could not be held.");
  }
  const cache = await caches.open(NAME);
  await Promise.all(answers.map((answer, number) => cache.put(HELD[number], answer)));
}

async function leaveOthers() {
  const others = (await caches.keys()).filter((name) => name !== NAME);
  await Promise.all(others.map((name) => caches.delete(name)));
}

addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== location.origin) {
    return;
  }
  if (request.mode === "navigate") {
    event.respondWith(fetch(request).catch(() => held(BLANK)));
  } else if (HELD.includes(address.pathname) && address.pathname !== BLANK) {
    event.respondWith(caches.match(address.pathname).then((found) => found ?? fetch(request)));
  }
});

/** @param {string} address */
async function held(address) {
  return (await caches.match(address)) ?? Response.error();
}
