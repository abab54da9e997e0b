/** The ledger of a zone as one bar: what each hectare is. */

import { el } from "zonemap/dom";
import { hectares, percent } from "zonemap/format";

const PARTS = [
  ["leased_ha", "leased"],
  ["reserved_ha", "reserved"],
  ["not_cleared_ha", "not-cleared"],
  ["in_preparation_ha", "preparation"],
  ["constrained_ha", "constrained"],
  ["available_now_ha", "available"],
  ["unclassified_ha", "remaining"],
];

/**
 * @param {object} app
 * @param {object} ledger
 */
export function ledgerBar(app, ledger) {
  const { words } = app;
  const unknown = PARTS.filter(([key]) => isUnknown(ledger, key));
  const parts = PARTS.filter(([key]) => ledger[key] > 0);
  const total = parts.reduce((sum, [key]) => sum + ledger[key], 0);
  const bar = el(
    "div",
    { class: "ledger-bar", "aria-hidden": "true" },
    ...parts.map(([key, name]) =>
      el("span", {
        class: `ledger-part part-${name}`,
        style: { "flex-grow": String(ledger[key] / total) },
      }),
    ),
  );
  const key = el(
    "ul",
    { class: "ledger-key" },
    ...parts.map(([field, name]) =>
      el(
        "li",
        {},
        el("span", { class: `ledger-dot part-${name}` }),
        el("span", { text: words.t(`ledger_${field}`) }),
        el("span", { class: "ledger-value", text: hectares(ledger[field], words) }),
      ),
    ),
    ...unknown.map(([field]) =>
      el(
        "li",
        {},
        el("span", { class: "ledger-dot" }),
        el("span", { text: words.t(`ledger_${field}`) }),
        el("span", { class: "ledger-value unknown", text: words.t("unknown") }),
      ),
    ),
  );
  const extras = [words.t("ledger_net", { value: hectares(ledger.net_ha, words) })];
  for (const name of ["decree35", "industrial"]) {
    const share = ledger[`occupancy_${name}`];
    if (share === null || share === undefined) continue;
    extras.push(words.t(`ledger_${name}`, { value: percent(share, words) }));
  }
  if (ledger.largest_block_ha) {
    extras.push(words.t("ledger_largest", { value: hectares(ledger.largest_block_ha, words) }));
  }
  return el(
    "div",
    { class: ledger.illustrative ? "ledger illustrative" : "ledger" },
    el("h4", { text: words.t("ledger") }),
    total > 0 ? bar : null,
    key,
    el("ul", { class: "ledger-extras" }, ...extras.map((text) => el("li", { text }))),
    ledger.illustrative
      ? el("p", { class: "section-note strong", text: words.t("ledger_illustrative") })
      : null,
  );
}

/** Whether to say that a line is unknown; illustrative parcels are not meant to tell the rest. */
function isUnknown(ledger, key) {
  const known = ledger[key] !== null && ledger[key] !== undefined;
  return !known && (key === "leased_ha" || !ledger.illustrative);
}
