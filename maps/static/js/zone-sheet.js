/** The sheet of one zone. */

import { distanceNodes } from "zonemap/distances";
import { el } from "zonemap/dom";
import { badge, figureRow, illustrativeMark, provenance, staleMark } from "zonemap/figures";
import { hectares, number } from "zonemap/format";
import { ledgerBar } from "zonemap/ledger";
import { landRow, statementRow } from "zonemap/land-rows";
import { readingOf } from "zonemap/readings";

const LAND = ["total_area_ha", "leasable_area_ha", "leased_area_ha"];
const TERMS = ["lease_price_usd_m2", "lease_expiry_year"];
const SERVICES = [
  "wastewater_capacity_m3_day",
  "power_mva",
  "worker_housing_units",
  "worker_housing",
];
const ABOUT = ["developer", "main_sectors", "established_year", "tenants", "workers"];

/**
 * @param {object} app
 * @param {object} zone Feature.
 * @returns {{title: string, nodes: Node[]}}
 */
export function zoneSheet(app, zone) {
  const { properties } = zone;
  const { words } = app;
  return {
    title: words.pick(properties, "name"),
    nodes: [
      header(app, zone),
      tiles(app, properties),
      landSection(app, properties),
      distanceSection(app, properties),
      // Filled by `zonemap/look/view` when it is loaded.
      el("div", { class: "look-sections" }),
      figureSection(app, properties, "infrastructure", SERVICES),
      figureSection(app, properties, "about_zone", ABOUT),
      placeSection(app, zone),
    ],
  };
}

function header(app, zone) {
  const { words } = app;
  const { properties } = zone;
  const province = words.t(`province_${properties.former_province}`);
  return el(
    "div",
    { class: "sheet-intro" },
    el("p", {
      class: "other-name",
      lang: words.otherLanguage,
      text: words.other(properties, "name"),
    }),
    el(
      "p",
      { class: "tags" },
      el("span", { class: "tag", text: words.t(`kind_${properties.kind}`) }),
      el("span", {
        class: `tag status-${properties.status}`,
        text: words.t(`status_${properties.status}`),
      }),
      zone.geometry ? null : el("span", { class: "tag warn", text: words.t("not_on_map") }),
    ),
    el(
      "p",
      { class: "where" },
      [formerDistrict(properties, words), province].filter(Boolean).join(" · "),
    ),
    app.api && zone.geometry ? stillLink(words, properties.zone_id) : null,
  );
}

const DISTRICT = /^(Huyện|Quận|TP|TX) (.+)$/u;

/** A district, town or city as it was until July 2025, which its name alone does not tell. */
export function formerDistrict({ district }, words) {
  if (!district) return "";
  let kind = null;
  const parts = district.split(" / ").map((part) => {
    const found = DISTRICT.exec(part);
    kind = found?.[1].toLocaleLowerCase("vi") ?? kind;
    const name = found?.[2] ?? part;
    if (!kind) return name;
    return words.t(`district_${/^\d+$/.test(name) ? "number" : kind}`, { name });
  });
  return words.t("former", { name: parts.join(" / ") });
}

/** Where the server makes a picture of the zone, in the language of the page. */
function stillLink(words, id) {
  const href = `/studio?${new URLSearchParams({ zone: id, lang: words.language })}`;
  return el("a", { class: "link-button", href, text: words.t("still_link") });
}

/** The four figures an investor asks for first. */
function tiles(app, properties) {
  const { words, doc } = app;
  const area = properties.figures?.total_area_ha;
  const decimals = doc.metrics.total_area_ha?.decimals ?? 2;
  const known = area && area.value !== null && area.value !== undefined;
  const declared = {
    text: known ? number(area.value, decimals, words) : words.t("unknown"),
    unit: known ? "ha" : "",
    state: known ? "known" : "unknown",
    reading: area ?? null,
  };
  const label = words.pick(doc.metrics.total_area_ha, "label");
  return el(
    "div",
    { class: "tiles" },
    tile(app, words.t("remaining"), readingOf(app, properties, "remaining_ha")),
    tile(app, words.t("occupancy"), readingOf(app, properties, "occupancy")),
    tile(app, label, declared),
    tile(app, words.t("distance_to_sea"), readingOf(app, properties, "distance"), true),
  );
}

function tile(app, label, part, measured = false) {
  const { words } = app;
  const known = part.state !== "unknown";
  const source = measured ? words.t("method_measured") : provenance(app, part.reading);
  return el(
    "div",
    { class: `tile ${part.state}` },
    el("span", { class: "tile-label", text: label }),
    el(
      "span",
      { class: "tile-value" },
      el("span", { text: part.text }),
      part.unit ? el("span", { class: "unit", text: ` ${part.unit}` }) : null,
    ),
    known
      ? el(
          "span",
          { class: "tile-source" },
          badge(app, part.reading?.badge),
          el("span", { text: source }),
          measured ? null : staleMark(app, part.reading?.as_of),
          part.reading?.illustrative ? illustrativeMark(app) : null,
        )
      : null,
  );
}

function landSection(app, properties) {
  const { words } = app;
  const figures = properties.figures ?? {};
  const subject = { zone: properties.zone_id };
  return section(
    words.t("land"),
    ...LAND.map((key) => figureRow(app, key, figures[key], { subject })),
    landRow(app, properties, "remaining_area_ha", "remaining_ha"),
    statementRow(app, properties),
    landRow(app, properties, "occupancy_rate", "occupancy"),
    ...TERMS.map((key) => figureRow(app, key, figures[key], { subject })),
    properties.ledger ? ledgerBar(app, properties.ledger) : null,
  );
}

function distanceSection(app, properties) {
  if (!properties.location) return null;
  return section(app.words.t("distances"), ...distanceNodes(app, properties));
}

/** A section of figures; those unknown are named in one line, so that nothing hides. */
function figureSection(app, properties, titleKey, metrics) {
  const { words, doc } = app;
  const figures = properties.figures ?? {};
  const subject = { zone: properties.zone_id };
  const known = metrics.filter((key) => figures[key]);
  const unknown = metrics.filter((key) => !figures[key] && doc.metrics[key]);
  const names = unknown.map((key) => words.pick(doc.metrics[key], "label"));
  return section(
    words.t(titleKey),
    ...known.map((key) => figureRow(app, key, figures[key], { subject })),
    names.length
      ? el("p", { class: "section-note", text: `${words.t("unknown")}: ${names.join("; ")}` })
      : null,
  );
}

function placeSection(app, zone) {
  const { words } = app;
  const { properties } = zone;
  const quality = zone.geometry?.type === "Point" ? "none" : properties.boundary_quality;
  const accuracy = properties.location ? (properties.location_accuracy ?? "none") : "none";
  const rows = [
    [words.t("position"), words.t(`accuracy_${accuracy}`), properties.location_badge],
    zone.geometry ? [words.t("boundary"), words.t(`boundary_${quality}`), null] : null,
    properties.measured_area_ha
      ? [words.t("measured_area"), hectares(properties.measured_area_ha, words), null]
      : null,
  ].filter((row) => row);
  return section(
    words.t("position"),
    ...rows.map(([label, text, letter]) =>
      el(
        "div",
        { class: "figure plain" },
        el("span", { class: "figure-label", text: label }),
        el("span", { class: "figure-value text" }, text, letter ? " " : null, badge(app, letter)),
      ),
    ),
    quality === "schematic"
      ? el("p", { class: "section-note", text: words.t("boundary_schematic_note") })
      : null,
    properties.note ? el("p", { class: "section-note", text: properties.note }) : null,
  );
}

function section(title, ...children) {
  return el("section", { class: "sheet-section" }, el("h3", { text: title }), ...children);
}
