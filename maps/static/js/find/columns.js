/** What is shown of a zone in the list and in the table: one reading a column. */

import { distanceOf } from "zonemap/distances";
import { landLeft } from "zonemap/find/filtering";
import { sectorText } from "zonemap/find/sector-row";
import { figureText } from "zonemap/format";
import { readingOf, sortValue } from "zonemap/readings";

/**
 * @typedef {object} Column
 * @property {string} key
 * @property {string} word Key of its heading.
 * @property {string|null} unit Key of its unit's word.
 * @property {boolean} isNumber
 * @property {(app: object, zone: object) => {text: string, unit: string, state: string,
 *   badge: string|null}} read
 * @property {(app: object, zone: object) => number|string|null} rank Null is unknown.
 * @property {(app: object, zone: object) => boolean} [isBound] Whether no more than a bound is known;
 *   it comes after what is known, however large it is.
 */

/** @type {Column[]} */
export const COLUMNS = [
  text("name", "col_name", ({ words }, one) => words.pick(one, "name")),
  text("status", "facet_status", ({ words }, one) => words.t(`status_${one.status}`)),
  figure("total", "col_total", "ha", "total_area_ha"),
  reading("remaining", "facet_remaining", "ha", "remaining_ha"),
  reading("occupancy", "col_occupancy", "share", "occupancy"),
  number("block", "facet_block", "ha", largestBlock),
  figure("rent", "facet_rent", "USD/m2", "lease_price_usd_m2"),
  figure("expiry", "col_expiry", null, "lease_expiry_year"),
  number("term", "col_years", "years", yearsLeft),
  away("coastline", "coastline"),
  away("berth", "deep_sea_berth"),
  away("port", "port"),
  away("airport", "airport"),
  away("expressway", "expressway"),
  text("kind", "facet_kind", ({ words }, one) => words.t(`kind_${one.kind}`)),
  text("province", "facet_province", ({ words }, one) => words.t(`province_${one.former_province}`)),
  text("sector", "facet_sector", sectorsIn, badgeOf("main_sectors")),
];

/** The column of that key. */
export const columnOf = (key) => COLUMNS.find((column) => column.key === key);

/**
 * Zones in the order of a column; unknown comes last either way, equals by name.
 * @param {1|-1} direction
 */
export function sorted(app, zones, column, direction) {
  const order = new Intl.Collator(app.words.language, { numeric: true });
  const ranks = new Map(zones.map((zone) => [zone.id, column.rank(app, zone)]));
  const name = (zone) => app.words.pick(zone.properties, "name");
  const bound = (zone) => column.isBound?.(app, zone) ?? false;
  return [...zones].sort((a, b) => {
    const [x, y] = [ranks.get(a.id), ranks.get(b.id)];
    if ((x === null) !== (y === null)) return x === null ? 1 : -1;
    const [low, high] = [bound(a), bound(b)];
    if (low !== high) return low ? 1 : -1;
    const apart = x === null ? 0 : typeof x === "string" ? order.compare(x, y) : x - y;
    return apart * direction || order.compare(name(a), name(b)) || (a.id < b.id ? -1 : 1);
  });
}

function text(key, word, read, badge = () => null) {
  return {
    key,
    word,
    unit: null,
    isNumber: false,
    read: (app, { properties }) => {
      const said = read(app, properties);
      return said ? { text: said, unit: "", state: "known", badge: badge(properties) } : unknown(app);
    },
    rank: (app, { properties }) => read(app, properties) || null,
  };
}

function figure(key, word, unit, metric) {
  return {
    key,
    word,
    unit,
    isNumber: true,
    read: (app, { properties }) => {
      const one = properties.figures?.[metric];
      const part = figureText(one ? { ...one, unit: unit ?? one.unit } : null, app.doc.metrics[metric], app.words);
      return part ? { ...part, state: "known", badge: one.badge ?? null } : unknown(app);
    },
    rank: (_, { properties }) => {
      const { value, low, high } = properties.figures?.[metric] ?? {};
      return [value, low, high].find(Number.isFinite) ?? null;
    },
  };
}

function reading(key, word, unit, measure) {
  return {
    key,
    word,
    unit,
    isNumber: true,
    read: (app, { properties }) => {
      const part = readingOf(app, properties, measure);
      const badge = part.state === "unknown" ? null : (part.reading?.badge ?? null);
      return { ...part, badge, illustrative: part.reading?.illustrative ?? false };
    },
    rank: (_, { properties }) => sortValue(properties, measure),
  };
}

function number(key, word, unit, read) {
  return {
    key,
    word,
    unit,
    isNumber: true,
    read: (app, { properties }) => {
      const one = read(app, properties);
      const part = one && figureText({ value: one.value, unit }, { decimals: 2 }, app.words);
      if (!part) return unknown(app);
      const said = one.isBound && one.value > 0 ? app.words.t("at_most", { value: part.text }) : part.text;
      return { ...part, text: said, state: "known", badge: one.badge };
    },
    rank: (app, { properties }) => read(app, properties)?.value ?? null,
    isBound: (app, { properties }) => read(app, properties)?.isBound ?? false,
  };
}

function away(key, measure) {
  return {
    key,
    word: `facet_${key}`,
    unit: "km",
    isNumber: true,
    read: (app, { properties }) => {
      const part = distanceOf(app, properties, measure);
      const badge = properties.distances?.[measure]?.badge ?? null;
      return part ? { ...part, state: "known", badge } : unknown(app);
    },
    rank: (_, { properties }) => properties.distances?.[measure]?.distance_m ?? null,
  };
}

function sectorsIn({ words }, { figures }) {
  const written = figures?.main_sectors?.text ?? null;
  return sectorText(words, written) ?? written;
}

/** Of real parcels only: an illustrative block is nobody's offer. Else at most what is left. */
function largestBlock(_, properties) {
  const { ledger } = properties;
  const value = ledger && !ledger.illustrative ? ledger.largest_block_ha : null;
  if (Number.isFinite(value)) return { value, badge: ledger.badge ?? null };
  const most = landLeft(properties)?.high ?? null;
  return most === null
    ? null
    : { value: most, badge: properties.remaining_ha.badge ?? null, isBound: true };
}

function yearsLeft(app, { figures }) {
  const one = figures?.lease_expiry_year;
  if (!Number.isFinite(one?.value)) return null;
  return { value: one.value - Number(app.finding.today.slice(0, 4)), badge: one.badge ?? null };
}

function badgeOf(metric) {
  return ({ figures }) => figures?.[metric]?.badge ?? null;
}

const unknown = ({ words }) => ({ text: words.t("unknown"), unit: "", state: "unknown", badge: null });
