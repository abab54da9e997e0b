/**
 * Which zones a set of filters keeps, and why each of the others is out.
 *
 * Nothing here touches the page. A zone meets a filter, fails it, or it is not known which; a range
 * counts by its certain end, and figures of illustrative parcels count as unknown.
 */

import { SECTORS, sectorsOf } from "zonemap/find/sectors";

/**
 * @typedef {object} Facet
 * @property {string} key Its name in the link.
 * @property {"choice"|"least"|"most"|"badge"} type
 * @property {string[]} [values] What may be chosen.
 * @property {string} [unit] `ha`, `km`, `USD/m2` or `years`.
 * @property {number} [end] Largest limit that makes sense.
 * @property {(properties: object, today: string) => object|string[]|null} read What is known of a
 *   zone: `{low, high}` of a number, either of them null where open; words of a choice; null.
 */

const BADGES = ["A", "B", "C", "D"];

/** @type {Facet[]} In the order in which an exclusion is laid to them. */
export const FACETS = [
  choice("province", ["HCMC", "BD", "BRVT"], (one) => one.former_province),
  choice("kind", ["KCN", "KCX", "KCNC", "CCN"], (one) => one.kind),
  choice("status", ["operating", "under_construction", "planned"], (one) => one.status),
  { key: "sector", type: "choice", values: SECTORS, read: sectors },
  { key: "remaining", type: "least", unit: "ha", end: 10_000, read: landLeft },
  { key: "block", type: "least", unit: "ha", end: 10_000, read: largestBlock },
  away("coastline", "coastline"),
  away("berth", "deep_sea_berth"),
  away("port", "port"),
  away("airport", "airport"),
  away("expressway", "expressway"),
  { key: "rent", type: "most", unit: "USD/m2", end: 10_000, read: rent },
  { key: "term", type: "least", unit: "years", end: 99, read: yearsLeft },
  { key: "badge", type: "badge", values: BADGES, read: worstBadge },
];

const BY_KEY = new Map(FACETS.map((facet) => [facet.key, facet]));

/** The facet of that key, or undefined. */
export const facetOf = (key) => BY_KEY.get(key);

/**
 * Filters as a link has them: `5` or `HCMC,BD`; with `?` at the end, what is unknown comes too.
 * @param {Record<string, string>} texts
 * @returns {{filters: Record<string, object>, faults: string[]}} Filters that make sense, and the
 *   keys of those that do not.
 */
export function parseFilters(texts) {
  const filters = {};
  const faults = [];
  for (const [key, text] of Object.entries(texts ?? {})) {
    const facet = BY_KEY.get(key);
    const filter = facet ? parseOne(facet, String(text)) : null;
    if (filter) filters[key] = filter;
    else faults.push(key);
  }
  return { filters, faults };
}

function parseOne(facet, text) {
  const unknown = text.endsWith("?");
  const rest = unknown ? text.slice(0, -1) : text;
  if (facet.values) {
    const values = [...new Set(rest.split(","))];
    const single = facet.type === "badge";
    if (!values.every((one) => facet.values.includes(one)) || (single && values.length > 1)) {
      return null;
    }
    return { values, unknown };
  }
  if (!/^\d{1,5}(\.\d{1,2})?$/.test(rest) || Number(rest) > facet.end) return null;
  return { limit: Number(rest), unknown };
}

/** A filter as its text in the link. */
export function writeFilter({ values, limit, unknown }) {
  return `${values ? values.join(",") : limit}${unknown ? "?" : ""}`;
}

/**
 * @param {object[]} zones Features of the map document.
 * @param {Record<string, string>} texts Filters by facet, as `parseFilters` reads them.
 * @param {string} today ISO date from which years are counted.
 * @returns {{kept: Set<string>, unsure: Set<string>, possible: Set<string>, out: object[], counts: object, filters: object,
 *   faults: string[]}} `unsure`: kept though something asked for is unknown; `possible`: those of
 *   them of which enough is known that they may meet all. `out`: `{facet, reason, count, possible,
 *   ids}`, each zone that is out in one of them; what it fails goes before what is unknown. `counts`:
 *   by facet `{choices, known, unknown, possible}` of the zones that meet all other filters.
 */
export function applyFilters(zones, texts, today) {
  const { filters, faults } = parseFilters(texts);
  const active = FACETS.filter((facet) => filters[facet.key]);
  const rows = zones.map((zone) => rowOf(zone, active, filters, today));
  const kept = new Set(rows.filter((row) => !row.stops.length).map((row) => row.zone.id));
  const unsure = rows.filter((row) => kept.has(row.zone.id) && row.isUnsure);
  const idsOf = (some) => new Set(some.map((row) => row.zone.id));
  return {
    kept,
    unsure: idsOf(unsure),
    possible: idsOf(unsure.filter((row) => !row.isBlank)),
    out: reasons(rows),
    counts: Object.fromEntries(
      FACETS.map((facet) => [facet.key, countsOf(facet, filters[facet.key], rows, today)]),
    ),
    filters,
    faults,
  };
}

function rowOf(zone, active, filters, today) {
  const row = { zone, stops: [], isUnsure: false, isBlank: false };
  for (const facet of active) {
    const filter = filters[facet.key];
    const known = facet.read(zone.properties, today);
    const verdict = judge(facet, filter, known);
    if (verdict === "fails" || (verdict === "unknown" && !filter.unknown)) {
      row.stops.push({ facet: facet.key, reason: verdict, isBlank: known === null });
    } else if (verdict === "unknown") {
      row.isUnsure = true;
      row.isBlank ||= known === null;
    }
  }
  return row;
}

/** @returns {"meets"|"fails"|"unknown"} */
function judge(facet, filter, known) {
  if (known === null) return "unknown";
  if (facet.type === "badge") return known[0] <= filter.values[0] ? "meets" : "fails";
  if (facet.type === "choice") {
    if (known.some((one) => filter.values.includes(one))) return "meets";
    // A zone of many sectors may well have the one asked for; nobody has said so.
    return known.includes("multi") ? "unknown" : "fails";
  }
  const { low, high } = known;
  const [sure, open] = facet.type === "least" ? [low, high] : [high, low];
  const meets = (value) =>
    facet.type === "least" ? value >= filter.limit : value <= filter.limit;
  if (sure !== null) return meets(sure) ? "meets" : "fails";
  return open !== null && !meets(open) ? "fails" : "unknown";
}

function reasons(rows) {
  const groups = new Map();
  for (const { zone, stops } of rows) {
    if (!stops.length) continue;
    const { facet, reason, isBlank } = stops.find((one) => one.reason === "fails") ?? stops[0];
    const key = `${facet} ${reason}`;
    if (!groups.has(key)) groups.set(key, { facet, reason, count: 0, possible: 0, ids: [] });
    const group = groups.get(key);
    group.count += 1;
    group.possible += reason === "unknown" && !isBlank ? 1 : 0;
    group.ids.push(zone.id);
  }
  return [...groups.values()].sort((a, b) => b.count - a.count);
}

function countsOf(facet, filter, rows, today) {
  const others = rows.filter(({ stops }) => stops.every((stop) => stop.facet === facet.key));
  const values = others.map(({ zone }) => facet.read(zone.properties, today));
  const count = (one) => values.filter((known) => judge(facet, one, known) === "meets").length;
  const choices = {};
  for (const value of facet.values ?? []) choices[value] = count({ values: [value] });
  const unknown = values.filter((known) =>
    filter ? judge(facet, filter, known) === "unknown" : isOpen(facet, known),
  );
  return {
    choices,
    known: values.filter((known) => !isOpen(facet, known)).length,
    unknown: unknown.length,
    possible: unknown.filter((known) => known !== null).length,
  };
}

/** Whether a limit could not be held against it. */
function isOpen(facet, known) {
  if (known === null) return true;
  if (facet.type === "least") return known.low === null;
  return facet.type === "most" && known.high === null;
}

/**
 * What to change in one filter so that some zones come back; the smallest change first.
 * @returns {{facet: string, change: "limit"|"unknown"|"drop", text: string|null, count: number}[]}
 *   `text`: the filter as it would be, null where it would go.
 */
export function waysToLoosen(zones, texts, today) {
  const { filters } = parseFilters(texts);
  const ways = [];
  const add = (facet, change, filter) => {
    const next = { ...texts };
    if (filter) next[facet] = writeFilter(filter);
    else delete next[facet];
    const count = applyFilters(zones, next, today).kept.size;
    if (count) ways.push({ facet, change, text: filter ? next[facet] : null, count });
  };
  for (const [key, filter] of Object.entries(filters)) {
    const limit = nearestLimit(zones, texts, key, today);
    if (limit !== null) add(key, "limit", { ...filter, limit });
    if (!filter.unknown) add(key, "unknown", { ...filter, unknown: true });
    add(key, "drop", null);
  }
  const order = ["limit", "unknown", "drop"];
  return ways.sort(
    (a, b) => order.indexOf(a.change) - order.indexOf(b.change) || b.count - a.count,
  );
}

/** The limit that lets the nearest of the zones in which meet the other filters; null if none. */
function nearestLimit(zones, texts, key, today) {
  const facet = BY_KEY.get(key);
  if (facet.values) return null;
  const { [key]: _, ...others } = texts;
  const { kept } = applyFilters(zones, others, today);
  const sure = zones
    .filter((zone) => kept.has(zone.id))
    .map((zone) => facet.read(zone.properties, today)?.[facet.type === "least" ? "low" : "high"])
    .filter((value) => Number.isFinite(value));
  if (!sure.length) return null;
  const limit =
    facet.type === "least" ? Math.floor(Math.max(...sure)) : Math.ceil(Math.min(...sure));
  return facet.type === "least" && limit <= 0 ? null : limit;
}

/** Smallest and largest value known of a facet among zones, or null: what a limit may be. */
export function rangeKnown(zones, key, today) {
  const facet = BY_KEY.get(key);
  const known = zones
    .map((zone) => facet.read(zone.properties, today))
    .filter((value) => !isOpen(facet, value));
  if (!known.length) return null;
  const ends = known.flatMap(({ low, high }) => [low, high]).filter(Number.isFinite);
  return { low: Math.min(...ends), high: Math.max(...ends), count: known.length };
}

// What is known of a zone.

function choice(key, values, read) {
  const known = (properties) => (values.includes(read(properties)) ? [read(properties)] : null);
  return { key, type: "choice", values, read: known };
}

function away(key, measure) {
  const read = (properties) => {
    const metres = properties.distances?.[measure]?.distance_m;
    return Number.isFinite(metres) ? { low: metres / 1000, high: metres / 1000 } : null;
  };
  return { key, type: "most", unit: "km", end: 1000, read };
}

function sectors(properties) {
  return sectorsOf(figureOf(properties, "main_sectors")?.text);
}

/** Where a source says that none is left, that is less than any size asked for. */
export function landLeft(properties) {
  const reading = properties.remaining_ha;
  if (!reading || reading.illustrative) return null;
  if (reading.state === "none_left") return { low: 0, high: 0 };
  return reading.state === "known" ? rangeOf(reading) : null;
}

/** No block is larger than all that is left: that much is known even where blocks are not. */
function largestBlock(properties) {
  const { ledger } = properties;
  const block = ledger && !ledger.illustrative ? ledger.largest_block_ha : null;
  if (Number.isFinite(block)) return { low: block, high: block };
  const left = landLeft(properties);
  return left && left.high !== null ? { low: null, high: left.high } : null;
}

function rent(properties) {
  const figure = figureOf(properties, "lease_price_usd_m2");
  return figure ? rangeOf(figure) : null;
}

/** To the year: sources give the year in which the term ends, seldom the day. */
function yearsLeft(properties, today) {
  const figure = figureOf(properties, "lease_expiry_year");
  const range = figure ? rangeOf(figure) : null;
  if (!range) return null;
  const year = Number(today.slice(0, 4));
  const left = (end) => (end === null ? null : end - year);
  return { low: left(range.low), high: left(range.high) };
}

/** The worst badge of what is known of a zone's land: its area and what remains of it. */
function worstBadge(properties) {
  const reading = properties.remaining_ha;
  const remaining = reading && !reading.illustrative && reading.state !== "unknown" ? reading : null;
  const letters = [remaining?.badge, figureOf(properties, "total_area_ha")?.badge];
  const known = letters.filter((one) => BADGES.includes(one)).sort();
  return known.length ? [known.at(-1)] : null;
}

/** A figure that stands for the zone itself, not for a part or a group. */
function figureOf(properties, metric) {
  const figure = properties.figures?.[metric];
  return figure && (figure.scope ?? "zone") === "zone" ? figure : null;
}

function rangeOf({ value, low, high }) {
  const end = (side) => (Number.isFinite(value) ? value : Number.isFinite(side) ? side : null);
  const range = { low: end(low), high: end(high) };
  return range.low === null && range.high === null ? null : range;
}
