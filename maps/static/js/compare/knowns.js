/** What is known of a zone, as `/api/compare` reads it: figures of the zone itself only. */

import { WORST } from "zonemap/distances";

export const UNKNOWN = { state: "unknown" };

/** One published figure; of a part, a group or a plan, or in another unit, it is not known. */
export function knownFigure(figure, unit) {
  if (!figure || figure.scope !== "zone" || (figure.unit ?? unit) !== unit) return UNKNOWN;
  return withNumbers(figure);
}

/** Remaining land or occupancy, as the map shows it; what only illustrates is not known. */
export function knownReading(reading) {
  if (!reading || reading.illustrative || reading.state === "unknown") return UNKNOWN;
  return reading.state === "none_left" ? { state: "none_left" } : withNumbers(reading);
}

/** Largest block from real parcels; else at most what remains. */
export function knownBlock(properties) {
  const { ledger } = properties;
  if (ledger && !ledger.illustrative && isNumber(ledger.largest_block_ha)) {
    return { state: "known", value: ledger.largest_block_ha };
  }
  const left = knownReading(properties.remaining_ha);
  if (left.state === "none_left") return left;
  const most = left.state === "known" ? left.value : left.high;
  return isNumber(most) ? { state: "bounded", low: 0, high: most } : UNKNOWN;
}

/** How many blocks of a size there are, from real parcels. */
export function knownBlocks(properties, size) {
  const { ledger } = properties;
  const count = ledger && !ledger.illustrative ? ledger[`blocks_${size}_ha`] : null;
  return isNumber(count) ? { state: "known", value: count } : UNKNOWN;
}

/** Years left on the land term; 0 once it has passed. */
export function knownYears(properties, year) {
  const ends = knownFigure(properties.figures?.lease_expiry_year, "year");
  const left = (end) => (isNumber(end) ? Math.max(0, end - year) : null);
  if (ends.state === "unknown") return UNKNOWN;
  return { state: ends.state, value: left(ends.value), low: left(ends.low), high: left(ends.high) };
}

/** A straight-line distance, metres, with how far it may be off. */
export function knownDistance(properties, key) {
  const { distance_m: metres, within_m: within } = properties.distances?.[key] ?? {};
  return isNumber(metres) ? { state: "known", value: metres, within: within ?? WORST } : UNKNOWN;
}

/** Words of the zone. */
export function knownText(text) {
  return text ? { state: "known", text } : UNKNOWN;
}

function withNumbers({ value, low, high }) {
  if (isNumber(value)) return { state: "known", value };
  if (!isNumber(low) && !isNumber(high)) return UNKNOWN;
  const ends = isNumber(low) && isNumber(high) && low > high ? [high, low] : [low, high];
  return { state: "range", low: ends[0] ?? null, high: ends[1] ?? null };
}

function isNumber(value) {
  return Number.isFinite(value);
}
