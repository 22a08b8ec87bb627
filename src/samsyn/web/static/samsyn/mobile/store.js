// What lies in the phone, in IndexedDB. A change is in the log, on the disk, before anybody is told that it is saved.
//
// device  one row for each carer on this phone: its id, the last number given, the last that the server has taken in
// log     changes that the server has not taken in, sealed, by [owner, seq]: numbered in one transaction, in order
// left    what the server could not take in as it was: in conflict, or refused; sealed
// day     the day, sealed
// phone   whose shift it is now

const VERSION = 1;
const STRICT = { durability: "strict" }; // on the disk, not only handed to the system

export const done = (tx) =>
  new Promise((yes, no) => {
    tx.oncomplete = () => yes();
    tx.onabort = tx.onerror = () => no(tx.error || new DOMException("aborted", "AbortError"));
  });

export const asked = (request) =>
  new Promise((yes, no) => {
    request.onsuccess = () => yes(request.result);
    request.onerror = () => no(request.error);
  });

export async function openStore(name = "samsyn-mobil") {
  const request = indexedDB.open(name, VERSION);
  request.onupgradeneeded = () => {
    const db = request.result;
    db.createObjectStore("device", { keyPath: "owner" });
    db.createObjectStore("log", { keyPath: ["owner", "seq"] });
    db.createObjectStore("left", { keyPath: ["owner", "uuid"] });
    db.createObjectStore("day", { keyPath: "owner" });
    db.createObjectStore("phone", { keyPath: "key" });
  };
  const db = await asked(request);
  db.onversionchange = () => db.close();
  return new Store(db, name);
}

const of = (owner) => IDBKeyRange.bound([owner], [owner, []]);

export class Store {
  constructor(db, name) {
    Object.assign(this, { db, name });
  }

  async read(store, key) {
    return asked(this.db.transaction(store).objectStore(store).get(key));
  }

  async all(store, owner, count) {
    return asked(this.db.transaction(store).objectStore(store).getAll(of(owner), count));
  }

  async count(owner) {
    return asked(this.db.transaction("log").objectStore("log").count(of(owner)));
  }

  async put(store, value) {
    const tx = this.db.transaction(store, "readwrite", STRICT);
    tx.objectStore(store).put(value);
    await done(tx);
  }

  // The carer's device on this phone; begun when it is not there.
  async device(owner) {
    const tx = this.db.transaction("device", "readwrite", STRICT);
    const devices = tx.objectStore("device");
    const ended = done(tx);
    let found = await asked(devices.get(owner));
    if (!found) {
      found = { owner, uuid: crypto.randomUUID(), lastSeq: 0, acknowledged: 0, behind: 0, seen: 0 };
      devices.put(found);
    }
    await ended;
    return found;
  }

  // Change some of what is known of the device, and nothing else of it.
  async note(owner, more) {
    const tx = this.db.transaction("device", "readwrite", STRICT);
    const devices = tx.objectStore("device");
    const ended = done(tx);
    const found = await asked(devices.get(owner));
    if (found) devices.put({ ...found, ...more });
    await ended;
  }

  // Put a sealed change last in the log. When this has returned it is on the disk. `settles` leaves the list of what is left.
  async append(owner, entry, settles) {
    const tx = this.db.transaction(["device", "log", "left"], "readwrite", STRICT);
    const ended = done(tx);
    const device = await asked(tx.objectStore("device").get(owner));
    const seq = Math.max(device.lastSeq, device.acknowledged) + 1;
    tx.objectStore("device").put({ ...device, lastSeq: seq });
    tx.objectStore("log").add({ ...entry, owner, seq });
    if (settles) tx.objectStore("left").delete([owner, settles]);
    await ended;
    return seq;
  }

  // What the server has answered, all of it or nothing: what is taken in leaves the log; what is left to a person stays.
  async settle(owner, acknowledged, gone, left) {
    const tx = this.db.transaction(["device", "log", "left"], "readwrite", STRICT);
    const ended = done(tx);
    const device = await asked(tx.objectStore("device").get(owner));
    tx.objectStore("device").put({ ...device, acknowledged: Math.max(acknowledged, device.acknowledged) });
    for (const seq of gone) tx.objectStore("log").delete([owner, seq]);
    for (const one of left) tx.objectStore("left").put({ ...one, owner });
    await ended;
  }

  // The server and the phone count differently, as after a restored backup: what is left is numbered anew, in its order.
  async renumber(owner, acknowledged) {
    const tx = this.db.transaction(["device", "log"], "readwrite", STRICT);
    const ended = done(tx);
    const log = tx.objectStore("log");
    const device = await asked(tx.objectStore("device").get(owner));
    const waiting = await asked(log.getAll(of(owner)));
    log.delete(of(owner));
    waiting.forEach((entry, n) => log.put({ ...entry, seq: acknowledged + 1 + n }));
    tx.objectStore("device").put({ ...device, acknowledged, lastSeq: acknowledged + waiting.length });
    await ended;
  }

  async drop(store, key) {
    const tx = this.db.transaction(store, "readwrite", STRICT);
    tx.objectStore(store).delete(key);
    await done(tx);
  }

  // The shift is over, or somebody else has the phone: the key and the day go, the sealed log stays.
  async forget(owner) {
    const tx = this.db.transaction(["device", "day", "phone"], "readwrite", STRICT);
    const ended = done(tx);
    const device = await asked(tx.objectStore("device").get(owner));
    if (device) {
      const { shift, binding, name, ...kept } = device;
      tx.objectStore("device").put(kept);
    }
    tx.objectStore("day").delete(owner);
    tx.objectStore("phone").delete("current");
    await ended;
  }

  // Everything of this carer goes, the log too: the office has said so.
  async wipe(owner) {
    const tx = this.db.transaction(["device", "log", "left", "day", "phone"], "readwrite", STRICT);
    tx.objectStore("device").delete(owner);
    tx.objectStore("log").delete(of(owner));
    tx.objectStore("left").delete(of(owner));
    tx.objectStore("day").delete(owner);
    tx.objectStore("phone").delete("current");
    await done(tx);
  }
}
