// Autosave for forms marked data-autosave="URL". Every field has data-place and data-base (the number of the text it
// was drawn with). One save at a time for each place; until the server has acknowledged a text it stays here.

const texts = JSON.parse(document.getElementById("samsyn-texts").textContent);
const { user, enter } = document.body.dataset;
const PREFIX = `samsyn.unsent|${user}|`;
const PAUSE = 600; // ms after the last key
const LONGEST = 60000; // ms between tries
const all = [];

const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, key) => values[key]);
const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] || document.querySelector("[name=csrfmiddlewaretoken]")?.value || "";
const part = (tag, text, more = {}) => Object.assign(document.createElement(tag), { textContent: text, ...more });
const STOCKHOLM = { hour: "2-digit", minute: "2-digit", hour12: false, timeZone: "Europe/Stockholm" };
const dot = document.documentElement.lang === "en" ? ":" : ".";
const clock = (moment) => new Date(moment).toLocaleTimeString("sv", STOCKHOLM).replace(":", dot);

class Place {
  constructor(url, place, elements) {
    Object.assign(this, { url, place, elements, timer: 0, busy: false, again: false, tries: 0, conflict: null });
    this.key = `${PREFIX}${url}|${place}`;
    this.base = elements[0].dataset.base || "0";
    this.state = part("p", "", { className: "save-state", role: "status" });
    (elements[0].closest(".field, td") || elements[0].parentElement).append(this.state);
    for (const e of elements) {
      e.addEventListener("input", () => (this.store(), this.later(e.matches("select, [type=radio], [type=checkbox]") ? 0 : PAUSE)));
      e.addEventListener("blur", () => this.stored() !== null && !this.tries && this.save());
    }
    this.restore();
  }

  get value() {
    const [first] = this.elements;
    if (first.type === "radio") return this.elements.find((e) => e.checked)?.value ?? "";
    if (first.type === "checkbox") return this.elements.filter((e) => e.checked).map((e) => e.value).join(",");
    return first.value;
  }

  set value(value) {
    for (const e of this.elements) {
      if (e.type === "radio" || e.type === "checkbox") e.checked = value.split(",").includes(e.value);
      else e.value = value;
    }
  }

  stored = () => JSON.parse(localStorage.getItem(this.key));
  store = () => localStorage.setItem(this.key, JSON.stringify({ value: this.value, base: this.base }));

  later(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), wait);
  }

  restore() {
    const kept = this.stored();
    const { value: saved } = this;
    if (!kept || kept.value === saved) return localStorage.removeItem(this.key);
    this.value = kept.value;
    if (kept.base !== this.base) return this.ask({ value: saved, number: this.base });
    this.say(texts.back_again);
    this.save();
  }

  async save(settle = "") {
    clearTimeout(this.timer);
    if (this.conflict && !settle) return;
    if (this.busy) return void (this.again = true);
    Object.assign(this, { busy: true, again: false });
    const { value } = this;
    const csrf = { csrfmiddlewaretoken: token() };
    const body = new URLSearchParams({ place: this.place, value, base: this.base, as: user, ...csrf, ...(settle && { settle }) });
    const keepalive = body.toString().length < 50000; // browsers refuse longer ones
    const headers = { "X-Requested-With": "fetch" };
    try {
      this.heard(await fetch(this.url, { method: "POST", body, headers, keepalive }).then(read), value);
    } catch {
      this.failed();
    }
    this.busy = false;
    if (this.again) this.save();
  }

  heard({ status, data, reason }, sent) {
    const loggedOut = status === 401 || (status === 403 && !reason); // with a reason, 403 is a rule's no
    if (loggedOut || status >= 500 || status === 429) return this.failed(loggedOut);
    this.tries = 0;
    if (status >= 400) return this.say(`${texts.refused} ${reason}`, true);
    if (data.conflict && data.conflict.value !== sent) return this.ask(data.conflict);
    this.base = String(data.conflict ? data.conflict.number : data.number);
    const drawn = this.elements[0].form.elements[`base:${this.place}`]; // for a save of the whole form
    if (drawn) drawn.value = this.base;
    if (this.stored()?.value === sent) localStorage.removeItem(this.key);
    else if (this.stored()) this.store(), this.later(PAUSE);
    const said = fill(texts.saved, { time: clock(data.saved_at ?? data.conflict.at) });
    this.say(data.note ? `${said}. ${data.note}` : said); // saved, and something to know about it
  }

  failed(loggedOut = false) {
    this.tries += 1;
    this.say(texts.not_saved, true);
    if (loggedOut && !this.state.querySelector("a")) this.state.append(" ", part("a", texts.log_in, { href: enter, target: "_blank", rel: "noopener" }));
    this.later(Math.min(1000 * 2 ** this.tries, LONGEST));
  }

  say(text, not = false) {
    this.state.classList.toggle("not", not);
    if (this.said !== text) this.state.textContent = this.said = text; // once, for those who hear it
  }

  ask(other) {
    this.conflict = other;
    this.say(texts.two_texts, true);
    const box = part("div", "", { className: "two-texts" }); // only one: nothing is saved until one is chosen
    const heading = other.by ? fill(texts.other_by, { by: other.by, time: clock(other.at) }) : texts.other_saved;
    const choose = (settle) => () => {
      box.remove();
      this.base = String(other.number);
      this.conflict = null;
      if (settle === "theirs") this.value = other.value;
      this.store();
      this.save(settle);
      this.elements[0].focus();
    };
    const button = (text, settle) => part("button", text, { type: "button", onclick: choose(settle) });
    const buttons = [button(texts.keep_mine, "mine"), " ", button(texts.take_other, "theirs")];
    box.append(part("p", heading), part("blockquote", other.value || texts.empty_text), ...buttons);
    this.state.after(box);
  }
}

async function read(answer) {
  const { status } = answer;
  if ((answer.headers.get("Content-Type") || "").includes("json")) {
    const data = await answer.json();
    return { status, data, reason: data.error || "" };
  }
  if (answer.ok) return { status: 500 }; // a page instead of an answer: not acknowledged
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return { status, reason: page.querySelector("[data-reason]")?.textContent.trim() || "" };
}

const again = () => all.filter((place) => place.stored()).forEach((place) => place.save());

for (const form of document.querySelectorAll("form[data-autosave]")) {
  const elements = [...form.querySelectorAll("[data-place]")];
  for (const place of new Set(elements.map((e) => e.dataset.place))) {
    all.push(new Place(form.dataset.autosave, place, elements.filter((e) => e.dataset.place === place)));
  }
}
addEventListener("pagehide", again);
addEventListener("online", again);
addEventListener("focus", () => all.some((place) => place.tries) && again());
addEventListener("samsyn:send", again);
