// What is typed into a form about a case is kept on the server while it is typed: two seconds after the last key, and when a
// field is left. It says so only once the server has. Without this script there is the button.

const PAUSE = 2000;
const AGAIN = 8000;

/** @param {Document} page */
export function startDrafts(page) {
  /** @type {HTMLFormElement | null} */
  const form = page.querySelector("form[data-draft]");
  /** @type {HTMLElement | null} */
  const note = page.querySelector("[data-saved]");
  if (form && note) {
    new Draft(form, note).start();
  }
}

class Draft {
  /** @param {HTMLFormElement} form @param {HTMLElement} note */
  constructor(form, note) {
    this.form = form;
    this.note = note;
    this.typed = false; // since the last saving began
    this.ended = false; // nothing is saved any more: a newer text is there, or it was sent
    this.lost = false; // signed out
    this.sending = false;
    /** @type {Promise<void> | null} */
    this.saving = null;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
  }

  start() {
    this.form.addEventListener("input", () => this.later(PAUSE));
    this.form.addEventListener("change", () => this.save());
    this.form.addEventListener("focusout", () => this.typed && this.save());
    this.form.addEventListener("submit", (event) => this.send(event));
    addEventListener("pagehide", () => clearTimeout(this.timer));
  }

  /** @param {number} pause */
  later(pause) {
    this.typed = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), pause);
  }

  /** One saving at a time; what was typed meanwhile is saved after it. */
  async save() {
    clearTimeout(this.timer);
    this.typed = true;
    while (this.saving) {
      await this.saving;
    }
    if (this.ended || !this.typed) {
      return;
    }
    this.typed = false;
    this.saving = this.post().finally(() => {
      this.saving = null;
    });
    await this.saving;
  }

  /** @param {boolean} again */
  async post(again = false) {
    const said = new FormData(this.form);
    said.set("save_draft", "quietly");
    /** @type {Response} */
    let answer;
    try {
      answer = await fetch(this.form.action, {
        method: "POST",
        body: new URLSearchParams(/** @type {any} */ (said)),
        headers: { Accept: "application/json" },
        redirect: "manual",
      });
    } catch {
      this.say("Not saved: no connection. What you typed is still here, and is tried again.");
      this.later(AGAIN);
      return;
    }
    this.lost = answer.type === "opaqueredirect";
    if (this.lost) {
      this.say("Not saved: you are signed out. What you typed is still here. ", "/sign-in", "Sign in in a new window, then come back");
      this.later(AGAIN);
    } else if (answer.status === 403 && !again && (await this.renew())) {
      await this.post(true);
    } else if (answer.status === 404) {
      this.ended = true;
      this.say("Not saved: you may not write here any more. Copy your text now.");
    } else if (answer.headers.get("Content-Type")?.startsWith("application/json")) {
      this.heard(await answer.json());
    } else {
      this.say("Not saved: the server could not. What you typed is still here, and is tried again.");
      this.later(AGAIN);
    }
  }

  /** @param {{saved?: string, version?: number, says?: string, newer?: string}} answer */
  heard(answer) {
    if (answer.saved) {
      this.field("version").value = String(answer.version);
      this.say(answer.saved);
      return;
    }
    this.ended = true;
    this.say(`${answer.says ?? ""} `, answer.newer, "Open the newer text in a new window");
  }

  /** Whoever signed in anew has another proof that the form is ours. */
  async renew() {
    const answer = await fetch("/session", { redirect: "manual" }).catch(() => null);
    if (!answer?.ok) {
      return false;
    }
    this.field("csrfmiddlewaretoken").value = (await answer.json()).proof;
    return true;
  }

  /** Sends the form only once what is under way is saved, and never into a sign-in page, where it would be lost.
   * @param {SubmitEvent} event */
  async send(event) {
    if (this.sending) {
      return;
    }
    event.preventDefault();
    const by = event.submitter;
    if (!this.ended) {
      await this.save();
    }
    clearTimeout(this.timer);
    if (this.lost) {
      this.note.scrollIntoView({ block: "center" });
      return;
    }
    this.sending = true;
    this.form.requestSubmit(by);
    this.sending = false;
  }

  /** @param {string} name */
  field(name) {
    return /** @type {HTMLInputElement} */ (this.form.elements.namedItem(name));
  }

  /** @param {string} text @param {string} [href] @param {string} [says] */
  say(text, href, says) {
    this.note.textContent = text;
    if (href) {
      const link = Object.assign(document.createElement("a"), { href, target: "_blank", className: "govuk-link", textContent: says });
      this.note.append(link);
    }
  }
}
