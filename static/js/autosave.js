// Keeps what is typed: a form with data-autosave-url is posted 2 s after a pause, and when the page is left or hidden.
// Nothing is put in the browser's own storage. The answer is any 2xx; JSON {"draft": "<id>"} fills the field named "draft".
// A <p data-autosave-state> inside the form says what became of it; one is made when there is none.
const PAUSE = 2000;
const KEEPALIVE_LIMIT = 60000; // browsers refuse more than 64 KiB once the page is going away
const SIGNED_OUT = "Not saved: you are signed out. Sign in again in another tab, then carry on here.";
const FAILED = "Not saved. Keep this page open: it will be tried again.";

const clock = () => new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });

class Autosave {
  constructor(form) {
    this.form = form;
    this.state = form.querySelector("[data-autosave-state]") ?? this.addState();
    this.dirty = this.sending = this.sent = false;
    form.addEventListener("input", () => this.touched());
    form.addEventListener("change", () => this.touched());
    form.addEventListener("submit", () => { this.sent = true; });
    addEventListener("pagehide", () => this.leave());
    addEventListener("pageshow", () => { this.sent = false; });
    document.addEventListener("visibilitychange", () => document.hidden && this.leave());
  }

  addState() {
    const line = document.createElement("p");
    line.className = "govuk-body app-saved";
    line.setAttribute("aria-live", "polite");
    this.form.append(line);
    return line;
  }

  touched() {
    this.dirty = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), PAUSE);
  }

  body() {
    const words = [...new FormData(this.form)].filter(([, value]) => typeof value === "string");
    return new URLSearchParams(words);
  }

  post(keepalive) {
    const body = this.body();
    return fetch(this.form.dataset.autosaveUrl, {
      method: "POST",
      body,
      keepalive: keepalive && body.toString().length < KEEPALIVE_LIMIT,
      redirect: "manual", // a redirect is the way to the sign-in page, not a saved draft
      headers: { Accept: "application/json" },
    });
  }

  leave() {
    clearTimeout(this.timer);
    if (!this.dirty || this.sent) return;
    this.dirty = false;
    this.post(true).then((answer) => this.tell(answer), () => { this.dirty = true; });
  }

  async save() {
    if (this.sent || !this.dirty) return;
    if (this.sending) return this.touched();
    this.sending = true;
    this.dirty = false;
    try {
      let answer = await this.post(false);
      if (answer.status === 403 && (await this.renewToken())) answer = await this.post(false);
      await this.tell(answer);
    } catch {
      this.tell(null);
    } finally {
      this.sending = false;
    }
  }

  // Signing in again in another tab changes the token, so this page's own is stale: fetch a fresh one.
  async renewToken() {
    const answer = await fetch(location.href, { redirect: "manual" });
    if (!answer.ok) return false;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[name=csrfmiddlewaretoken]")?.value;
    if (!fresh) return false;
    document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach((field) => { field.value = fresh; });
    return true;
  }

  async tell(answer) {
    if (this.sent) return;
    if (answer?.ok) {
      this.show(`Saved ${clock()}`, false);
      if (answer.headers.get("Content-Type")?.startsWith("application/json")) this.named(await answer.json());
      return;
    }
    this.dirty = true;
    const signedOut = answer && (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403);
    this.show(signedOut ? SIGNED_OUT : FAILED, true);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), PAUSE * 10);
  }

  named({ draft }) {
    const field = this.form.querySelector("[name=draft]");
    if (draft && field) field.value = draft;
  }

  show(words, wrong) {
    this.state.textContent = words;
    this.state.classList.toggle("is-wrong", wrong);
  }
}

document.querySelectorAll("form[data-autosave-url]").forEach((form) => new Autosave(form));
