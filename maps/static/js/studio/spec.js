/** Specs as the page holds them: plain fields, those that are as by default left out. */

import { isExtent } from "zonemap/studio/extent";

const TEXTS = ["template", "title", "subtitle", "measure", "province", "claim", "as_of", "before"];
const NAMES = ["language", "theme", "size", "ground", "levels", "safe_area"];
const SWITCHES = [
  "legend",
  "scale_bar",
  "north_arrow",
  "inset",
  "source_line",
  "data_date",
  "badge_notes",
  "qr",
];
/** Fields that a link may give one by one, as other pages of ours do. */
const SIMPLE = ["template", "measure", "province", "claim", "theme", "size", "language"];

const isText = (value) => typeof value === "string";
const isNumber = (value) => typeof value === "number" && Number.isFinite(value);
const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
const areTexts = (value) => Array.isArray(value) && value.every(isText);

const KINDS = {
  ...Object.fromEntries([...TEXTS, ...NAMES].map((name) => [name, isText])),
  ...Object.fromEntries(SWITCHES.map((name) => [name, (value) => typeof value === "boolean"])),
  zones: areTexts,
  layers: areTexts,
  top: isNumber,
  seconds: isNumber,
  extent: isExtent,
  labels: (value) => isObject(value) && Object.values(value).every(isObject),
};

/**
 * A spec out of anything: fields that the page could not work with are left out.
 * @param {unknown} value
 * @returns {{ spec: object, dropped: string[] } | null} Null if it is no spec at all.
 */
export function cleanSpec(value) {
  if (!isObject(value)) return null;
  const spec = {};
  const dropped = [];
  for (const [name, one] of Object.entries(value)) {
    if (one === null) continue;
    if (Object.hasOwn(KINDS, name) && KINDS[name](one)) spec[name] = one;
    else dropped.push(name.slice(0, 40));
  }
  return { spec, dropped };
}

/**
 * The spec of an address.
 * @param {string} search Query of the address.
 * @returns {{ spec: object, dropped: string[] } | "broken" | null} Null if it has none.
 */
export function specOfLink(search) {
  const query = new URLSearchParams(search);
  const simple = {};
  for (const name of SIMPLE) if (query.get(name)) simple[name] = query.get(name);
  const zones = [query.get("zone"), query.get("zones")].join(",").split(",").filter(Boolean);
  if (zones.length) simple.zones = [...new Set(zones)];
  const whole = query.get("spec");
  if (whole === null) {
    return Object.keys(simple).length ? { spec: withTemplate(simple), dropped: [] } : null;
  }
  try {
    const cleaned = cleanSpec(JSON.parse(whole));
    return cleaned ? { ...cleaned, spec: { ...cleaned.spec, ...simple } } : "broken";
  } catch {
    return "broken";
  }
}

/** The template that fields are for where they name none, as on the command line. */
function withTemplate(spec) {
  const implied = spec.claim ? "claim" : spec.zones ? "locator" : undefined;
  return spec.template || !implied ? spec : { template: implied, ...spec };
}

/** A spec with some fields changed; undefined and null take a field away. */
export function changed(spec, changes) {
  const next = { ...spec };
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined || value === null) delete next[name];
    else next[name] = value;
  }
  return next;
}

/** The labels of a spec with one of them moved, hidden or, for null, put back. */
export function withLabel(spec, id, move) {
  const labels = { ...spec.labels };
  if (move === null || isNothing(move)) delete labels[id];
  else labels[id] = move;
  return { labels: Object.keys(labels).length ? labels : null };
}

function isNothing({ dx = 0, dy = 0, hidden = false }) {
  return dx === 0 && dy === 0 && !hidden;
}

/** How a spec moves a label. */
export function moveOf(spec, id) {
  const move = Object.hasOwn(spec?.labels ?? {}, id) ? spec.labels[id] : {};
  const number = (value) => (isNumber(value) ? value : 0);
  return { dx: number(move.dx), dy: number(move.dy), hidden: move.hidden === true };
}

/**
 * Pixels of a size.
 * @param {string} size A name, or as `1280x720`.
 * @param {{ id: string, width_px: number, height_px: number }[]} sizes
 * @returns {{ width: number, height: number }}
 */
export function pixelsOf(size, sizes) {
  const named = sizes.find((one) => one.id === size);
  if (named) return { width: named.width_px, height: named.height_px };
  const written = /^(\d{1,5})\s*[x×]\s*(\d{1,5})$/.exec(size ?? "");
  if (!written) return { width: 1920, height: 1080 };
  return { width: Math.max(1, Number(written[1])), height: Math.max(1, Number(written[2])) };
}

/** The spec as YAML: a field a line, in which JSON is YAML too. */
export function yamlOf(spec) {
  const lines = [];
  for (const [name, value] of Object.entries(spec)) {
    if (name === "labels") {
      lines.push("labels:");
      for (const [id, move] of Object.entries(value)) {
        lines.push(`  ${JSON.stringify(id)}: ${JSON.stringify(move)}`);
      }
    } else lines.push(`${name}: ${JSON.stringify(value)}`);
  }
  return `${lines.join("\n")}\n`;
}
