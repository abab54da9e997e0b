/**
 * Which figures of a row are the best, and whether its zones differ. Pure arithmetic, so that it
 * works without a server; `/api/compare` has the same rule, and a test holds the two together.
 */

import { shownDistance } from "zonemap/format";

/**
 * @typedef {object} Known
 * @property {"known"|"range"|"bounded"|"none_left"|"unknown"} state
 * @property {number|null} [value]
 * @property {number|null} [low]
 * @property {number|null} [high]
 * @property {number|null} [within] By how much a distance may be off, metres.
 * @property {string|null} [text] Of a row of words.
 */

/**
 * The best of a row: whose worse end is the best of all worse ends. Ties are all marked. What is
 * unknown, only bounded or a mere statement is never the best, nor is anything while only one zone
 * is known.
 * @param {Known[]} cells
 * @param {"more"|"less"|null} better Null where that is a matter of purpose.
 * @param {string|null} unit
 * @returns {boolean[]}
 */
export function bestOf(cells, better, unit) {
  const ends = cells.map((cell) => worseEnd(cell, better, unit));
  const sure = ends.filter((end) => end !== null);
  const told = cells.filter((cell) => isTold(cell));
  if (!better || !sure.length || told.length < 2) return cells.map(() => false);
  const best = better === "more" ? Math.max(...sure) : Math.min(...sure);
  return ends.map((end) => end === best);
}

/** Whether the zones of which something is known are not all alike, as they are shown. */
export function differs(cells, unit) {
  return new Set(cells.filter(isTold).map((cell) => contentOf(cell, unit))).size > 1;
}

function isTold(cell) {
  return cell.state !== "unknown";
}

function contentOf(cell, unit) {
  if (cell.text !== null && cell.text !== undefined) return cell.text;
  if (isMeasured(cell)) return shownDistance(cell.value, cell.within).join("|");
  const numbers = [cell.value, cell.low, cell.high].map((number) => shown(number, unit));
  return [cell.state, ...numbers].join("|");
}

function worseEnd(cell, better, unit) {
  if (isMeasured(cell)) return shownDistance(cell.value, cell.within)[better === "more" ? 0 : 1];
  if (cell.state === "known") return shown(cell.value, unit);
  if (cell.state === "range") return shown(better === "more" ? cell.low : cell.high, unit);
  return null;
}

function isMeasured(cell) {
  return Number.isFinite(cell.within) && Number.isFinite(cell.value);
}

/** A number as fine as it is shown: what looks the same is the same. */
function shown(number, unit) {
  if (number === null || number === undefined) return null;
  return Number(number.toFixed(unit === "share" ? 3 : 2));
}
