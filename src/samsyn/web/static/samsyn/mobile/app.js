// The page of a carer's day. It draws what the session says; what is saved and sent is decided there.

import { bringBack, clock, errorIn, fieldOf, fill, h, setAside, texts } from "./parts.js";
import { Session, SHORTEST_CODE } from "./session.js";
import { openStore } from "./store.js";
import { saidOf, visitPart } from "./visits.js";

const EVERY = 30000; // ms between looks at the clock and the network
const LOCK_AFTER = 10 * 60000; // ms that the app is out of sight before it locks
const root = document.getElementById("app");
const { urls } = JSON.parse(document.getElementById("mobile-places").textContent);

let drawn = "";

// A code that is being typed is not drawn over; what is opened stays open, and what has the focus keeps it.
function draw(session) {
  const { state, why, waiting, online } = session;
  const now = JSON.stringify([state, why, waiting, online, session.device?.shift?.tries]);
  if (state === "open") bringBack(session.owner);
  else setAside(session.owner, state === "locked");
  if (state !== "open" && now === drawn) return;
  drawn = now;
  const focused = document.activeElement?.id;
  const opened = [...root.querySelectorAll("details[open]")].map((details) => details.id);
  root.replaceChildren(...[].concat(VIEWS[state](session)).flat().filter(Boolean));
  for (const id of opened) document.getElementById(id)?.setAttribute("open", "");
  if (focused) document.getElementById(focused)?.focus();
}

const told = (why) => why && texts[why] && h("p", { class: "note stop", role: "status" }, texts[why]);

const entrance = () => h("p", { class: "actions" }, h("a", { class: "button primary", href: `${urls.enter}?next=${encodeURIComponent(location.pathname)}` }, texts.log_in));

const VIEWS = {
  starting: () => [h("h1", {}, texts.my_day), h("p", { role: "status" }, texts.starting)],
  out: (s) => [h("h1", {}, texts.my_day), s.why !== "logged_out" && told(s.why), s.online ? h("p", {}, texts.log_in_first) : h("p", {}, texts.no_network_no_day), s.waiting > 0 && h("p", { class: "mark waiting" }, fill(texts.sealed_here, { n: s.waiting })), entrance()],
  choose: (s) => [h("h1", {}, texts.choose_code), told(s.why), codeForm(s.halves.has(String(s.shift.id)) ? texts.choose_code_network : texts.choose_code_why, texts.choose_code_button, (code) => s.choose(code), null, isFirstGuess)],
  locked: (s) => [h("h1", {}, texts.locked), s.name && h("p", {}, s.name), s.waiting > 0 && h("p", { class: "mark waiting" }, fill(texts.sealed_here, { n: s.waiting })), codeForm(texts.code_label_help, texts.unlock, (code) => s.unlock(code), s.why === "wrong_code" && s.why), h("p", {}, h("button", { type: "button", class: "plain", onclick: () => s.endShift("forgotten") }, texts.forgot))],
  unreached: (s) => [
    h("h1", {}, texts.unreached),
    h("p", { role: "status" }, texts.unreached_why),
    h("p", {}, texts.unreached_kept),
    told(s.why),
    s.waiting > 0 && h("p", { class: "mark waiting" }, fill(texts.waits_here, { n: s.waiting })),
    s.why === "logged_out" && entrance(),
    h("p", { class: "actions" }, h("button", { type: "button", class: "primary", onclick: () => s.refresh() }, texts.try_again), h("button", { type: "button", onclick: () => s.lock() }, texts.lock)),
  ],
  open: (s) => [
    h("h1", {}, texts.my_day),
    status(s),
    told(s.why),
    s.why === "logged_out" && entrance(),
    s.left.map((one) => leftPart(one, s)),
    s.day ? s.day.visits.map((visit) => visitPart(visit, s)) : h("p", { class: "empty" }, texts.no_day_yet),
    s.day && !s.day.visits.length && h("p", { class: "empty" }, texts.no_visits),
    h("p", { class: "actions" }, h("button", { type: "button", onclick: () => s.refresh() }, texts.refresh), h("button", { type: "button", onclick: () => s.lock() }, texts.lock), h("button", { type: "button", class: "refuse", onclick: () => out(s) }, texts.end_shift)),
  ],
};

// Five tries are enough for whoever finds the phone, where the code is one that everybody tries first.
function isFirstGuess(code) {
  const steps = new Set([...code].slice(1).map((digit, n) => Number(digit) - Number(code[n])));
  return new Set(code).size < 3 || (steps.size === 1 && Math.abs([...steps][0]) <= 1);
}

function codeForm(help, button, send, why, isWeak) {
  const input = h("input", { type: "password", inputmode: "numeric", autocomplete: "off", class: "short" });
  const form = h("form", { novalidate: true }, fieldOf("code", texts.code, input, help), h("p", { class: "actions" }, h("button", { class: "primary" }, button)));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!/^\d+$/.test(input.value) || input.value.length < SHORTEST_CODE) return errorIn(form, texts.short_code);
    if (isWeak?.(input.value)) return errorIn(form, texts.weak_code);
    form.querySelector("button").disabled = true;
    await send(input.value);
  });
  if (why && texts[why]) errorIn(form, texts[why]);
  return form;
}

function status(s) {
  const said = s.waiting ? fill(texts.waiting, { n: s.waiting }) : s.handed ? fill(texts.all_sent, { time: clock(s.handed) }) : texts.nothing_waits;
  return h("p", { id: "sync-state", role: "status", class: s.waiting ? "mark waiting" : "mark done" }, s.online ? said : `${said} ${texts.no_network}`);
}

function leftPart(one, s) {
  const visit = s.day?.visits.find((v) => v.id === one.visit);
  const { answer } = one;
  const title = answer.outcome === "conflict" ? texts.two_versions : answer.outcome === "done" ? texts.answered : texts.not_accepted;
  const written = one.body.reason !== undefined ? saidOf(one.body, s) : one.body.text ?? "";
  const part = h("section", { class: "two-texts", "aria-label": title }, h("h2", {}, title), visit && h("p", {}, `${visit.start} ${visit.name}`));
  if (answer.outcome !== "conflict") {
    part.append(h("p", {}, answer.why ?? answer.tell ?? ""), ...(written ? [h("p", { class: "words" }, written)] : []), h("p", { class: "actions" }, h("button", { type: "button", onclick: () => s.dismiss(one.entry.uuid) }, texts.have_read)));
    return part;
  }
  const of = one.kind === "choose" ? one.body.of : one.entry.uuid;
  const choose = (keep) => s.save({ kind: "choose", order: one.order, visit: one.visit, body: { of, keep, seen: answer.other.version } }, one.entry.uuid);
  const mine = one.kind === "choose" ? one.body.mine : written;
  part.append(
    h("p", {}, h("strong", {}, texts.you_wrote), ` ${mine ?? ""}`),
    h("p", {}, h("strong", {}, fill(texts.other_wrote, { by: answer.other.by, time: clock(answer.other.at) })), ` ${saidOf(answer.other, s)}`),
    h("p", { class: "actions" }, h("button", { type: "button", onclick: () => choose("mine") }, texts.keep_mine), h("button", { type: "button", onclick: () => choose("other") }, texts.keep_other)));
  return part;
}

async function out(session) {
  const left = await session.leave();
  await session.logOut();
  session.say({ state: "out", why: left ? "left_sealed" : "shift_ended", waiting: left });
}

async function run() {
  if ("serviceWorker" in navigator) navigator.serviceWorker.register(urls.worker, { scope: urls.page }).catch(() => null);
  navigator.storage?.persist?.();
  const session = new Session({ store: await openStore(), urls });
  session.addEventListener("change", () => draw(session));
  addEventListener("online", () => session.refresh());
  let hidden = 0;
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) hidden = Date.now();
    else if (hidden && Date.now() - hidden > LOCK_AFTER) session.lock();
    else session.refresh();
  });
  setInterval(() => session.tick().then(() => session.refresh()), EVERY);
  draw(session);
  await session.start();
}

run();
