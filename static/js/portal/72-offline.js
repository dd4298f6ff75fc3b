// --- no connection: a service worker shows a page that says so, in the reader's language and look ------------------
if (document.body.dataset.user && 'serviceWorker' in navigator) {
  const look = root.dataset.look || 'auto';
  navigator.serviceWorker.register(`/sw.js?lang=${root.lang}&look=${look}`).catch(() => {});
}
