/** The page for a zone that is not there. */

import { el, replace } from "zonemap/dom";
import { createWords } from "zonemap/words";
import { firstLanguage, readJson, sayReady, setUpLanguages } from "zonemap/land/page";
import { createLandState } from "zonemap/land/state";

export function start() {
  const doc = readJson("zm-document");
  const words = createWords(readJson("zm-view").words, firstLanguage());
  const state = createLandState({ language: { initial: words.language } }, "");
  const render = () => {
    document.title = words.t("missing_title");
    document.getElementById("zl-missing").textContent = words.t("missing_text", {
      zone: doc.zone_id,
    });
    replace(document.getElementById("zl-near"), ...near(doc.near, words));
  };
  setUpLanguages({ words, state });
  state.on("language", render);
  render();
  sayReady();
}

function near(zones, words) {
  if (!zones.length) return [];
  const links = zones.map((zone) =>
    el(
      "li",
      {},
      el("a", {
        href: `/land/${encodeURIComponent(zone.zone_id)}`,
        text: words.pick(zone, "name"),
      }),
    ),
  );
  return [el("p", { text: words.t("missing_near") }), el("ul", { class: "near-list" }, ...links)];
}
