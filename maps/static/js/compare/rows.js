/** The rows of the comparison, by group: what each reads, which end is better, how a cell is drawn. */

import { cellBar, cellDot } from "zonemap/compare/charts";
import {
  knownBlock,
  knownBlocks,
  knownDistance,
  knownFigure,
  knownReading,
  knownText,
  knownYears,
} from "zonemap/compare/knowns";
import { distanceRow } from "zonemap/distances";
import { el } from "zonemap/dom";
import { figureRow } from "zonemap/figures";
import { sectorRow } from "zonemap/find/sector-row";
import { hectares, isoToday, number } from "zonemap/format";
import { landRow } from "zonemap/land-rows";
import { formerDistrict } from "zonemap/zone-sheet";

const DISTANCES = ["deep_sea_berth", "port", "airport", "expressway", "coastline"];
const BLOCK_SIZES = [3, 5, 10, 25];

/**
 * @typedef {object} Row
 * @property {string} key
 * @property {string} label
 * @property {string|null} unit
 * @property {"more"|"less"|null} better
 * @property {(properties: object) => object} read What is known, see `compare/best`.
 * @property {(properties: object, known: object) => Node[]} draw
 * @property {"bar"|"dot"|null} chart
 * @property {string} [scale] Rows of one scale are drawn to the same length.
 */

/**
 * @param {object} app
 * @returns {{key: string, label: string, rows: Row[]}[]}
 */
export function compareGroups(app) {
  const { words } = app;
  const group = (key, label, rows) => ({ key, label: words.t(label), rows });
  return [
    group("land", "land", landRows(app)),
    group("blocks", "compare_blocks", blockRows(app)),
    group("terms", "compare_terms", termRows(app)),
    group("place", "distances", DISTANCES.map((key) => distance(app, key))),
    group("services", "infrastructure", serviceRows(app)),
    group("about", "about_zone", aboutRows(app)),
  ];
}

/** The bar or dot under a figure; null where nothing is known. */
export function chartOf(row, known, most) {
  const low = known.value ?? known.low ?? (known.state === "range" ? 0 : null);
  const high = known.value ?? known.high;
  if (!row.chart || known.state === "none_left" || !Number.isFinite(high) || !(most > 0)) return null;
  const sure = known.state === "bounded" ? 0 : low;
  return row.chart === "dot"
    ? cellDot(sure / most, high / most)
    : cellBar(sure / most, high / most, row.better !== null);
}

function landRows(app) {
  const land = (key, better) => figure(app, key, { better, chart: "bar", scale: "land" });
  const reading = (metric, key, better, unit, more) => ({
    ...figure(app, metric, { better }),
    unit,
    read: (properties) => knownReading(properties[key]),
    draw: (properties) => [landRow(app, properties, metric, key)],
    ...more,
  });
  const bar = { chart: "bar", scale: "land" };
  return [
    land("total_area_ha", "more"),
    land("leasable_area_ha", "more"),
    land("leased_area_ha", null),
    reading("remaining_area_ha", "remaining_ha", "more", "ha", bar),
    reading("occupancy_rate", "occupancy", null, "share", { chart: "bar", scale: "share" }),
  ];
}

function blockRows(app) {
  const { words } = app;
  return [
    {
      key: "largest_block_ha",
      label: words.t("largest_block"),
      unit: "ha",
      better: "more",
      chart: "bar",
      scale: "block",
      read: knownBlock,
      draw: (properties, known) => [blockNode(app, properties, known)],
    },
    ...BLOCK_SIZES.map((size) => ({
      key: `blocks_${size}_ha`,
      label: words.t("blocks_of", { size }),
      unit: "blocks",
      better: "more",
      chart: null,
      read: (properties) => knownBlocks(properties, size),
      draw: (_properties, known) => [plain(app, number(known.value, 0, words), known)],
    })),
  ];
}

/** The largest block with its passport: from the ledger, or as much as remains at most. */
function blockNode(app, properties, known) {
  const { words } = app;
  const given = { label: words.t("largest_block"), subject: { zone: properties.zone_id } };
  if (known.state === "unknown") return plain(app, "", known);
  if (known.state === "known") {
    const { as_of: asOf, badge } = properties.ledger;
    const figure = { value: known.value, unit: "ha", as_of: asOf, badge, method: "ledger" };
    return figureRow(app, "largest_block_ha", figure, given);
  }
  const { source_keys: keys, as_of: asOf, badge } = properties.remaining_ha;
  const text =
    known.state === "bounded" ? words.t("at_most", { value: hectares(known.high, words) }) : null;
  const figure = { text, state: known.state, source_keys: keys, as_of: asOf, badge };
  const how = words.t("bounded_by_remaining");
  return figureRow(app, "largest_block_ha", figure, { ...given, how });
}

function termRows(app) {
  const { words } = app;
  const year = Number(isoToday().slice(0, 4));
  return [
    figure(app, "lease_price_usd_m2", { better: "less", chart: "dot", scale: "rent" }),
    figure(app, "lease_expiry_year", { better: null }),
    {
      key: "years_left",
      label: words.t("years_left"),
      unit: "years",
      better: "more",
      chart: "bar",
      scale: "years",
      read: (properties) => knownYears(properties, year),
      draw: (properties, known) => [yearsNode(app, properties, known)],
    },
  ];
}

/** Years left with the passport of the year in which the term ends. */
function yearsNode(app, properties, known) {
  if (known.state === "unknown") return plain(app, "", known);
  const { words } = app;
  const { value = null, low = null, high = null } = known;
  const ends = properties.figures.lease_expiry_year;
  const figure = { ...ends, value, low, high, unit: "years", rivals: 0, conflict: false };
  return figureRow(app, "lease_expiry_year", figure, {
    label: words.t("years_left"),
    how: words.t("years_from_end"),
    subject: { zone: properties.zone_id },
  });
}

function distance(app, key) {
  return {
    key,
    label: app.words.t(`distance_${key}`),
    unit: "m",
    // Near the sea there are floods and salt, too.
    better: key === "coastline" ? null : "less",
    chart: "bar",
    scale: "distance",
    read: (properties) => knownDistance(properties, key),
    draw: (properties) => [distanceRow(app, key, properties.distances?.[key], properties)],
  };
}

function serviceRows(app) {
  return [
    figure(app, "wastewater_capacity_m3_day", { better: "more", chart: "bar", scale: "water" }),
    figure(app, "power_mva", { better: "more", chart: "bar", scale: "power" }),
    figure(app, "worker_housing_units", { better: null }),
    statement(app, "worker_housing"),
  ];
}

function aboutRows(app) {
  const { words } = app;
  const state = (key, label, textOf) => ({
    key,
    label: words.t(label),
    unit: null,
    better: null,
    chart: null,
    read: (properties) => knownText(textOf(properties)),
    draw: (_properties, known) => [plain(app, known.text, known, true)],
  });
  const drawn = ({ boundary_quality: quality }) => quality && words.t(`boundary_${quality}`);
  return [
    state("kind", "kind", ({ kind }) => words.t(`kind_${kind}`)),
    state("status", "status", ({ status }) => words.t(`status_${status}`)),
    state("former_province", "former_province", ({ former_province: one }) =>
      words.t(`province_${one}`),
    ),
    state("district", "former_district", (properties) => formerDistrict(properties, words)),
    statement(app, "developer"),
    { ...statement(app, "main_sectors"), draw: (properties) => [sectorRow(app, properties)] },
    figure(app, "established_year", { better: null }),
    figure(app, "tenants", { better: null }),
    figure(app, "workers", { better: null }),
    state("boundary_quality", "boundary", drawn),
  ];
}

/** A row of a published figure. */
function figure(app, key, { better, chart = null, scale = null }) {
  const metric = app.doc.metrics[key] ?? null;
  const { words } = app;
  return {
    key,
    label: words.pick(metric, "label") || key,
    unit: metric?.unit ?? null,
    better,
    chart,
    scale,
    read: ({ figures }) => knownFigure(figures?.[key], figures?.[key]?.unit ?? metric?.unit ?? ""),
    draw: (properties) => {
      const found = properties.figures?.[key];
      const row = figureRow(app, key, found, { subject: { zone: properties.zone_id } });
      return [row, found ? scopeNote(app, found) : null];
    },
  };
}

/** A row of published words. */
function statement(app, key) {
  const row = figure(app, key, { better: null });
  return {
    ...row,
    unit: null,
    read: ({ figures }) => {
      const found = figures?.[key];
      return knownText(found?.scope === "zone" ? found.text : null);
    },
  };
}

/** A figure that is not of the zone alone says so, and is not compared. */
function scopeNote(app, { scope }) {
  const key = `scope_${scope}`;
  if (scope === "zone" || !app.words.has(key)) return null;
  return el("span", { class: "figure-source", text: app.words.t(key) });
}

function plain(app, text, known, isWords = false) {
  const unknown = known.state === "unknown";
  return el("span", {
    class: unknown ? "figure-value unknown" : isWords ? "figure-value text" : "figure-value",
    text: unknown ? app.words.t("unknown") : text,
  });
}
