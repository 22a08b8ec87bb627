// One carer's shift on this phone: who it is, whether the phone is locked, what is saved and what is handed in.
//
// state   "starting", "out" (log in first), "choose" (a code for the shift), "locked", "open", and "unreached": the code is
//         right, and the server has not given its half of the key yet

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
    Object.assign(this, { owner: "", name: "", keys: new Map(), proofs: new Map(), halves: new Map(), day: null, left: [], pending: [], handed: null });
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
    this.halves = new Map(Object.entries(told.halves));
    await this.take(told.secrets);
    this.say({ state: "choose", name: told.name, shift: { id: told.shift, ends: told.ends }, secrets: told.secrets, why: "" });
  }

  // A shift that is `halved` has no key until its half is there; its secret alone shows the server that the code was typed.
  async take(secrets, halved = []) {
    for (const [shift, secret] of Object.entries(secrets)) {
      this.proofs.set(shift, await keys.proofOf(secret));
      const half = this.halves.get(shift) ?? "";
      if (half || !halved.includes(shift)) this.keys.set(shift, await keys.shiftKey(secret, half, this.device.uuid, shift));
    }
  }

  // The code is chosen: from here the phone opens without network until the shift ends.
  async choose(code) {
    const binding = await keys.newBinding();
    const shift = { ...this.shift, halved: [...this.halves.keys()], wrapped: await keys.wrap(this.secrets, code, binding, this.rounds), tries: 0 };
    await this.store.note(this.owner, { name: this.name, shift, binding });
    await this.store.put("phone", { key: "current", owner: this.owner });
    this.device = await this.store.device(this.owner);
    this.secrets = null;
    await this.unlocked();
    await this.refresh();
  }

  async unlock(code) {
    const { shift, binding } = this.device;
    try {
      this.secrets = await keys.unwrap(shift.wrapped, code, binding);
    } catch {
      shift.tries = (shift.tries ?? 0) + 1;
      await this.store.note(this.owner, { shift });
      if (shift.tries >= TRIES) return this.endShift("too_many");
      return this.say({ why: "wrong_code" });
    }
    shift.tries = 0;
    await this.store.note(this.owner, { shift });
    this.why = "";
    await this.reach();
    await this.refresh();
  }

  // With the secret and the half, if there is to be one, the day is open. The half is in memory while the page lives, also
  // when it is locked, and nowhere else: after that it takes network to have it again, and after the shift nobody gets it.
  // A half of an earlier shift, of which something may wait, is asked for until it is there; the day does not wait for it.
  async reach() {
    const { secrets, device } = this;
    const { id, halved = [] } = device.shift;
    await this.take(secrets, halved);
    const lacks = () => halved.some((shift) => !this.keys.has(shift));
    const told = lacks() && (await this.fetchHalves(secrets));
    if (told) await this.take(secrets, halved);
    if (!this.secrets) this.forgetKeys(); // locked meanwhile, or over
    if (this.secrets !== secrets) return;
    if (!this.keys.has(String(id))) return;
    if (told || !lacks()) this.secrets = null;
    await this.unlocked();
  }

  async fetchHalves(secrets) {
    try {
      const told = await this.post("half", {});
      if (this.secrets !== secrets) return false; // locked meanwhile, or over
      this.halves = new Map(Object.entries(told.halves));
      return true;
    } catch (problem) {
      if (!(problem instanceof Stopped)) throw problem;
      if (this.why === "other_role" && (await this.isAnother())) return false;
      const waiting = await this.store.count(this.owner);
      if (this.secrets === secrets && !this.keys.has(String(this.device.shift.id))) this.say({ state: "unreached", waiting });
      return false;
    }
  }

  async unlocked() {
    await this.look();
    this.say({ state: "open", why: "" });
  }

  lock() {
    if (!["open", "unreached"].includes(this.state)) return;
    this.forgetKeys();
    this.say({ state: "locked", why: "", day: null, left: [], pending: [] });
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
    await this.store.append(owner, entry, settles).catch((problem) => {
      this.say({ why: "not_saved" });
      throw problem;
    });
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
    const before = this.going?.catch(() => null) ?? Promise.resolve(); // a round that failed stops no other
    this.next ??= before.then(() => {
      this.next = null;
      this.going = this.refreshOnce().finally(() => (this.going = null));
      return this.going;
    });
    return this.next;
  }

  // One tab at a time: a tab that never lets go is not waited for, the next round tries again.
  async refreshOnce() {
    if (!["open", "unreached"].includes(this.state)) return;
    if (this.isOver) return this.endShift("shift_over");
    if (this.secrets) await this.reach();
    if (this.state !== "open") return;
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
      if (problem instanceof DOMException) this.why = "not_taken"; // the disk is full: the next round tries again
      else if (!(problem instanceof Stopped)) throw problem;
      if (this.why === "other_role" && (await this.isAnother())) return;
    }
    if (this.state !== "open") return;
    await this.look();
    this.say({});
  }

  async fetchDay() {
    const told = await this.post("day", { has: this.day?.digest ?? "" });
    const id = this.device?.shift?.id;
    const key = this.keys.get(String(id));
    if (told.same || !key) return; // locked, or over, while it was fetched
    const sealed = await keys.seal(key, told, `${this.owner} day`);
    if (this.device) await this.store.put("day", { owner: this.owner, shift: id, sealed });
  }

  // Log out: what can be handed in is; then the key and the day go. What is left stays sealed until the same carer is back.
  async leave() {
    await this.refresh();
    const left = await this.store.count(this.owner);
    await this.post("end", {}).catch(() => null);
    await this.close();
    return left;
  }

  forgetKeys() {
    this.keys.clear();
    this.proofs.clear();
    this.secrets = null;
  }

  async close() {
    await this.store.forget(this.owner);
    this.forgetKeys();
    this.halves.clear();
    Object.assign(this, { device: null, day: null, left: [], pending: [] });
  }

  // The login goes with the shift: whoever has the phone then, without the code, is to get no day by choosing a new one.
  async endShift(why) {
    const waiting = await this.store.count(this.owner);
    const mine = this.owner;
    await this.close();
    const who = await this.ask("who").catch(() => null);
    if (who && who.owner !== mine) return this.logIn();
    if (who) await this.logOut();
    this.say({ state: "out", why, waiting });
  }

  async logOut() {
    await fetch(this.urls.leave, { method: "POST", headers: { "X-CSRFToken": token() } }).catch(() => null);
  }

  ask = (name) => this.talk(this.urls[name], { headers: { "X-Requested-With": "fetch" } });

  async post(name, more) {
    if (!this.device) throw new Stopped("over"); // while something else was under way
    return this.talk(this.urls[name], this.posting(more));
  }

  posting(more) {
    const headers = { "X-Requested-With": "fetch", "Content-Type": "application/json", "X-CSRFToken": token() };
    const shift = String(this.device.shift?.id ?? "");
    if (this.proofs.has(shift)) headers["X-Samsyn-Phone"] = `${shift}:${this.proofs.get(shift)}`;
    return { method: "POST", headers, body: JSON.stringify({ device: this.device.uuid, ...more }) };
  }

  // Whether the office has emptied this phone: asked without login, since whoever lost it has been logged out.
  async askIfEmptied() {
    if (!this.device) return false;
    const answer = await fetch(this.urls.gone, { ...this.posting(), cache: "no-store", signal: AbortSignal.timeout(PATIENCE) }).catch(() => null);
    const told = (await answer?.json().catch(() => null)) ?? {};
    if (told.wiped) await this.wiped();
    return Boolean(told.wiped);
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
    else if ([401, 403].includes(answer.status) && (await this.askIfEmptied())) throw new Stopped("wiped");
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
    this.forgetKeys();
    this.halves.clear();
    Object.assign(this, { device: null, day: null, left: [], pending: [], waiting: 0 });
    this.say({ state: "out", why: "wiped" });
  }

  // Noted now and then, so that a clock that is turned back does not make the shift longer.
  async tick() {
    if (!this.device) return;
    this.device.seen = this.now;
    await this.store.note(this.owner, { seen: this.device.seen });
    if (this.isOver && this.device.shift) await this.endShift("shift_over");
    else if (this.state === "locked") await this.askIfEmptied();
  }
}

export { about };
