/** Numbers of tables: always the same decimals, so that columns align and add up to what is read. */

const LOCALES = { vi: "vi-VN", en: "en-GB" };
const known = new Map();

/**
 * @param {number} value
 * @param {number} decimals Always shown.
 * @param {string} language
 */
export function fixed(value, decimals, language) {
  const key = `${language}${decimals}`;
  if (!known.has(key)) {
    known.set(
      key,
      new Intl.NumberFormat(LOCALES[language], {
        minimumFractionDigits: decimals,
        maximumFractionDigits: decimals,
      }),
    );
  }
  return known.get(key).format(value);
}

/** Hectares to 0.01. */
export const hectares = (value, words) => fixed(value, 2, words.language);

/**
 * A value of a column as it is shown, without its unit.
 * @param {number} value
 * @param {{kind: string, decimals: number}} column
 */
export function shown(value, column, words) {
  if (column.kind === "share") return `${fixed(value * 100, 1, words.language)}%`;
  return fixed(value, column.decimals, words.language);
}

/**
 * Sum of numbers that have at most some decimals, exactly: in whole units of the last digit.
 * @param {number[]} values
 * @param {number} decimals
 */
export function sumShown(values, decimals) {
  const scale = 10 ** decimals;
  return values.reduce((sum, value) => sum + Math.round(value * scale), 0) / scale;
}

export const isKnown = (value) => value !== null && value !== undefined;
