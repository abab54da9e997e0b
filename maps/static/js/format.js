/** Numbers, dates and figures as the language shown writes them. */

/** Positions that may be off by this many metres or more give distances to whole kilometres. */
const COARSE = 500;
const LOCALES = { vi: "vi-VN", en: "en-GB" };

/**
 * A number, or the word for unknown: `Intl` alone would write null as 0.
 * @param {number|null|undefined} value
 * @param {number} decimals At most; trailing zeros are dropped.
 * @param {object} words
 */
export function number(value, decimals, words) {
  if (!isNumber(value)) return words.t("unknown");
  const options = { maximumFractionDigits: decimals };
  return new Intl.NumberFormat(LOCALES[words.language], options).format(value);
}

/** An area in hectares, or the word for unknown without a unit. */
export function hectares(value, words) {
  const text = number(value, 2, words);
  return isNumber(value) ? `${text} ha` : text;
}

/**
 * A partial ISO date: `2019-04` gives `04/2019` or `Apr 2019`.
 * @param {string|null} asOf May be an interval `a/b`, or start with `~` for about.
 * @param {object} words
 */
export function date(asOf, words) {
  if (!asOf) return words.t("undated");
  if (asOf.startsWith("~")) return `${words.t("about")} ${date(asOf.slice(1), words)}`;
  if (asOf.includes("/")) return asOf.split("/").map((part) => date(part, words)).join(" – ");
  const parts = asOf.split("-");
  const plain = parts.every((part) => /^\d+$/.test(part)) && parts.length <= 3;
  if (!plain || (parts.length > 1 && (parts[1] < 1 || parts[1] > 12))) return asOf;
  if (words.language === "vi") return parts.reverse().join("/");
  if (parts.length === 1) return parts[0];
  const month = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ")[parts[1] - 1];
  return [parts[2] ? Number(parts[2]) : null, month, parts[0]].filter((part) => part).join(" ");
}

/** Today in Vietnam, UTC + 7 h, wherever the reader is: the server knows no later day. */
export function isoToday() {
  return new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);
}

/** From this age on, in whole years, a figure says how old it is; as `/api` counts. */
export const STALE_YEARS = 3;

/**
 * `7 years old` of a figure that speaks of a time so long ago; nothing where it is not yet old.
 * @param {string|null|undefined} asOf As for `date`.
 * @param {object} words
 * @param {string} [today] As `2026-11-28`.
 */
export function age(asOf, words, today = isoToday()) {
  const years = ageYears(asOf, today);
  return years !== null && years >= STALE_YEARS ? words.t("years_old", { count: years }) : "";
}

/** Whole years from the last day of the time a figure speaks of; null where that is not known. */
function ageYears(asOf, today) {
  const last = /(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?$/.exec(asOf ?? "");
  if (!last) return null;
  const [year, month] = [Number(last[1]), Number(last[2] ?? 12)];
  const day = Number(last[3] ?? new Date(year, month, 0).getDate());
  const [thisYear, thisMonth, thisDay] = today.split("-").map(Number);
  const isBefore = thisMonth < month || (thisMonth === month && thisDay < day);
  return Math.max(0, thisYear - year - (isBefore ? 1 : 0));
}

/**
 * A number with its unit word: `{text, unit}`.
 * @param {number} value
 * @param {string} unit
 * @param {number} decimals
 */
export function quantity(value, unit, decimals, words) {
  if (unit === "share") return { text: percent(value, words), unit: "" };
  if (unit === "year") return { text: String(Math.round(value)), unit: "" };
  return { text: number(value, decimals, words), unit: unitWord(unit, words) };
}

/** A share as percent, to a tenth, or the word for unknown. */
export function percent(share, words) {
  if (!isNumber(share)) return words.t("unknown");
  return `${number(share * 100, 1, words)}%`;
}

/** The word of a unit; the unit itself where there is no word for it. */
export function unitWord(unit, words) {
  const key = `unit_${(unit ?? "").replaceAll("²", "2").replaceAll("³", "3")}`;
  return words.has(key) ? words.t(key) : (unit ?? "");
}

/**
 * A figure or reading: its value, its range, its words, or null where nothing is known.
 * @param {object} figure FIGURE or reading of the map document.
 * @param {object} metric Entry of the document's `metrics`, for decimals and unit.
 * @returns {{text: string, unit: string}|null}
 */
export function figureText(figure, metric, words) {
  if (!figure) return null;
  const unit = figure.unit ?? metric?.unit ?? "";
  const decimals = metric?.decimals ?? 2;
  if (isNumber(figure.value)) {
    return quantity(figure.value, unit, decimals, words);
  }
  if (isNumber(figure.low) && isNumber(figure.high)) {
    const low = quantity(figure.low, unit, decimals, words);
    const high = quantity(figure.high, unit, decimals, words);
    return { text: `${low.text} – ${high.text}`, unit: low.unit };
  }
  return figure.text ? { text: figure.text, unit: "" } : null;
}

/**
 * A distance in kilometres, no finer than the positions it was measured between.
 * @param {number} metres
 * @param {number} within Metres by which the worse of the two positions may be off.
 */
export function distance(metres, within, words) {
  const [low, high] = shownDistance(metres, within);
  const text = number(high / 1000, 1, words);
  if (low !== high) return { text: `${words.t("under")} ${text}`, unit: "km" };
  return { text: within < COARSE ? text : `${words.t("about")} ${text}`, unit: "km" };
}

/**
 * Least and most of a distance as it is shown, metres: what looks the same is the same.
 * @param {number} metres
 * @param {number} within Metres by which it may be off.
 * @returns {[number, number]}
 */
export function shownDistance(metres, within) {
  const step = within < COARSE ? 100 : 1000;
  const least = Math.max(within, 1000);
  if (step === 1000 && metres < least) return [0, least];
  const shown = Math.round(metres / step) * step;
  return [shown, shown];
}

/** Value and unit as one text. */
export function joined(part) {
  return part.unit ? `${part.text} ${part.unit}` : part.text;
}

function isNumber(value) {
  return Number.isFinite(value);
}
