// Keeps the app's own files in the phone, so that the page opens without network. Answers about anybody are never kept.

const CACHE = `samsyn-mobil-${APP.version}`;

self.addEventListener("install", (event) => {
  const kept = caches.open(CACHE).then((cache) =>
    Promise.all([APP.page, ...APP.files].map((url) => cache.add(new Request(url, { cache: "reload" })))),
  );
  event.waitUntil(kept.then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const old = caches.keys().then((names) =>
    Promise.all(names.filter((n) => n.startsWith("samsyn-mobil-") && n !== CACHE).map((n) => caches.delete(n))),
  );
  event.waitUntil(old.then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  const isPage = url.pathname === APP.page && event.request.mode === "navigate";
  if (!isPage && !APP.files.includes(url.pathname)) return;
  event.respondWith(
    caches.open(CACHE).then(async (cache) => (await cache.match(isPage ? APP.page : url.pathname)) || fetch(event.request)),
  );
});
