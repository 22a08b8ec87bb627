// Handing in: in order, as often as it takes, until the server has said what became of each. Sending twice is harmless.

import { seal, unseal } from "./keys.js";

export const AT_ONCE = 50;

export const about = (owner, uuid) => `${owner} ${uuid}`;

// The change as the log holds it: sealed but for what the order of things needs.
export async function entryOf({ owner, shift, key, behind, now }, change) {
  const uuid = crypto.randomUUID();
  return { uuid, shift, told: Math.round(now), behind, sealed: await seal(key, change, about(owner, uuid)) };
}

export async function opened(owner, entry, keys) {
  const key = keys.get(String(entry.shift));
  return key ? unseal(key, entry.sealed, about(owner, entry.uuid)) : null;
}

// One batch. `send` posts it and returns {acknowledged, answers}; it throws when nothing was answered. Returns how many
// changes are settled, or -1 when those that are left are of a shift whose key the phone no longer gets.
export async function handInOnce({ store, owner, keys, send }) {
  const entries = await store.all("log", owner, AT_ONCE);
  const readable = [];
  for (const entry of entries) {
    const change = await opened(owner, entry, keys);
    if (!change) break;
    const { seq, uuid, told, behind } = entry;
    readable.push({ seq, uuid, told, behind, kind: change.kind, order: change.order, visit: change.visit, body: change.body });
  }
  if (!readable.length) return entries.length ? -1 : 0;
  const { acknowledged, answers } = await send(readable);
  if (!answers.length || answers.some((a) => a.outcome === "renumber")) {
    await store.renumber(owner, acknowledged);
    return readable.length;
  }
  await store.settle(owner, acknowledged, answers.map((a) => bySeq(readable, a)), await leftOf(owner, entries, readable, answers, keys));
  return answers.length;
}

const bySeq = (readable, answer) => readable.find((c) => c.uuid === answer.uuid).seq;

async function leftOf(owner, entries, readable, answers, keys) {
  const left = [];
  for (const answer of answers.filter((a) => a.outcome !== "done" || a.tell)) {
    const { shift } = entries.find((e) => e.uuid === answer.uuid);
    const { kind, order, visit, body } = readable.find((c) => c.uuid === answer.uuid);
    const sealed = await seal(keys.get(String(shift)), { kind, order, visit, body, answer }, about(owner, answer.uuid));
    left.push({ uuid: answer.uuid, shift, sealed });
  }
  return left;
}

export async function handIn(with_) {
  let handed = 0;
  for (;;) {
    const settled = await handInOnce(with_);
    if (settled <= 0) return handed;
    handed += settled;
  }
}
