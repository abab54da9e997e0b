/** Filters, their limits and the reasons of an exclusion as words. */

import { number } from "zonemap/format";
import { facetOf } from "zonemap/find/filtering";

const FAR = new Set(["coastline", "berth", "port", "airport", "expressway"]);

/** Name of a facet. */
export const facetName = (words, key) => words.t(`facet_${key}`);

/** Name of a facet inside a sentence. */
export function facetInside(words, key) {
  const name = facetName(words, key);
  return name.charAt(0).toLocaleLowerCase(words.language) + name.slice(1);
}

/** One of the things that may be chosen. */
export function choiceName(words, key, value) {
  if (key !== "badge") return words.t(`${key}_${value}`);
  // Nothing is better than the best.
  return value === "A" ? value : words.t("find_badge_any", { badge: value });
}

/** A number of the facet with its unit. */
export function limitText(words, key, limit) {
  return `${number(limit, 2, words)} ${words.t(`unit_${facetOf(key).unit}`)}`;
}

/** A whole filter: `Largest block ≥ 5 ha, or unknown`. */
export function filterText(words, key, filter) {
  const facet = facetOf(key);
  const tail = filter.unknown ? `, ${words.t("find_unknown_short")}` : "";
  const name = facetName(words, key);
  if (facet.values) {
    const chosen = filter.values.map((value) => choiceName(words, key, value));
    return `${name}: ${chosen.join(", ")}${tail}`;
  }
  const sign = facet.type === "least" ? "≥" : "≤";
  return `${name} ${sign} ${limitText(words, key, filter.limit)}${tail}`;
}

/** Why zones are out: `12 zones out: largest block unknown`. */
export function reasonText(words, { facet, reason, count, possible }, filter) {
  if (reason !== "unknown") return words.t("find_out", { count, reason: failed(words, facet, filter) });
  const why = words.t("why_unknown", { facet: facetInside(words, facet) });
  const split = possible ? ` (${splitText(words, count, possible)})` : "";
  return words.t("find_out", { count, reason: why + split });
}

/** Of what is not known: what may yet be, and where nothing is known: `11 possible, 95 unknown`. */
export function splitText(words, count, possible) {
  const [may, rest] = [possible, count - possible].map((one) => number(one, 0, words));
  return words.t("find_split", { possible: may, unknown: rest });
}

function failed(words, key, filter) {
  const { type } = facetOf(key);
  const facet = facetInside(words, key);
  if (type === "choice") return words.t("why_choice", { facet });
  if (type === "badge") return words.t("why_badge", { facet, limit: filter.values[0] });
  const limit = limitText(words, key, filter.limit);
  if (type === "least") return words.t("why_least", { facet, limit });
  return FAR.has(key) ? words.t("why_far", { facet, limit }) : words.t("why_most", { facet, limit });
}
