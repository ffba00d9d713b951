// Before this stand the lines `const NAME` and `const PAGES`, which the server writes. Pages come
// from the network while there is one, and from the device when there is none.
self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(NAME).then((cache) => Promise.all(
    PAGES.map((page) => cache.add(page).catch(() => undefined)),
  )).then(() => self.skipWaiting()));
});
self.addEventListener('activate', (event) => {
  const stem = NAME.slice(0, NAME.lastIndexOf(':'));
  event.waitUntil(caches.keys().then((names) => Promise.all(
    names.filter((name) => name.startsWith(stem) && name !== NAME).map((name) => caches.delete(name)),
  )).then(() => self.clients.claim()));
});
self.addEventListener('fetch', (event) => {
  const address = new URL(event.request.url);
  const isPage = address.pathname.startsWith(SCOPE) && !address.pathname.includes('/files/');
  const isOurs = isPage || address.pathname.startsWith('/assets/handbook');
  if (event.request.method !== 'GET' || address.origin !== location.origin || !isOurs) return;
  event.respondWith(fetch(event.request).then((answer) => {
    if (answer.ok && !address.search) {
      const copy = answer.clone();
      caches.open(NAME).then((cache) => cache.put(event.request, copy));
    }
    return answer;
  }).catch(() => caches.match(event.request, { ignoreSearch: true }).then((kept) => kept || Response.error())));
});
