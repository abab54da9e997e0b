/** The preview: the server's own rendering, asked for when the spec has come to rest. */

import { Refusal, ask, readRefusal } from "zonemap/studio/asking";

const REST_MS = 140;
const MOST_TRIES = 6;
const AWAY_S = [2, 4, 8, 15, 30];

/**
 * @param {object} app
 * @param {object} events `begun`, `shown(address, layout)`, `refused(problem)`, `waiting(key, s)`,
 *   `gaveUp(key)`; called for the latest spec only.
 */
export function createPreview(app, events) {
  let controller = null;
  let timer = 0;
  let tries = 0;
  let address = null;

  function askAgain() {
    tries = 0;
    later(0);
  }

  function later(ms) {
    clearTimeout(timer);
    controller?.abort();
    timer = setTimeout(run, ms);
  }

  async function run() {
    controller?.abort();
    const mine = (controller = new AbortController());
    events.begun();
    try {
      const [picture, layout] = await draw(app, mine.signal);
      if (mine.signal.aborted) return;
      tries = 0;
      const old = address;
      address = URL.createObjectURL(picture);
      await events.shown(address, layout);
      if (old) URL.revokeObjectURL(old);
    } catch (error) {
      if (mine.signal.aborted) return;
      fail(error);
    }
  }

  function fail(error) {
    const isBusy = error instanceof Refusal && error.status === 503;
    if (error instanceof Refusal && !isBusy) {
      const isFault = error.status >= 500;
      events.refused(isFault ? { field: null, key: "broken", values: {} } : readRefusal(error.message));
      return;
    }
    if (!isBusy && !(error instanceof TypeError)) throw error;
    tries += 1;
    if (tries >= MOST_TRIES) {
      events.gaveUp();
      return;
    }
    const seconds = isBusy ? error.retryAfter || 2 : AWAY_S[tries - 1];
    events.waiting(isBusy ? "busy" : "away", seconds);
    clearTimeout(timer);
    timer = setTimeout(run, seconds * 1000);
  }

  globalThis.addEventListener("online", askAgain);

  return {
    /** The spec has changed: draw it once it rests. */
    refresh() {
      tries = 0;
      later(REST_MS);
    },
    askAgain,
    /** Draw nothing: the spec lacks what its template needs. */
    stop() {
      clearTimeout(timer);
      controller?.abort();
    },
  };
}

async function draw(app, signal) {
  const spec = app.asked();
  const parameters = { preview: app.previewWidth() };
  const [picture, layout] = await Promise.all([
    ask("", spec, { ...parameters, f: "png" }, signal).then((answer) => answer.blob()),
    ask("/layout", spec, parameters, signal).then((answer) => answer.json()),
  ]);
  return [picture, layout];
}
