/** Rows of the table: which are shown, in which order, and what each cell says. */

import { date } from "zonemap/format";
import { matchScore, searchKey } from "zonemap/text";
import { isKnown, shown, sumShown } from "zonemap/land/numbers";

const FILTERS = { province: "former_province", kind: "kind", status: "status", parcels: "parcels" };
/** Order of states that are words: as a planner would read them, not by the alphabet. */
const ORDER = {
  status: ["operating", "under_construction", "planned"],
  parcels: ["real", "illustrative", "none"],
};

/** The name without the words that the column of kinds says; alike ones keep what tells them apart. */
export function shortName(app, zone) {
  return app.view.short_names.zones[zone.zone_id][app.words.language];
}

/** Rows with what a search compares. */
export function indexRows(zones) {
  return zones.map((zone) => ({
    zone,
    keys: [zone.name_vi, zone.name_en, zone.zone_id, zone.district]
      .filter((text) => text)
      .map(searchKey),
  }));
}

/**
 * Zones that pass the filters, sorted.
 * @param {object} app
 * @param {{zone: object, keys: string[]}[]} index
 */
export function visibleZones(app, index) {
  const query = searchKey(app.state.get("q") ?? "");
  const chosen = Object.entries(FILTERS)
    .map(([name, field]) => [field, app.state.get(name)])
    .filter(([, value]) => value);
  const zones = index
    .filter(({ keys }) => !query || keys.some((key) => matchScore(key, query) > 0))
    .map(({ zone }) => zone)
    .filter((zone) => chosen.every(([field, value]) => zone[field] === value));
  return sortZones(app, zones);
}

function sortZones(app, zones) {
  const column = app.columns.find((one) => one.key === app.state.get("sort")) ?? app.columns[0];
  const sign = app.state.get("order") === "down" ? -1 : 1;
  const collator = new Intl.Collator("vi", { numeric: true });
  const name = (zone) => shortName(app, zone);
  const rank = (zone) => rankOf(app, zone, column);
  return [...zones].sort((a, b) => {
    const first = rank(a);
    const second = rank(b);
    // Unknown is last whichever way the column is sorted; a statement without a number before it.
    if (first.place !== second.place) return first.place - second.place;
    const gap =
      typeof first.value === "string"
        ? collator.compare(first.value, second.value)
        : first.value - second.value;
    return sign * gap || collator.compare(name(a), name(b)) || (a.zone_id < b.zone_id ? -1 : 1);
  });
}

/** `place`: 0 a value, 1 a statement, 2 unknown. */
function rankOf(app, zone, column) {
  if (column.kind !== "text") {
    const value = zone[column.key] ?? declaredOf(zone, column)?.low ?? null;
    if (value !== null) return { place: 0, value };
    return { place: declaredOf(zone, column)?.state === "none_left" ? 1 : 2, value: 0 };
  }
  if (column.key === "name") return { place: 0, value: shortName(app, zone) };
  const value = zone[column.key];
  const order = ORDER[column.key];
  return { place: 0, value: order ? order.indexOf(value) : value };
}

/** The declared figure behind a column; undefined for the others. */
export function declaredOf(zone, column) {
  if (column.group !== "declared") return undefined;
  return zone.declared[column.key.replace("declared_", "").replace("_ha", "")];
}

/**
 * What a cell says: text, and whether it is known.
 * @returns {{text: string, state: "known"|"range"|"none_left"|"unknown"}}
 */
export function cellText(zone, column, words) {
  const value = zone[column.key];
  if (isKnown(value)) return { text: shown(value, column, words), state: "known" };
  const figure = declaredOf(zone, column);
  if (figure?.state === "none_left") return { text: words.t("cell_none_left"), state: "none_left" };
  if (isKnown(figure?.low)) {
    const ends = [figure.low, figure.high].map((end) => shown(end, column, words));
    return { text: ends.join(" – "), state: "range" };
  }
  return { text: words.t("cell_unknown"), state: "unknown" };
}

/** Who says a declared figure, and of when; for its title. */
export function declaredTitle(app, figure) {
  if (!figure) return null;
  const { words } = app;
  const sources = figure.source_keys.map((key) => app.sources[key]?.publisher ?? key);
  const method = words.has(`method_${figure.method}`) ? words.t(`method_${figure.method}`) : "";
  const note = figure.state === "none_left" ? words.t("cell_none_left_note") : "";
  return [date(figure.as_of, words), method, sources.join(", "), note]
    .filter((part) => part)
    .join(" · ");
}

/**
 * Total of what a column shows over some zones.
 * @returns {{value: number|null, known: number, unknown: number, illustrative: number}}
 */
export function totalOf(zones, column) {
  const known = zones.filter((zone) => isKnown(zone[column.key]));
  const fromParcels = column.group === "ledger" || column.group === "blocks";
  return {
    value: known.length
      ? sumShown(
          known.map((zone) => zone[column.key]),
          column.decimals,
        )
      : null,
    known: known.length,
    unknown: zones.length - known.length,
    illustrative: fromParcels
      ? known.filter((zone) => zone.parcels === "illustrative").length
      : 0,
  };
}
