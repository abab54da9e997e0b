/** Asks the server for a ranking: not at every step of a slider, and only for the latest wish. */

const WAIT_MS = 120;

/**
 * @param {string} api
 * @param {{onStart: () => void, onAnswer: (answer: object) => void,
 *   onFailure: (failure: {kind: "away"|"refused"|"failed", detail: string}) => void}} hear
 */
export function createClient(api, hear) {
  let timer = null;
  let running = null;

  /** @param {URLSearchParams} asked @param {boolean} [now] Without waiting for more. */
  function ask(asked, now = false) {
    clearTimeout(timer);
    running?.abort();
    timer = setTimeout(() => send(asked), now ? 0 : WAIT_MS);
  }

  async function send(asked) {
    const own = new AbortController();
    running = own;
    hear.onStart();
    try {
      const answer = await fetch(`${api}/rank?${asked}`, { signal: own.signal });
      const body = await answer.json().catch(() => null);
      if (own.signal.aborted) return;
      if (answer.ok && body) hear.onAnswer(body);
      else hear.onFailure(failureOf(answer.status, body));
    } catch (error) {
      if (error.name !== "AbortError") hear.onFailure({ kind: "away", detail: "" });
    }
  }

  return { ask };
}

function failureOf(status, body) {
  const kind = status >= 400 && status < 500 ? "refused" : "failed";
  return { kind, detail: String(body?.detail ?? status) };
}
