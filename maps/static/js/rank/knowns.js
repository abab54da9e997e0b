/** A figure of the ranking as words. */

import { STALE_YEARS, distance, joined, number, quantity } from "zonemap/format";

/**
 * @param {object} app
 * @param {object} known As `/api/rank` tells it.
 * @param {object} criterion
 */
export function knownText(app, known, criterion) {
  const { words } = app;
  const text = plainText(app, known, criterion);
  // A year that something happens in stays so, whoever told of it when.
  const isOld = known.age_years >= STALE_YEARS && criterion.unit !== "years";
  return isOld ? `${text} (${words.t("years_old", { count: known.age_years })})` : text;
}

function plainText({ words }, known, criterion) {
  const write = (value) => valueText(value, criterion.unit, words);
  if (Number.isFinite(known.within)) return joined(distance(known.value, known.within, words));
  if (known.state === "none_left") return words.t("none_left");
  if (known.state === "bounded") return words.t("at_most", { value: write(known.high) });
  if (known.value !== null) return write(known.value);
  if (known.low === null && known.high === null) return words.t("unknown");
  if (known.low === null) return words.t("at_most", { value: write(known.high) });
  if (known.high === null) return words.t("decide_at_least", { value: write(known.low) });
  return `${number(known.low, 1, words)} – ${write(known.high)}`;
}

/** A number with its unit, as criteria are told in. */
export function valueText(value, unit, words) {
  if (unit === "m") return `${number(value / 1000, 1, words)} km`;
  if (unit === "years") return words.t("years_count", { count: number(value, 0, words) });
  return joined(quantity(value, unit, 1, words));
}

/** A score or part of one in points of a hundred. */
export function points(share, words, isSigned = false) {
  const value = share * 100;
  const text = new Intl.NumberFormat(words.language === "vi" ? "vi-VN" : "en-GB", {
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
    signDisplay: isSigned ? "exceptZero" : "auto",
  }).format(value);
  return text.replace("-", "−");
}

/** Both ends of a score. */
export function scoreText({ low, high }, words) {
  const ends = [points(low, words), points(high, words)];
  return ends[0] === ends[1] ? ends[0] : ends.join(" – ");
}
