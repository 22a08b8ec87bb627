// One phone in a random run: the app's own modules over the browser's own IndexedDB, a network that fails, a wrong clock.

const { Session } = await import("/static/samsyn/mobile/session.js");
const { openStore } = await import("/static/samsyn/mobile/store.js");

const CODE = "471108";
const urls = Object.fromEntries(
  Object.entries({ who: "vem", begin: "pass", half: "pass/halva", end: "pass/sluta", day: "dag", sync: "synka", gone: "tomd" }).map(([k, v]) => [k, `/mobil/${v}/`]),
);
urls.leave = "/logga-ut/";
const told = { fetched: 0, cut_before: 0, cut_after: 0, doubled: 0, refused_by_disk: 0, waited_for_half: 0 };
const real = window.fetch.bind(window);
let state = 1;
let without = true;
let faults = 0;
let full = false;
let session = null;

const draw = () => {
  // mulberry32: the same seed, the same faults
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
};

window.fetch = async (url, how) => {
  if (without) throw new TypeError("no network");
  told.fetched += 1;
  const luck = draw();
  if (luck < faults) {
    told.cut_before += 1;
    throw new TypeError("cut before it arrived");
  }
  if (luck < 2 * faults) {
    await real(url, how);
    told.cut_after += 1;
    throw new TypeError("cut before the answer came back");
  }
  if (luck < 3 * faults) {
    told.doubled += 1;
    return (await Promise.all([real(url, how), real(url, how)]))[Math.floor(draw() * 2)];
  }
  return real(url, how);
};

// A disk that is full: what is put in the log is thrown out again before the transaction ends.
const add = IDBObjectStore.prototype.add;
IDBObjectStore.prototype.add = function (...what) {
  const request = add.apply(this, what);
  if (full) {
    told.refused_by_disk += 1;
    request.addEventListener("success", () => this.transaction.abort());
  }
  return request;
};

window.phone = {
  told: () => told,
  async open({ name, seed, wrong, offline, share }) {
    Object.assign(this, { wrong });
    state = seed;
    without = offline;
    faults = share;
    session = new Session({ store: await openStore(name), urls, now: () => Date.now() + this.wrong * 1000, rounds: 1000 });
    await session.start();
    return this.enter();
  },
  async enter() {
    if (session.state === "out") await session.logIn();
    if (!without && (session.state === "out" || session.why === "logged_out")) await this.byTheDoor();
    if (session.state === "out") await session.logIn();
    if (session.state === "choose") await session.choose(CODE);
    if (session.state === "locked") {
      await session.unlock(CODE);
      told.waited_for_half += session.state === "unreached";
    }
    if (session.state === "unreached" && session.why === "logged_out") await this.byTheDoor();
    if (session.state === "unreached") await session.refresh();
    return session.state;
  },
  // The carer logs in again, as when the shift has ended or a code was forgotten: the demonstration's own door.
  async byTheDoor() {
    await real("/");
    const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] || "";
    await real("/", { method: "POST", headers: { "X-CSRFToken": token }, body: new URLSearchParams({ door: "demo-care-worker" }) });
  },
  net: (offline, share) => {
    without = offline;
    faults = share;
  },
  clock(wrong) {
    this.wrong = wrong;
  },
  // What the page knows of a visit when it writes about it, and what became of saving it. Says when it is saved.
  async save({ kind, order, visit, body }, disk) {
    if ((await this.enter()) !== "open" || !session.day) return null;
    const shown = session.day.visits.find((v) => v.id === visit);
    if (!shown) return null;
    const before = session.pending.filter((c) => c.visit === visit && c.kind === "report").at(-1);
    const seen = kind === "report" ? { seen: shown.version, after: before?.entry.uuid ?? "" } : {};
    full = disk;
    const uuid = await session.save({ kind, order, visit, body: { ...body, ...seen } }).finally(() => (full = false));
    console.log(`saved ${JSON.stringify({ uuid, kind, visit, body, ...seen })}`);
    return uuid;
  },
  async refresh() {
    if ((await this.enter()) === "open") await session.refresh();
    return session.waiting;
  },
  // Choose in every conflict that is shown; returns how many there were.
  async choose() {
    if ((await this.enter()) !== "open") return -1;
    const left = [...session.left];
    for (const one of left) {
      const { answer } = one;
      if (answer.outcome !== "conflict") {
        await session.dismiss(one.entry.uuid);
        continue;
      }
      const of = one.kind === "choose" ? one.body.of : one.entry.uuid;
      const keep = draw() < 0.5 ? "mine" : "other";
      const body = { of, keep, seen: answer.other.version };
      const uuid = await session.save({ kind: "choose", order: one.order, visit: one.visit, body }, one.entry.uuid);
      console.log(`saved ${JSON.stringify({ uuid, kind: "choose", visit: one.visit, body, seen: body.seen, after: "" })}`);
    }
    return left.length;
  },
  async shown() {
    if ((await this.enter()) !== "open" || !session.day) return null;
    const { owner } = session;
    const log = await session.store.all("log", owner);
    const left = await session.store.all("left", owner);
    const visits = session.day.visits.map((v) => [v.id, v.version, v.said?.note ?? null]);
    return { waiting: log.length, left: left.length, visits, device: session.device.uuid, why: session.why, online: session.online };
  },
};
