/** The legend's part about parcels: each commercial state, dotted while illustrative. */

import { el } from "zonemap/dom";
import { commercialWord } from "zonemap/parcels";
import { parcelSwatch } from "zonemap/symbols";

/** @param {object} app */
export function parcelSection(app) {
  const { words, style } = app;
  const illustrative = app.parcels.some((parcel) => parcel.properties.illustrative);
  const kinds = Object.keys(style.parcel).flatMap((one) => [[one, false], [one, true]]);
  const items = kinds
    .filter(([commercial, invented]) =>
      app.parcels.some(({ properties: one }) =>
        one.commercial === commercial && Boolean(one.illustrative) === invented),
    )
    .map(([commercial, invented]) =>
      el(
        "li",
        {},
        parcelSwatch(style, commercial, invented),
        el("span", { text: commercialWord(words, commercial, invented) }),
      ),
    );
  return el(
    "section",
    { class: "legend-section" },
    el(
      "h3",
      {},
      words.t("parcels"),
      illustrative ? el("span", { class: "mark", text: words.t("illustrative") }) : null,
    ),
    el("ul", { class: "swatch-row" }, ...items),
    illustrative ? el("p", { class: "section-note", text: words.t("illustrative_note") }) : null,
  );
}
