/** Weights of criteria: from a link, from a preset, and as the server is asked. Pure arithmetic. */

export const PRESETS = ["balanced", "logistics", "cost", "land"];
export const DEFAULT_PRESET = "balanced";
/** End of the sliders; the weightiest criterion of any preset stays well below. */
export const MOST = 60;

const LARGEST = 1_000_000;
const NUMBER = /^\d{1,12}(\.\d{0,12})?$/;

/**
 * What a link says of weights.
 * @param {Record<string, string>} texts Number by criterion, as text.
 * @param {string|null} preset
 * @returns {{weights: Record<string, number>|null, preset: string, faults: string[]}} `weights`: null
 *   for those of the preset. `faults`: parts that cannot be used; the default is given then.
 */
export function readWeights(texts, preset) {
  const known = preset === null || PRESETS.includes(preset);
  const pairs = Object.entries(texts ?? {});
  if (!known) return { weights: null, preset: DEFAULT_PRESET, faults: [preset] };
  if (!pairs.length) return { weights: null, preset: preset ?? DEFAULT_PRESET, faults: [] };
  const faults = pairs
    .filter(([, text]) => !NUMBER.test(text) || Number(text) > LARGEST)
    .map(([key, text]) => `${key}: ${text.slice(0, 20)}`);
  const numbers = pairs.map(([key, text]) => [key, Number(text)]);
  const none = !faults.length && numbers.every(([, number]) => number === 0);
  if (none) faults.push(pairs.map(([key, text]) => `${key}: ${text}`).join(", ").slice(0, 60));
  if (faults.length) return { weights: null, preset: DEFAULT_PRESET, faults };
  return { weights: fitted(Object.fromEntries(numbers)), preset: null, faults: [] };
}

/** Weights in the same proportions, none beyond the end of its slider. */
function fitted(weights) {
  const largest = Math.max(...Object.values(weights));
  if (largest <= MOST && sumOf(weights) >= MOST) return weights;
  const factor = Math.min(100 / sumOf(weights), MOST / largest);
  return Object.fromEntries(
    Object.entries(weights).map(([key, number]) => [key, Number((number * factor).toFixed(4))]),
  );
}

/** Weights as the state keeps them: texts of those above 0. */
export function writeWeights(weights) {
  const above = Object.entries(weights).filter(([, number]) => number > 0);
  return Object.fromEntries(above.map(([key, number]) => [key, String(number)]));
}

/** As `/api/rank` reads them. */
export function askedWeights(weights) {
  return Object.entries(writeWeights(weights))
    .map((pair) => pair.join(":"))
    .join(",");
}

export function sumOf(weights) {
  return Object.values(weights).reduce((sum, number) => sum + number, 0);
}

/** Share of the whole, 0 to 1. */
export function shareOf(weights, key) {
  const sum = sumOf(weights);
  return sum > 0 ? (weights[key] ?? 0) / sum : 0;
}

/**
 * Where a normalised weight stands on a criterion's slider while the other sliders stay.
 * @param {number} share 0 to 1.
 * @returns {number} 0 to 1 of the slider's length.
 */
export function placeOf(weights, key, share) {
  const rest = sumOf(weights) - (weights[key] ?? 0);
  if (share >= 1) return 1;
  return Math.min(1, (share / (1 - share)) * (rest / MOST));
}
