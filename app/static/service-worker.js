// Owns what is seen without a network: the shell, and public pages looked at before. Personal pages
// (forms, applications, staff) are never kept; they come from the network or not at all.
"use strict";

const SHELL = [__SHELL__];
const CACHE = ["tenohira-__MARK__", ...SHELL.map((url) => url.slice(-4))].join("-");
const LOCALE = "[a-z]{2,3}(?:-[a-z]+)?";
const PUBLIC = new RegExp(`^/${LOCALE}/(?:procedures(?:/[a-z0-9-]+)?)?$`);
const MOST_PAGES = 60;
const FALLBACK = "/ja/offline";

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches.open(CACHE).then((cache) => cache.addAll([...SHELL, FALLBACK])).then(() => self.skipWaiting())
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    const names = await caches.keys();
    await Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name)));
    await self.clients.claim();
  })());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  if (request.method === "POST" && request.mode === "navigate") event.respondWith(posted(event, request));
  if (request.method !== "GET") return;
  if (url.pathname.startsWith("/static/") || url.pathname === "/city.css") event.respondWith(fromShell(request));
  else if (request.mode === "navigate") event.respondWith(fromNetwork(event, request, url));
});

async function fromShell(request) {
  const kept = await caches.match(request);
  return kept ?? fetch(request);
}

async function fromNetwork(event, request, url) {
  try {
    const answer = await fetch(request);
    if (answer.ok && answer.type === "basic" && !answer.redirected && PUBLIC.test(url.pathname)) {
      event.waitUntil(keep(request, answer.clone(), url));
    }
    return answer;
  } catch {
    return without(request, url);
  }
}

// A post that the line swallowed: the page stays as it is, with all that was typed, and says so.
async function posted(event, request) {
  try {
    return await fetch(request);
  } catch {
    const page = await self.clients.get(event.clientId);
    page?.postMessage("unsent");
    return new Response(null, { status: page ? 204 : 503 });
  }
}

async function keep(request, answer, url) {
  const cache = await caches.open(CACHE);
  await cache.put(request, answer);
  const offline = `/${url.pathname.split("/")[1]}/offline`;
  if (!(await cache.match(offline))) await cache.add(offline);
  const pages = (await cache.keys()).filter((each) => PUBLIC.test(new URL(each.url).pathname));
  await Promise.all(pages.slice(0, -MOST_PAGES).map((each) => cache.delete(each)));
}

async function without(request, url) {
  const cache = await caches.open(CACHE);
  if (url.pathname === "/") {
    const homes = (await cache.keys()).filter((each) => /^\/[a-z-]+\/$/.test(new URL(each.url).pathname));
    if (homes.length) return cache.match(homes.at(-1), { ignoreVary: true });
  }
  const kept = PUBLIC.test(url.pathname) && (await cache.match(request, { ignoreVary: true }));
  return kept || (await cache.match(`/${url.pathname.split("/")[1]}/offline`)) || cache.match(FALLBACK);
}
