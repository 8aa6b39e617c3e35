// The page on which a record is begun without signal: it is kept on this device two seconds after the last key, and when a
// field is left; later its case is chosen, and it becomes a draft there. Only then it is wiped here.

import { CharacterCount, Radios, createAll } from "./govuk-frontend.js";
import { Refuses, NoKey, here, keep, keyOf, leave, list, lock, mark, remove, renew, sweep, until } from "./device.js";

const PAUSE = 2000;
const LOOKS = 30_000;
const DAY = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric" });
const REFUSES =
  "This device keeps nothing for us: its storage is full or refused, as in a private window. What you type here is not kept. Write on paper.";
const NOBODY =
  "To write here, you must have signed in on this device within the last 12 hours, and not have closed the browser since. What was written before is locked, not lost, until 72 hours after signing in: it opens when the same person signs in again.";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
for (const component of [CharacterCount, Radios]) {
  createAll(component);
}

/** @param {string} what @returns {any} */
const part = (what) => document.querySelector(`[data-${what}]`);
const form = part("begun");
const fields = form.elements;

const now = {
  person: "", // who writes, as this device knows them
  proof: "", // that what is sent is ours; empty without signal, or where nobody is signed in
  id: "", // of what stands in the form, empty until something is typed
  sent: null, // what is being sent
  typed: false, // since the last saving began
  /** @type {any} */ key: null,
  /** @type {Promise<void> | null} */ saving: null,
};
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

// ---- who is here -----------------------------------------------------------------------------------------------------------

/** Whom the server knows here, where it can be reached; else whom this device does. */
async function ask() {
  const answer = await fetch("/session", { redirect: "manual", headers: { Accept: "application/json" } }).catch(() => null);
  now.proof = "";
  if (answer?.ok) {
    const { person, proof, seconds } = await answer.json();
    const anew = here()?.person !== person;
    await lock(person);
    await renew(person, proof, anew);
    mark(person, seconds);
    now.proof = proof;
  } else if (answer?.type === "opaqueredirect") {
    await leave();
  }
  return here()?.person ?? "";
}

async function look() {
  try {
    await sweep();
    const person = await ask();
    const other = person && now.key && now.key.whose !== person;
    if (other) {
      await save();
    }
    if (other || (!person && !now.id)) {
      close();
    }
    now.person = person;
    now.key = (person && (await keyOf(person))) || (now.id ? now.key : null);
    await show();
  } catch (fault) {
    tell(fault);
  }
}

/** What the page can do now. */
async function show() {
  const writes = Boolean(now.key);
  form.hidden = !writes;
  part("signs-in").hidden = Boolean(now.person);
  part("state").textContent = now.person
    ? writes
      ? now.proof
        ? "You have signal. What is not yet sent can be sent now."
        : "You have no signal. What you write is kept on this device until you send it."
      : "Nothing can be kept for you here: you do not write on cases, or this device has no key yet. Open this page once with signal."
    : NOBODY;
  if (!now.person) {
    part("sending").hidden = true;
  }
  await draw();
}

/** Nothing of anybody stands on the page any more. */
function close() {
  form.reset();
  for (const group of document.querySelectorAll("[data-cases], [data-list]")) {
    group.replaceChildren();
  }
  Object.assign(now, { id: "", sent: null, key: null, typed: false });
  part("kept").textContent = "";
  part("sending").hidden = true;
  history.replaceState(null, "", location.pathname + location.search);
  fresh();
}

// ---- what waits ------------------------------------------------------------------------------------------------------------

async function draw() {
  const all = now.person ? await list(now.person) : [];
  part("waiting").hidden = !all.length;
  part("list").replaceChildren(...all.map(line));
  return all;
}

function line(entry) {
  const item = make("li", "drafts__each");
  const about = make("div");
  about.append(
    make("h3", "govuk-heading-s", called(entry)),
    make("p", "soft small", `Not yet sent. ${until(entry.ends)}`),
    ...(entry.said.text ? [make("p", "without__begins", entry.said.text.slice(0, 160))] : []),
  );
  const acts = make("div", "without__acts");
  if (now.proof) {
    acts.append(button("Send", "", () => choose(entry), called(entry)));
  }
  acts.append(
    button("Open", "govuk-button--secondary", () => goOn(entry), called(entry)),
    button("Wipe", "govuk-button--secondary", (event) => sure(event.currentTarget, entry), called(entry)),
  );
  item.append(about, acts);
  return item;
}

/** @param {any} entry */
function called({ said }) {
  const kind = [...fields.namedItem("kind").options].find((each) => each.value === said.kind && said.kind)?.textContent;
  return `${kind ?? "A record"}: ${said.whom || "not said for whom"}`;
}

/** Nothing is wiped by one press. */
function sure(pressed, entry) {
  const yes = button("Wipe it for good", "govuk-button--warning", () => gone(entry.id), called(entry));
  pressed.replaceWith(yes);
  yes.focus();
}

async function gone(id) {
  await remove(id).catch(tell);
  if (now.id === id) {
    close();
    now.key = await keyOf(now.person);
  }
  await draw();
}

// ---- writing ---------------------------------------------------------------------------------------------------------------

/** A form with nothing in it but the day. */
function fresh() {
  const today = new Date();
  today.setMinutes(today.getMinutes() - today.getTimezoneOffset());
  fields.namedItem("happened").value = today.toISOString().slice(0, 10);
  part("heading").textContent = "Begin a record";
  part("another").hidden = true;
  groups();
}

/** Each kind of record asks what it has. */
function groups() {
  const kind = fields.namedItem("kind").value;
  for (const group of form.querySelectorAll("[data-for]")) {
    group.hidden = !group.dataset.for.split(" ").includes(kind);
  }
}

function open(entry) {
  clearTimeout(timer);
  form.reset();
  for (const [name, value] of Object.entries(entry.said)) {
    const field = fields.namedItem(name);
    if (field instanceof RadioNodeList) {
      for (const each of field) {
        each.checked = [value].flat().includes(each.value);
      }
    } else if (field) {
      field.value = value;
    }
  }
  begun(entry.id);
  part("kept").textContent = `Not yet sent. ${until(entry.ends)}`;
}

/** @param {any} entry */
async function goOn(entry) {
  await save();
  open(entry);
  part("heading").focus();
}

function begun(id) {
  now.id = id;
  now.typed = false;
  history.replaceState(null, "", `#${id}`);
  part("heading").textContent = "Go on writing";
  part("another").hidden = false;
  groups();
}

function said() {
  /** @type {Record<string, string | string[]>} */
  const found = {};
  for (const name of new Set([...new FormData(form).keys()])) {
    const all = new FormData(form).getAll(name).map(String);
    found[name] = name === "voice_by" ? all : all[0];
  }
  return found;
}

function later() {
  now.typed = true;
  clearTimeout(timer);
  timer = setTimeout(save, PAUSE);
}

/** One saving at a time; what was typed meanwhile is saved after it. */
async function save() {
  clearTimeout(timer);
  while (now.saving) {
    await now.saving;
  }
  if (!now.typed || !now.key) {
    return;
  }
  now.typed = false;
  now.saving = seal().finally(() => {
    now.saving = null;
  });
  await now.saving;
}

async function seal() {
  const first = !now.id;
  const id = now.id || crypto.randomUUID();
  if (first) {
    begun(id);
    navigator.storage?.persist?.().catch(() => null);
  }
  try {
    const { saved, ends } = await keep(now.key, id, said());
    part("kept").textContent = `Kept on this device at ${new Date(saved).toTimeString().slice(0, 8)}, not yet sent. ${until(ends)}`;
    await draw();
  } catch (fault) {
    now.typed = true;
    tell(fault);
  }
}

/** What went wrong, where one looks. */
function tell(fault) {
  if (fault instanceof NoKey) {
    part("kept").textContent =
      "Not kept: you signed out here, or its 72 hours are over. What you typed stands on this page alone. Copy it before you leave.";
  } else if (fault instanceof Refuses) {
    part("state").textContent = REFUSES;
    part("kept").textContent = now.id ? `Not kept. ${REFUSES}` : "";
    form.hidden = !now.id;
  } else {
    throw fault;
  }
}

// ---- sending ---------------------------------------------------------------------------------------------------------------

async function choose(entry) {
  await save();
  now.sent = entry.id;
  part("cases").replaceChildren();
  part("found-says").textContent = "";
  part("of").textContent = called(entry);
  part("look").reset();
  part("sending").hidden = false;
  document.getElementById("sending")?.focus();
}

/** Asks the server for cases, by its own search: this device knows none. */
async function find(event) {
  event.preventDefault();
  const words = new FormData(part("look")).get("words");
  await ask();
  const body = new URLSearchParams({ to: "/search", words: String(words), csrfmiddlewaretoken: now.proof });
  const answer = now.proof ? await fetch("/search/words", { method: "POST", body }).catch(() => null) : null;
  if (!answer?.ok || new URL(answer.url).pathname !== "/search") {
    part("found-says").textContent = why(answer);
    return;
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const cases = [...page.querySelectorAll("[data-found]")].map((each) => {
    const link = each.querySelector("a");
    return { name: link?.textContent ?? "", at: link?.getAttribute("href") ?? "", more: each.querySelector("span")?.textContent };
  });
  part("found-says").textContent = cases.length ? `${cases.length} found.` : "Nothing found. Write at least two letters of a name.";
  part("cases").replaceChildren(
    ...cases.map((each) => {
      const item = make("li", "drafts__each");
      const about = make("div");
      about.append(make("h3", "govuk-heading-s", each.name), make("p", "soft small", each.more ?? ""));
      item.append(about, button("Send to this case", "govuk-button--secondary", (event) => send(each, event.currentTarget), each.name));
      return item;
    }),
  );
}

/** It becomes a draft on a case, under its own id, so that sending twice keeps one. It is wiped here once the server has it.
 * @param {{name: string, at: string}} to @param {HTMLButtonElement} pressed */
async function send(to, pressed) {
  pressed.disabled = true;
  const says = part("found-says");
  try {
    await save();
    const person = await ask();
    const entry = (await list(person)).find((each) => each.id === now.sent);
    if (!now.proof || person !== now.person || !entry) {
      says.textContent = now.proof ? "Not sent: this is not kept here any more, or somebody else signed in." : why(null);
      return;
    }
    const answer = await fetch(`${to.at}/record`, {
      method: "POST",
      body: sound(entry),
      headers: { Accept: "application/json" },
      redirect: "manual",
    }).catch(() => null);
    if (!answer?.headers.get("Content-Type")?.startsWith("application/json")) {
      says.textContent = why(answer);
      return;
    }
    const heard = await answer.json();
    if (!heard.saved) {
      says.textContent = `Not sent. ${heard.says} It is still on this device.`;
      says.append(...(heard.newer ? [" ", link("Open what was sent before", heard.newer)] : []));
      return;
    }
    await gone(entry.id);
    part("sending").hidden = true;
    part("state").textContent = `Sent. It is a draft on the case of ${to.name}, and not on this device any more. `;
    part("state").append(link("Go on with it", `${to.at}/record?draft=${entry.id}`));
    part("state").scrollIntoView({ block: "center" });
  } catch (fault) {
    tell(fault);
  } finally {
    pressed.disabled = false;
  }
}

/** @param {any} entry */
function sound({ id, said }) {
  const body = new URLSearchParams();
  for (const [name, value] of Object.entries(said)) {
    for (const each of [value].flat()) {
      body.append(name, each);
    }
  }
  const more = { key: id, version: "0", save_draft: "quietly", unasked: "meets", csrfmiddlewaretoken: now.proof };
  for (const [name, value] of Object.entries(more)) {
    body.set(name, value);
  }
  body.set("kind", String(said.kind || "CASE_NOTE"));
  body.set("happened", said.happened ? DAY.format(new Date(`${said.happened}T12:00`)) : "");
  return body;
}

/** @param {Response | null} answer */
function why(answer) {
  if (!answer) {
    return "Not sent: no signal. It is still on this device.";
  }
  if (answer.type === "opaqueredirect") {
    return "Not sent: you are signed out. Sign in again; it is still on this device.";
  }
  return [403, 404].includes(answer.status)
    ? "Not sent: you may not write on this case. Choose another. It is still on this device."
    : "Not sent: the server could not. It is still on this device; try again.";
}

// ---- making parts of the page ----------------------------------------------------------------------------------------------

/** @param {string} tag @param {string} [looks] @param {string} [text] @returns {any} */
function make(tag, looks = "", text = "") {
  return Object.assign(document.createElement(tag), { className: looks, textContent: text });
}

function link(text, href) {
  return Object.assign(make("a", "govuk-link", text), { href });
}

/** @param {string} text @param {string} looks @param {(event: any) => void} does @param {string} about */
function button(text, looks, does, about) {
  const made = Object.assign(make("button", `govuk-button button--small ${looks}`, text), { type: "button" });
  made.append(make("span", "govuk-visually-hidden", `: ${about}`));
  made.addEventListener("click", does);
  return made;
}

// ---- beginning -------------------------------------------------------------------------------------------------------------

async function start() {
  const theme = here()?.theme;
  if (theme) {
    document.documentElement.dataset.theme = theme;
  }
  fresh();
  form.addEventListener("input", later);
  form.addEventListener("change", () => {
    groups();
    now.typed = true;
    save();
  });
  form.addEventListener("focusout", () => now.typed && save());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    now.typed = true;
    save();
  });
  part("another").addEventListener("click", async () => {
    await save();
    const { key } = now;
    close();
    now.key = key;
    fields.namedItem("kind").focus();
  });
  part("look").addEventListener("submit", find);
  part("later").addEventListener("click", () => {
    part("sending").hidden = true;
  });
  addEventListener("pagehide", () => now.typed && save());
  addEventListener("online", look);
  addEventListener("offline", look);
  await look();
  const asked = location.hash.slice(1);
  const wanted = asked && now.person ? (await list(now.person)).find((each) => each.id === asked) : null;
  if (wanted) {
    open(wanted);
  }
  setInterval(look, LOOKS);
}

start();
