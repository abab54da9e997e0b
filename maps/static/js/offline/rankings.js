/** Has the worker keep the rankings of the presets, so that Rank opens without a network. */

import { PRESETS } from "zonemap/rank/weights";

const IDLE_MS = 2000;

/**
 * Asks for them once the page has nothing else to do, in the language shown; those that were kept of
 * the same data are not asked for again.
 * @param {object} app
 */
export function keepRankings(app) {
  const { serviceWorker, connection } = navigator;
  if (!serviceWorker || connection?.saveData) return;
  let running = workerInCharge(serviceWorker);
  const more = () => {
    running = running.then(() => askAll(app)).catch(() => {
      // Without a server there is nothing to keep.
    });
  };
  app.state.on("language", more);
  more();
}

/** Answers pass by the worker only once it is in charge of the page. */
function workerInCharge(serviceWorker) {
  if (serviceWorker.controller) return Promise.resolve();
  return new Promise((resolve) => {
    serviceWorker.addEventListener("controllerchange", resolve, { once: true });
  });
}

async function askAll({ api, words, doc }) {
  const { language } = words;
  for (const preset of PRESETS) {
    await idle();
    const address = rankingAddress(api, language, preset);
    if (await isKept(address, doc.data_version)) continue;
    const answer = await fetch(address);
    if (!answer.ok) return;
    await answer.arrayBuffer();
  }
}

/** To the letter as the tab Rank asks: what is kept is found by its address. */
function rankingAddress(api, language, preset) {
  const asked = { passports: "false", lang: language, land: "to_lease", preset };
  return `${api}/rank?${new URLSearchParams(asked)}`;
}

async function isKept(address, version) {
  const answer = await caches.match(address, { ignoreVary: true });
  return answer ? (await answer.json()).data_version === version : false;
}

function idle() {
  return new Promise((resolve) => {
    if (globalThis.requestIdleCallback) requestIdleCallback(resolve, { timeout: IDLE_MS });
    else setTimeout(resolve, IDLE_MS);
  });
}
