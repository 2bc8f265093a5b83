// Keeps the page that checks without a connection, so that it opens without one; also when
// a card's own address is opened. It keeps nothing else and knows nobody.
"use strict";
const css = new URL(location.href).searchParams.get("css") || "";
const shell = ["/check/offline", "/check/offline.js", ...(/^\/assets\/[\w.-]+\.css$/.test(css) ? [css] : [])];

addEventListener("install", (e) => e.waitUntil(caches.open("watchword-shell").then((c) => c.addAll(shell)).then(() => skipWaiting())));
addEventListener("activate", (e) => e.waitUntil(clients.claim()));
addEventListener("fetch", (e) => {
  const url = new URL(e.request.url);
  if (e.request.method !== "GET" || url.origin !== location.origin) return;
  const card = e.request.mode === "navigate" && /^\/c\/\d+$/i.test(url.pathname);
  if (!card && !shell.includes(url.pathname)) return;
  const kept = async () => (await caches.open("watchword-shell")).match(card ? "/check/offline" : url.pathname, { ignoreSearch: true, ignoreVary: true });
  e.respondWith(fetch(e.request).catch(async () => await kept() || Response.error()));
});
