/** The legend's part about parcels: each state of theirs, dotted while illustrative. */

import { el } from "zonemap/dom";
import { commercialWord } from "zonemap/parcels";
import { ledgerSwatch, parcelSwatch } from "zonemap/symbols";

/** @param {object} app */
export function parcelSection(app) {
  return app.tiles ? lineSection(app) : commercialSection(app);
}

/** Lines of the ledger that any zone has land in. */
function lineSection(app) {
  const { words, style } = app;
  const ledgers = app.zones.map((zone) => zone.properties.ledger).filter(Boolean);
  const illustrative = ledgers.some((ledger) => ledger.illustrative);
  const all = ledgers.every((ledger) => ledger.illustrative);
  const lines = Object.keys(style.parcel_line).filter((line) =>
    line === "not_net"
      ? ledgers.some((ledger) => ledger.gross_ha > ledger.net_ha)
      : ledgers.some((ledger) => ledger[`${line}_ha`] > 0),
  );
  const items = lines.map((line) =>
    el("li", {}, ledgerSwatch(style, line, all), el("span", { text: words.t(`parcel_line_${line}`) })),
  );
  return section(app, illustrative, items);
}

function commercialSection(app) {
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
  return section(app, illustrative, items);
}

function section({ words }, illustrative, items) {
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
