// Keys. A shift's secret comes from the server, for the shift; what lies in the phone is sealed by a key made of it
// (AES-256-GCM). The secret itself lies there only wrapped by the carer's code and a key that the browser never gives out.
// Where the installation says so the key is made of a half too, which the server gives and which is in memory alone.

const text = new TextEncoder();
const ROUNDS = 600000; // of PBKDF2, for the code
const WRAPPING = { name: "AES-GCM", length: 256 };

const bytes = (hex) => Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16));
const random = (length) => crypto.getRandomValues(new Uint8Array(length));

// The key of one shift on one device; it cannot be read out of the browser.
export async function shiftKey(secret, half, device, shift) {
  const base = await crypto.subtle.importKey("raw", bytes(secret + half), "HKDF", false, ["deriveKey"]);
  const how = { name: "HKDF", hash: "SHA-256", salt: text.encode(device), info: text.encode(`samsyn mobil ${shift}`) };
  return crypto.subtle.deriveKey(how, base, WRAPPING, false, ["encrypt", "decrypt"]);
}

// What shows the server that the shift's secret is open in this phone, without giving it away.
export async function proofOf(secret) {
  const key = await crypto.subtle.importKey("raw", bytes(secret), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const signed = new Uint8Array(await crypto.subtle.sign("HMAC", key, text.encode("samsyn session")));
  return Array.from(signed, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// `about` binds what is sealed to where it belongs: it opens nowhere else.
export async function seal(key, value, about) {
  const iv = random(12);
  const how = { name: "AES-GCM", iv, additionalData: text.encode(about) };
  return { iv, data: await crypto.subtle.encrypt(how, key, text.encode(JSON.stringify(value))) };
}

export async function unseal(key, sealed, about) {
  const how = { name: "AES-GCM", iv: sealed.iv, additionalData: text.encode(about) };
  return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt(how, key, sealed.data)));
}

export const newBinding = () => crypto.subtle.generateKey({ name: "HMAC", hash: "SHA-256" }, false, ["sign"]);

async function codeKey(code, salt, binding, rounds) {
  const base = await crypto.subtle.importKey("raw", text.encode(code), "PBKDF2", false, ["deriveBits"]);
  const drawn = await crypto.subtle.deriveBits({ name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds }, base, 256);
  return crypto.subtle.importKey("raw", await crypto.subtle.sign("HMAC", binding, drawn), WRAPPING, false, ["encrypt", "decrypt"]);
}

// The secrets of the shifts, wrapped by the code.
export async function wrap(secrets, code, binding, rounds = ROUNDS) {
  const salt = random(16);
  return { salt, rounds, sealed: await seal(await codeKey(code, salt, binding, rounds), secrets, "secrets") };
}

// Throws when the code is wrong.
export async function unwrap(wrapped, code, binding) {
  return unseal(await codeKey(code, wrapped.salt, binding, wrapped.rounds), wrapped.sealed, "secrets");
}
