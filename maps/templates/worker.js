/**
 * Keeps the investors' map for readers without a network: the files it is made of, the last page
 * and the last rankings. `maps/offline.py` fills in which files there are.
 *
 * All that is kept is of one version of the files: a page with the modules of another would break.
 */

const { version: VERSION, files } = __SHELL__;
const FILES = new Set(files);
const PREFIX = "zonemap-map-";
const CACHE = PREFIX + VERSION;
const PAGE_WAIT_MS = 3000;
const MOST_PAGES = 4;
const MOST_RANKINGS = 40;
/** Four presets in two languages, with and without zones that have nothing to lease. */
const MOST_PRESETS = 16;
/** Statuses of a server, or of what stands before it, that has no data just now. */
const AWAY = new Set([502, 503, 504]);
/** By this a page knows that it was kept. */
const MARK = '<meta name="zonemap-kept" content="true">';

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(install());
});

self.addEventListener("activate", (event) => event.waitUntil(takeOver()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  const name = url.pathname + url.search;
  if (request.mode === "navigate") {
    if (url.pathname === "/") event.respondWith(page(event, url));
  } else if (FILES.has(name)) {
    event.respondWith(url.searchParams.has("v") ? fileOnce(request, name) : file(request, name));
  } else if (url.pathname === "/api/rank") {
    event.respondWith(ranking(event, name));
  }
});

/** Fails, and leaves the worker before it in charge, unless all is there and of one version. */
async function install() {
  try {
    const cache = await caches.open(CACHE);
    await cache.addAll(files);
    if (!(await keepPage("/", await fetch("/")))) throw new Error("no page of this version");
  } catch (error) {
    await caches.delete(CACHE);
    throw error;
  }
}

async function takeOver() {
  const names = await caches.keys();
  const others = names.filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(others.map((name) => caches.delete(name)));
  await self.clients.claim();
}

/** The server's page; the kept one if the server cannot be reached, has no data or lets wait. */
async function page(event, url) {
  const key = pageKey(url);
  const asked = fetch(event.request);
  event.waitUntil(asked.then((answer) => keepPage(key, answer.clone())).catch(() => false));
  const late = new Promise((resolve) => setTimeout(resolve, PAGE_WAIT_MS, null));
  try {
    const answer = await Promise.race([asked, late]);
    if (answer && !AWAY.has(answer.status)) return answer;
  } catch {
    // Without a network: what was kept.
  }
  return (await kept(key)) ?? asked;
}

/** The language changes nothing in what the server sends; the day does. */
function pageKey(url) {
  const day = url.searchParams.get("as_of");
  return day === null ? "/" : `/?as_of=${encodeURIComponent(day)}`;
}

/** Keep a page with its headers: its policy names the nonce of its scripts. */
async function keepPage(key, answer) {
  const isPage = answer.headers.get("Content-Type")?.startsWith("text/html");
  if (!answer.ok || answer.redirected || !isPage) return false;
  const text = await answer.text();
  if (!text.includes(VERSION)) return false;
  const headers = new Headers(answer.headers);
  // The text is no longer as it was sent.
  for (const name of ["Content-Encoding", "Content-Length"]) headers.delete(name);
  const marked = text.replace("<head>", `<head>\n${MARK}`);
  await keep(key, new Response(marked, { headers }), MOST_PAGES);
  return true;
}

/** An address with a version never changes. */
async function fileOnce(request, name) {
  return (await kept(name)) ?? fetch(request);
}

async function file(request, name) {
  try {
    return await fetch(request);
  } catch (error) {
    const answer = await kept(name);
    if (answer) return answer;
    throw error;
  }
}

/** The server's ranking, else the last one of that address; the page is told which it was. */
async function ranking(event, name) {
  const { request } = event;
  let answer = null;
  try {
    answer = await fetch(request);
  } catch (error) {
    if (request.signal.aborted) throw error;
  }
  const most = isPreset(name) ? MOST_PRESETS : MOST_RANKINGS;
  if (answer?.ok) event.waitUntil(keep(name, answer.clone(), most));
  const isAway = !answer || AWAY.has(answer.status);
  const last = isAway ? await kept(name) : null;
  const client = await self.clients.get(event.clientId);
  client?.postMessage({ zonemap: isAway ? "away" : "there" });
  if (last) return last;
  // As without a network: the page then says that this ranking was not kept.
  return isAway ? Response.error() : answer;
}

async function kept(name) {
  const cache = await caches.open(CACHE);
  return cache.match(name, { ignoreVary: true });
}

/** Whether it is the ranking of a preset over all zones: none of them gives way to a trial of weights. */
function isPreset(name) {
  const { searchParams } = new URL(name, self.location.origin);
  return searchParams.has("preset") && !searchParams.has("zones");
}

/** What counts together: a path, the rankings of the presets apart from the others. */
function groupOf(name) {
  return new URL(name, self.location.origin).pathname + isPreset(name);
}

/** Keep an answer, and of those of its group only the latest. */
async function keep(name, answer, most) {
  const cache = await caches.open(CACHE);
  await cache.delete(name, { ignoreVary: true });
  await cache.put(name, answer);
  const group = groupOf(name);
  const alike = (await cache.keys()).filter((one) => groupOf(one.url) === group);
  await Promise.all(alike.slice(0, -most).map((one) => cache.delete(one, { ignoreVary: true })));
}
