// The day's visits: what one needs to know, and the buttons for what happened.

import { ask, clock, fieldOf, fill, h, texts } from "./parts.js";

const tel = (number) => number && h("a", { href: `tel:${number.replace(/[^+\d]/g, "")}` }, number);

export function visitPart(visit, session) {
  const mine = session.pending.filter((c) => c.visit === visit.id);
  const begun = told(mine, "begin") ?? visit.begun;
  const ended = told(mine, "end") ?? visit.ended;
  return h("article", { class: "line visit", id: `visit-${visit.id}`, "aria-labelledby": `v-${visit.id}` },
    h("h2", { id: `v-${visit.id}` }, h("span", { class: "number" }, visit.start), ` ${visit.name}`),
    h("p", {}, fill(texts.what_minutes, { what: visit.what, minutes: visit.minutes })),
    visit.with && h("p", {}, h("strong", {}, fill(texts.with, { name: visit.with }))),
    h("p", {}, visit.address.join(", "), visit.phone && " · ", tel(visit.phone)),
    visit.keys && h("p", {}, h("strong", {}, texts.keys), ` ${visit.keys}`),
    state(visit, mine, begun, ended, session),
    buttons(visit, begun, ended, session),
    more(visit));
}

const told = (mine, kind) => {
  const last = mine.filter((c) => c.kind === kind).at(-1);
  return last ? last.entry.told + last.entry.behind * 1000 : null;
};

function state(visit, mine, begun, ended, session) {
  const report = mine.filter((c) => c.kind === "report").at(-1)?.body ?? visit.said;
  const times = ended ? fill(texts.begun_ended, { from: begun ? clock(begun) : "–", to: clock(ended) }) : begun && fill(texts.begun, { from: clock(begun) });
  return [
    times && h("p", { class: "quiet" }, times),
    report?.reason && h("p", {}, h("span", { class: "mark now" }, texts.differs), ` ${saidOf(report, session)}`),
    mine.length > 0 && h("p", { class: "mark waiting" }, fill(texts.waits_here, { n: mine.length })),
  ];
}

export const saidOf = (said, session) => {
  const reason = session.day?.reasons.find((r) => r.code === said.reason)?.label ?? said.reason;
  return [said.minutes ? fill(texts.minutes, { n: said.minutes }) : texts.not_done, reason, said.note].filter(Boolean).join(". ");
};

function buttons(visit, begun, ended, session) {
  const change = (kind, body = {}) => session.save({ kind, order: visit.order, visit: visit.id, body });
  const who = h("span", { class: "unseen" }, ` ${visit.name} ${visit.start}`);
  const button = (label, onclick, look) => h("button", { type: "button", id: `${label}-${visit.id}`, class: look, onclick }, label, who.cloneNode(true));
  return h("p", { class: "actions" },
    !begun && !ended && button(texts.begin, () => change("begin"), "primary"),
    begun && !ended && button(texts.end, () => change("end"), "primary"),
    button(texts.other, () => otherwise(visit, change, session)),
    !begun && !visit.said && button(texts.swap, () => swap(visit, change, session), "plain"),
    button(texts.note, () => note(change), "plain"),
    button(texts.extra, () => extra(visit, change, session), "plain"));
}

function more(visit) {
  const row = (label, text) => text && [h("dt", {}, label), h("dd", {}, text)];
  const rows = [row(texts.how, visit.how), row(texts.goal, visit.goal), row(texts.matters, visit.matters),
    visit.contact && row(texts.contact, [visit.contact.name, " ", tel(visit.contact.phone)].filter(Boolean)),
    row(texts.unit, [visit.unit.name, " ", tel(visit.unit.phone)].filter(Boolean))];
  return h("details", { id: `plan-${visit.id}` }, h("summary", {}, texts.plan, h("span", { class: "unseen" }, ` ${visit.name} ${visit.start}`)),
    h("dl", { class: "known" }, rows.flat(2)));
}

const choice = (reasons) => h("select", {}, h("option", { value: "" }, texts.choose), reasons.map((r) => h("option", { value: r.code }, r.label)));
const number = (value) => h("input", { type: "number", min: 0, max: 1440, inputmode: "numeric", value });
const longText = () => h("textarea", { rows: 4, maxlength: 4000 });
const whole = (text) => (/^\d{1,4}$/.test(text) && Number(text) <= 1440 ? Number(text) : null);

function otherwise(visit, change, session) {
  const before = session.pending.filter((c) => c.visit === visit.id && c.kind === "report").at(-1);
  const fields = [
    fieldOf("minutes", texts.how_long, number(visit.minutes), texts.zero),
    fieldOf("reason", texts.why, choice(session.day.reasons)),
    fieldOf("note", texts.tell, longText()),
  ];
  ask(texts.other, fields, texts.save, async ({ minutes, reason, note: said }) => {
    const absence = session.day.reasons.find((r) => r.code === reason)?.absence;
    if (whole(minutes) === null) return texts.wrong_minutes;
    if (!reason) return texts.wrong_reason;
    if (absence && whole(minutes)) return texts.absence_is_zero;
    await change("report", { minutes: whole(minutes), reason, note: said, seen: visit.version, after: before?.entry.uuid ?? "" });
  });
}

// The person wants something else: the rules answer when it is handed in, or the contact person does.
function swap(visit, change, session) {
  const choices = session.day.choices[String(visit.order)] ?? [];
  const fields = [
    fieldOf("item", texts.instead, h("select", {}, h("option", { value: "" }, texts.choose), choices.map((c) => h("option", { value: c.key }, c.label)))),
    fieldOf("start", texts.when_instead, h("input", { type: "time", value: visit.start.padStart(5, "0").replace(".", ":") })),
    fieldOf("minutes", texts.how_long_instead, number(visit.minutes)),
  ];
  ask(fill(texts.swap_for, { name: visit.name }), fields, texts.ask, async ({ item, start, minutes }) => {
    if (!item) return texts.wrong_item;
    if (!/^\d\d:\d\d/.test(start)) return texts.wrong_start;
    if (!whole(minutes)) return texts.wrong_extra;
    await change("swap", { item, day: session.day.day, start: start.slice(0, 5), minutes: whole(minutes) });
  });
}

function note(change) {
  ask(texts.note, [fieldOf("text", texts.note_text, longText(), texts.note_help)], texts.save, async ({ text }) => {
    if (!text.trim()) return texts.wrong_note;
    await change("note", { text });
  });
}

function extra(visit, change, session) {
  const fields = [
    fieldOf("start", texts.when, h("input", { type: "time", value: clock(session.now).replace(".", ":") })),
    fieldOf("minutes", texts.how_long, number("")),
    fieldOf("note", texts.what_done, longText()),
  ];
  ask(fill(texts.extra_for, { name: visit.name }), fields, texts.save, async ({ start, minutes, note: said }) => {
    if (!/^\d\d:\d\d/.test(start)) return texts.wrong_start;
    if (!whole(minutes)) return texts.wrong_extra;
    await change("extra", { day: session.day.day, start: start.slice(0, 5), minutes: whole(minutes), reason: "EXTRA", note: said });
  });
}
