// Shows the page “no connection” when a page cannot be reached, and nothing else. It keeps that page (and the one for
// what a button sent) with their style, script and icons, answers from there only when the network has failed, and never keeps a page of the portal:
// what somebody sees is always what the server said just now. A new version (the server names it) replaces the old.
// The server writes CONFIG before this (plumbing/views/offline.py).
const { version, page, unsent, files } = CONFIG;
const kept = `offline-${version}`;

addEventListener('install', (event) => {
  skipWaiting();
  event.waitUntil(caches.open(kept).then((cache) => cache.addAll([page, unsent, ...files])));
});

addEventListener('activate', (event) => {
  const tidy = async () => {
    const names = await caches.keys();
    await Promise.all(names.filter((name) => name !== kept).map((name) => caches.delete(name)));
    // The page is asked for while this script starts: on a slow phone nobody waits for it.
    await registration.navigationPreload?.enable();
    await clients.claim();
  };
  event.waitUntil(tidy());
});

const fromNetwork = async (event) => {
  try {
    return (await event.preloadResponse) || (await fetch(event.request));
  } catch (error) {
    const cache = await caches.open(kept);
    // What a button sent cannot be "tried again" by loading its address: that page says so and leads back.
    const instead = event.request.method === 'GET' ? page : unsent;
    const offline = await cache.match(event.request.mode === 'navigate' ? instead : event.request);
    if (!offline) throw error;
    return offline;
  }
};

addEventListener('fetch', (event) => {
  const { request } = event;
  const path = request.url.slice(location.origin.length);
  if (request.mode === 'navigate' || (request.method === 'GET' && files.includes(path))) {
    event.respondWith(fromNetwork(event));
  }
});
