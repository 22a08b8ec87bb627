// One carer's shift on this phone: who it is, whether the phone is locked, what is saved and what is handed in.
//
// state   "starting", "out" (log in first), "choose" (a code for the shift), "locked", "open"

import * as keys from "./keys.js";
import { about, entryOf, handIn, opened } from "./sync.js";

export const TRIES = 5; // wrong codes, after which the phone forgets the shift
export const SHORTEST_CODE = 6;
const PATIENCE = 8000; // ms for an answer, before it counts as no network

class Stopped extends Error {} // no answer, or a no: what is in the phone stays as it is

const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] || "";

export class Session extends EventTarget {
  constructor({ store, urls, now = () => Date.now(), rounds }) {
    super();
    Object.assign(this, { store, urls, clock: now, rounds, state: "starting", why: "", online: true, waiting: 0 });
    Object.assign(this, { owner: "", name: "", keys: new Map(), day: null, left: [], pending: [], handed: null });
  }

  say(more) {
    Object.assign(this, more);
    this.dispatchEvent(new Event("change"));
  }

  // The phone's clock put right by the server's, and never going back.
  get now() {
    return Math.max(this.clock() + (this.device?.behind ?? 0) * 1000, this.device?.seen ?? 0);
  }

  async start() {
    const current = await this.store.read("phone", "current");
    if (!current) return this.logIn();
    this.owner = current.owner;
    this.device = await this.store.device(this.owner);
    this.name = this.device.name ?? "";
    if (!this.device.shift || this.isOver) return this.endShift("shift_over");
    this.say({ state: "locked", waiting: await this.store.count(this.owner) });
    await this.isAnother();
  }

  get isOver() {
    return this.now >= (this.device?.shift?.ends ?? 0);
  }

  // Somebody else has logged in on this phone: the former's key and day go, their sealed log stays for them.
  async isAnother() {
    const who = await this.ask("who").catch(() => null);
    if (!who || who.owner === this.owner) return false;
    await this.close();
    await this.logIn();
    return true;
  }

  async logIn() {
    try {
      const who = await this.ask("who");
      await this.begin(who.owner);
    } catch (problem) {
      if (!(problem instanceof Stopped)) throw problem;
      this.say({ state: "out" });
    }
  }

  async begin(owner) {
    this.owner = owner;
    this.device = await this.store.device(owner);
    const told = await this.post("begin", {});
    await this.take(told);
    this.say({ state: "choose", name: told.name, shift: { id: told.shift, ends: told.ends }, secrets: told.secrets, why: "" });
  }

  async take(told) {
    for (const [shift, secret] of Object.entries(told.secrets)) {
      this.keys.set(shift, await keys.shiftKey(secret, this.device.uuid, shift));
    }
  }

  // The code is chosen: from here the phone opens without network until the shift ends.
  async choose(code) {
    const binding = await keys.newBinding();
    const shift = { ...this.shift, wrapped: await keys.wrap(this.secrets, code, binding, this.rounds), tries: 0 };
    await this.store.note(this.owner, { name: this.name, shift, binding });
    await this.store.put("phone", { key: "current", owner: this.owner });
    this.device = await this.store.device(this.owner);
    this.secrets = null;
    await this.unlocked();
  }

  async unlock(code) {
    const { shift, binding } = this.device;
    try {
      await this.take({ secrets: await keys.unwrap(shift.wrapped, code, binding) });
    } catch {
      shift.tries = (shift.tries ?? 0) + 1;
      await this.store.note(this.owner, { shift });
      if (shift.tries >= TRIES) return this.endShift("too_many");
      return this.say({ why: "wrong_code" });
    }
    await this.store.note(this.owner, { shift: { ...shift, tries: 0 } });
    await this.unlocked();
  }

  async unlocked() {
    await this.look();
    this.say({ state: "open", why: "" });
    await this.refresh();
  }

  lock() {
    if (this.state !== "open") return;
    this.keys.clear();
    this.say({ state: "locked", day: null, left: [], pending: [] });
  }

  // What lies in the phone, opened for the page.
  async look() {
    const kept = await this.store.read("day", this.owner);
    const key = kept && this.keys.get(String(kept.shift));
    this.day = key ? await keys.unseal(key, kept.sealed, `${this.owner} day`) : null;
    this.pending = await this.unsealed(await this.store.all("log", this.owner));
    this.left = await this.unsealed(await this.store.all("left", this.owner));
    this.waiting = await this.store.count(this.owner);
  }

  async unsealed(entries) {
    const found = await Promise.all(entries.map(async (e) => ({ ...(await opened(this.owner, e, this.keys)), entry: e })));
    return found.filter((one) => one.kind);
  }

  // Save a change. When this has returned its uuid it is on the disk, and a dead battery does not take it. What was begun
  // before the shift ended is saved, too: it lies sealed until the carer is back.
  async save(change, settles) {
    const { id } = this.device.shift;
    const { owner, clock, device } = this;
    const entry = await entryOf({ owner, shift: id, key: this.keys.get(String(id)), behind: device.behind, now: clock() }, change);
    await this.store.append(owner, entry, settles);
    await this.look();
    this.say({});
    this.refresh();
    return entry.uuid;
  }

  async dismiss(uuid) {
    await this.store.drop("left", [this.owner, uuid]);
    await this.look();
    this.say({});
  }

  // Hand in what waits and fetch the day anew; what is asked for while that goes on is done once more after it.
  refresh() {
    this.next ??= (this.going ?? Promise.resolve()).then(() => {
      this.next = null;
      this.going = this.refreshOnce().finally(() => (this.going = null));
      return this.going;
    });
    return this.next;
  }

  // One tab at a time: a tab that never lets go is not waited for, the next round tries again.
  async refreshOnce() {
    if (this.state !== "open") return;
    if (this.isOver) return this.endShift("shift_over");
    const patience = { signal: AbortSignal.timeout(PATIENCE) };
    await navigator.locks.request("samsyn-mobil", patience, () => this.handInAndFetch()).catch((problem) => {
      if (problem.name !== "TimeoutError") throw problem;
    });
  }

  async handInAndFetch() {
    try {
      await handIn({ store: this.store, owner: this.owner, keys: this.keys, send: (changes) => this.post("sync", { changes }) });
      await this.fetchDay();
      this.handed = this.now;
      this.why = "";
    } catch (problem) {
      if (!(problem instanceof Stopped)) throw problem;
      if (this.why === "other_role" && (await this.isAnother())) return;
    }
    if (this.state !== "open") return;
    await this.look();
    this.say({});
  }

  async fetchDay() {
    const told = await this.post("day", {});
    const { id } = this.device.shift;
    const sealed = await keys.seal(this.keys.get(String(id)), told, `${this.owner} day`);
    await this.store.put("day", { owner: this.owner, shift: id, sealed });
  }

  // Log out: what can be handed in is; then the key and the day go. What is left stays sealed until the same carer is back.
  async leave() {
    await this.refresh();
    const left = await this.store.count(this.owner);
    await this.post("end", {}).catch(() => null);
    await this.close();
    return left;
  }

  async close() {
    await this.store.forget(this.owner);
    this.keys.clear();
    Object.assign(this, { device: null, day: null, left: [], pending: [], secrets: null });
  }

  async endShift(why) {
    const waiting = await this.store.count(this.owner);
    await this.close();
    this.say({ why, waiting });
    await this.logIn();
  }

  ask = (name) => this.talk(this.urls[name], { headers: { "X-Requested-With": "fetch" } });

  post(name, more) {
    const headers = { "X-Requested-With": "fetch", "Content-Type": "application/json", "X-CSRFToken": token() };
    return this.talk(this.urls[name], { method: "POST", headers, body: JSON.stringify({ device: this.device.uuid, ...more }) });
  }

  // An answer in JSON. Throws Stopped, and says why, for everything else.
  async talk(url, how) {
    const began = this.clock();
    let answer;
    try {
      answer = await fetch(url, { ...how, credentials: "same-origin", cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
    } catch {
      this.say({ online: false });
      throw new Stopped("no network");
    }
    const told = await answer.json().catch(() => ({}));
    if (answer.ok) {
      await this.compareClocks(told.now, (began + this.clock()) / 2);
      return told;
    }
    if (answer.status === 410) await this.wiped();
    else if (answer.status === 409 && told.reason === "shift") await this.endShift("shift_over");
    else this.say({ online: true, why: answer.status === 401 || told.reason === "token" ? "logged_out" : answer.status === 403 ? "other_role" : "not_taken" });
    throw new Stopped(String(answer.status));
  }

  async compareClocks(server, here) {
    this.online = true;
    if (!this.device || !server) return;
    this.device.behind = Math.round((server - here) / 1000);
    this.device.seen = Math.max(server, this.device.seen ?? 0);
    await this.store.note(this.owner, { behind: this.device.behind, seen: this.device.seen });
  }

  async wiped() {
    await this.store.wipe(this.owner);
    this.keys.clear();
    Object.assign(this, { device: null, day: null, left: [], pending: [], waiting: 0 });
    this.say({ state: "out", why: "wiped" });
  }

  // Noted now and then, so that a clock that is turned back does not make the shift longer.
  async tick() {
    if (!this.device) return;
    this.device.seen = this.now;
    await this.store.note(this.owner, { seen: this.device.seen });
    if (this.isOver && this.device.shift) await this.endShift("shift_over");
  }
}

export { about };
