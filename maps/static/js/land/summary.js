/** The ledger of one zone beside what is declared of it, and its contiguous blocks. */

import { el, isWebAddress, replace, sourceLink } from "zonemap/dom";
import { badge } from "zonemap/figures";
import { date } from "zonemap/format";
import { fixed, hectares, isKnown, shown } from "zonemap/land/numbers";
import { cellText, declaredOf } from "zonemap/land/rows";

/** Columns from parcels, with the declared column that stands beside each. */
const PAIRS = [
  ["gross_ha", "declared_total_ha"],
  ["net_ha", "declared_leasable_ha"],
  ["leased_ha", "declared_leased_ha"],
  ["remaining_ha", "declared_remaining_ha"],
  ["available_now_ha", null],
  ["constrained_ha", null],
  ["in_preparation_ha", null],
  ["not_cleared_ha", null],
  ["reserved_ha", null],
  ["unclassified_ha", null],
  ["occupancy_decree35", "declared_occupancy"],
  ["occupancy_industrial", null],
  ["outline_ha", null],
];
const PARTS = PAIRS.slice(4, 10).map(([key]) => key);

/** @param {object} app */
export function renderSummary(app) {
  const { words, land } = app;
  const { zone } = land;
  const column = (key) => app.columns.find((one) => one.key === key);
  replace(
    document.getElementById("zl-summary"),
    el("h2", { text: words.t("zone_summary") }),
    note(app),
    ledgerBar(app),
    el(
      "table",
      { class: "land-table summary-table" },
      el(
        "thead",
        {},
        el(
          "tr",
          {},
          el("td"),
          el("th", { scope: "col", class: "number", text: words.t("zone_computed") }),
          el("th", { scope: "col", text: words.t("group_declared") }),
        ),
      ),
      el(
        "tbody",
        {},
        ...PAIRS.map(([key, beside]) =>
          el(
            "tr",
            { class: PARTS.includes(key) ? "part" : null, "data-column": key },
            el("th", {
              scope: "row",
              text: words.pick(column(key), "label"),
              title: words.pick(column(key), "definition"),
            }),
            computedCell(app, zone, column(key)),
            beside ? declaredCell(app, zone, column(beside)) : el("td"),
          ),
        ),
      ),
    ),
  );
}

function note(app) {
  const { words, land } = app;
  const { parcels, complete } = land.zone;
  if (parcels === "none") {
    return el("p", { class: "section-note", text: words.t("zone_no_parcels") });
  }
  if (parcels === "illustrative") {
    return el("p", { class: "section-note strong", text: words.t("zone_illustrative") });
  }
  const text = words.t(complete ? "zone_complete" : "zone_incomplete");
  return el("p", { class: "section-note" }, text, " ", badge(app, land.zone.badge));
}

/** One bar of net land, in the colours of the map. */
function ledgerBar(app) {
  const { zone } = app.land;
  const colours = app.view.land.axes.line;
  const parts = ["leased_ha", ...PARTS]
    .map((key) => [key, zone[key], colours[key.replace("_ha", "")]])
    .filter(([, value]) => value > 0);
  const total = parts.reduce((sum, [, value]) => sum + value, 0);
  if (!total) return null;
  return el(
    "div",
    { class: "land-bar-chart", "aria-hidden": "true" },
    ...parts.map(([key, value, colour]) =>
      el("span", {
        title: `${app.words.t(`line_${key.replace("_ha", "")}`)}: ${hectares(value, app.words)} ha`,
        style: { width: `${(value / total) * 100}%`, background: colour || "#ffffff" },
      }),
    ),
  );
}

function computedCell(app, zone, column) {
  const cell = cellText(zone, column, app.words);
  const unit = column.kind === "area" && cell.state === "known" ? " ha" : "";
  return el("td", { class: `number ${cell.state}`, text: cell.text + unit });
}

/** A declared figure with its passport in words: no number stands without one. */
function declaredCell(app, zone, column) {
  const { words } = app;
  const cell = cellText(zone, column, words);
  const figure = declaredOf(zone, column);
  if (!figure) return el("td", { class: "unknown", text: cell.text });
  const unit = column.kind === "area" && cell.state === "known" ? " ha" : "";
  const method = `method_${figure.method}`;
  const sources = figure.source_keys.flatMap((key, index) => {
    const source = app.land.sources[key];
    const name = source?.publisher ?? key;
    const node = isWebAddress(source?.address ?? "") ? sourceLink(source.address, name) : name;
    return index ? [", ", node] : [node];
  });
  return el(
    "td",
    { class: cell.state },
    el(
      "span",
      { class: "reading" },
      el("strong", { text: cell.text + unit }),
      badge(app, figure.badge),
    ),
    el(
      "span",
      { class: "passport-line" },
      [date(figure.as_of, words), words.has(method) ? words.t(method) : ""]
        .filter((part) => part)
        .join(" · "),
      sources.length ? " · " : "",
      ...sources,
    ),
    figure.state === "none_left"
      ? el("span", { class: "passport-line", text: words.t("cell_none_left_note") })
      : null,
  );
}

/** @param {object} app */
export function renderBlocks(app) {
  const { words, land, state } = app;
  const { zone, blocks } = land;
  const box = document.getElementById("zl-blocks");
  if (zone.parcels === "none") {
    replace(box);
    return;
  }
  const known = isKnown(zone.largest_block_ha);
  const column = (key) => app.columns.find((one) => one.key === key);
  const counts = ["blocks_3_ha", "blocks_5_ha", "blocks_10_ha", "blocks_25_ha"];
  replace(
    box,
    el("h2", { text: words.t("blocks_title") }),
    known
      ? el(
          "ul",
          { class: "block-counts" },
          ...counts.map((key) =>
            el(
              "li",
              {},
              el("strong", { text: shown(zone[key], column(key), words) }),
              el("span", { text: words.pick(column(key), "label") }),
            ),
          ),
        )
      : el("p", {
          class: "section-note strong",
          text: words.t("blocks_unknown", {
            area: isKnown(zone.unclassified_ha)
              ? hectares(zone.unclassified_ha, words)
              : words.t("cell_unknown"),
          }),
        }),
    blocks.features.length ? blockTable(app) : null,
    known && !blocks.features.length
      ? el("p", { class: "section-note", text: words.t("blocks_none") })
      : null,
    blocks.features.length
      ? el(
          "label",
          { class: "diff-mark" },
          el("input", {
            type: "checkbox",
            "data-blocks": true,
            checked: state.get("blocks") !== "off",
            on: {
              change: (event) => state.set({ blocks: event.target.checked ? "" : "off" }),
            },
          }),
          el("span", { text: words.t("blocks_show") }),
        )
      : null,
    el("p", { class: "section-note", text: words.t("blocks_note") }),
  );
}

function blockTable(app) {
  const { words, land } = app;
  const heads = ["blocks_block", "blocks_area", "blocks_parcels", "blocks_compactness"];
  return el(
    "table",
    { class: "land-table summary-table block-table" },
    el(
      "thead",
      {},
      el(
        "tr",
        {},
        ...heads.map((word) => el("th", { scope: "col", class: "number", text: words.t(word) })),
      ),
    ),
    el(
      "tbody",
      {},
      ...land.blocks.features.map(({ properties }) =>
        el(
          "tr",
          {},
          el("th", { scope: "row", class: "number", text: String(properties.block) }),
          el("td", { class: "number", text: hectares(properties.area_ha, words) }),
          el("td", { class: "number", text: String(properties.parcel_ids.length) }),
          el("td", { class: "number", text: fixed(properties.compactness, 2, words.language) }),
        ),
      ),
    ),
  );
}
