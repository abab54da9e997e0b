/** Keeps the map for the time without a network, and says when what is shown was kept. */

import { el, replace } from "zonemap/dom";
import { date } from "zonemap/format";
import { keepRankings } from "zonemap/offline/rankings";

/**
 * @param {object} app
 * @param {{address: string}} worker Where the service worker is.
 */
export function keepOffline(app, worker) {
  const { state, words, doc } = app;
  const isKept = document.querySelector('meta[name="zonemap-kept"]') !== null;
  const box = el("p", { id: "zm-offline", class: "offline-note", role: "status", hidden: true });
  let isAway = false;
  document.querySelector(".head-text").append(box);

  function render() {
    box.hidden = !isKept && !isAway;
    document.body.classList.toggle("offline", !box.hidden);
    if (box.hidden) {
      box.replaceChildren();
      return;
    }
    replace(
      box,
      el("span", { text: words.t("offline_note", { date: date(doc.data_date, words) }) }),
      " ",
      el("button", {
        type: "button",
        text: words.t("page_try_again"),
        on: { click: () => globalThis.location.reload() },
      }),
    );
  }

  function tell(next) {
    if (next === isAway) return;
    isAway = next;
    render();
  }

  /** A browser without a network still reaches a server on its own machine: ask. */
  async function check() {
    if (isKept || document.visibilityState !== "visible") return;
    try {
      tell(!(await fetch(`${app.api}/health/live`, { cache: "no-store" })).ok);
    } catch {
      tell(true);
    }
  }

  state.on("language", render);
  for (const event of ["online", "offline"]) globalThis.addEventListener(event, check);
  document.addEventListener("visibilitychange", check);
  navigator.serviceWorker?.addEventListener("message", ({ data }) => {
    if (data?.zonemap) tell(data.zonemap === "away");
  });
  navigator.serviceWorker?.startMessages?.();
  render();
  if (!navigator.onLine) check();
  register(worker.address);
  if (!isKept) keepRankings(app);
}

/** Where workers are forbidden, the page works as it always did. */
async function register(address) {
  try {
    await navigator.serviceWorker?.register(address, { scope: "/", updateViaCache: "none" });
  } catch {
    // Nothing is kept.
  }
}
