/** A zone's value in a measure, as words: known, none left, or unknown. */

import { distanceOf } from "zonemap/distances";
import { date, figureText, joined } from "zonemap/format";

/**
 * The value of a measure for one zone.
 * @returns {{text: string, unit: string, state: string, reading: object|null}}
 */
export function readingOf(app, properties, measure) {
  const { words, doc } = app;
  if (measure === "status") {
    return { text: words.t(`status_${properties.status}`), unit: "", state: "known", reading: null };
  }
  if (measure === "distance") {
    const part = distanceOf(app, properties, "coastline");
    if (!part) return unknown(words, null);
    return { ...part, state: "known", reading: properties.distances.coastline };
  }
  const reading = properties[measure === "occupancy" ? "occupancy" : "remaining_ha"];
  if (!reading || reading.state === "unknown") return unknown(words, reading ?? null);
  if (reading.state === "none_left") {
    return { text: words.t("none_left"), unit: "", state: "none_left", reading };
  }
  const metric =
    measure === "occupancy"
      ? { unit: "share", decimals: 1 }
      : (doc.metrics.remaining_area_ha ?? { unit: "ha", decimals: 2 });
  const part = figureText({ ...reading, unit: metric.unit }, metric, words);
  return part ? { ...part, state: "known", reading } : unknown(words, reading);
}

/** The same as one line for a tooltip or a list. */
export function readingLine(app, properties, measure) {
  const { words } = app;
  const part = readingOf(app, properties, measure);
  const label = words.pick(app.measureOf(measure), "chip");
  const when = part.state !== "unknown" && part.reading?.as_of ? date(part.reading.as_of, words) : "";
  const mark = part.reading?.illustrative ? words.t("from_illustrative") : "";
  const tail = [when, mark].filter((one) => one).join(", ");
  return `${label}: ${joined(part)}${tail ? ` (${tail})` : ""}`;
}

/** Value to sort by; unknown is null. None left comes right after 0 ha and after 100 %. */
export function sortValue(properties, measure) {
  if (measure === "distance") return properties.distances?.coastline?.distance_m ?? null;
  if (measure === "status") return null;
  const reading = properties[measure];
  if (reading?.state === "none_left") return measure === "occupancy" ? 1.001 : -1;
  return reading?.state === "known" ? (reading.value ?? reading.low ?? null) : null;
}

function unknown(words, reading) {
  return { text: words.t("unknown"), unit: "", state: "unknown", reading };
}
