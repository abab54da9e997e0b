/** Straight-line distances of a zone: rows, and how fine their figures may be written. */

import { el } from "zonemap/dom";
import { badge } from "zonemap/figures";
import { date, distance, joined } from "zonemap/format";

export const DISTANCES = ["coastline", "deep_sea_berth", "port", "airport", "expressway"];
const DRAWN = ["surveyed", "openstreetmap"];
/** Metres by which a position may be off; what is not known is as bad as the worst. */
const WITHIN = { surveyed: 50, openstreetmap: 50, approx_500m: 500, approx_2km: 2000 };
export const WORST = 2000;

/** The section of the sheet; null for a zone without a place. */
export function distanceNodes(app, properties) {
  const { words } = app;
  const known = properties.distances ?? {};
  const rows = DISTANCES.map((key) => distanceRow(app, key, known[key], properties));
  const centre = DISTANCES.some((key) => known[key]?.measured_from === "centre");
  const text = centre ? words.t("distances_note_centre") : words.t("distances_note");
  return [...rows, el("p", { class: "section-note", text })];
}

/**
 * A distance as text and unit, rounded by the worse of the two positions; null where unknown.
 * @param {object} app
 * @param {object} properties Of the zone.
 * @param {string} key Key of its distances.
 */
export function distanceOf(app, properties, key) {
  const entry = properties.distances?.[key];
  if (entry?.distance_m === null || entry?.distance_m === undefined) return null;
  return distance(entry.distance_m, entry.within_m ?? WORST, app.words);
}

/** Metres by which the place of a zone may be off, measured from its outline or its centre. */
export function withinOfZone(properties, measuredFrom) {
  const drawn = measuredFrom !== "centre" && DRAWN.includes(properties.boundary_quality);
  return drawn ? WITHIN[properties.boundary_quality] : WORST;
}

/** Metres by which a position of that accuracy may be off; undefined where it is not known. */
export function accuracyOf(name) {
  return WITHIN[name];
}

/** How well the position of what was measured to is known. */
function accuracyOfTarget(app, key, entry) {
  if (key === "coastline") return "openstreetmap";
  const port = app.portById.get(entry.nearest_id);
  if (port) return port.properties.location_accuracy;
  return app.linkById.get(entry.nearest_id)?.properties.geometry_quality ?? null;
}

/** A distance with the name of what is nearest, opening to its passport. */
export function distanceRow(app, key, entry, properties) {
  const { words } = app;
  const part = distanceOf(app, properties, key);
  const notOpen = entry?.nearest_status && entry.nearest_status !== "operating";
  const nearest = [
    entry && key !== "coastline" ? words.pick(entry, "nearest_name") : "",
    notOpen ? words.t(`status_${entry.nearest_status}`).toLocaleLowerCase(words.language) : "",
  ];
  const line = [
    el("span", { class: "figure-label", text: words.t(`distance_${key}`) }),
    el("span", {
      class: part ? "figure-value" : "figure-value unknown",
      text: part ? joined(part) : words.t("unknown"),
    }),
    part
      ? el(
          "span",
          { class: "figure-source" },
          badge(app, entry.badge),
          el("span", { text: nearest.filter((one) => one).join(", ") }),
        )
      : null,
  ];
  if (!part) return el("div", { class: "figure plain" }, ...line);
  const row = { class: "figure", "data-distance": key };
  return el("details", row, el("summary", {}, ...line), passport(app, key, entry, properties));
}

function passport(app, key, entry, properties) {
  const { words, doc } = app;
  const rows = [
    ["definition", words.pick(doc.metrics[key], "definition")],
    ["method", words.t("method_geodesic")],
    ["measured_from", placeOfZone(words, entry, properties)],
    ["measured_to", placeOfTarget(app, key, entry)],
    ["as_of", doc.data_date ? date(doc.data_date, words) : ""],
    ["badge", entry.badge ? words.t(`badge_${entry.badge}`) : ""],
  ].filter(([, text]) => text);
  return el(
    "dl",
    { class: "passport" },
    ...rows.flatMap(([name, text]) => [el("dt", { text: words.t(name) }), el("dd", { text })]),
  );
}

function placeOfZone(words, entry, properties) {
  const centre = entry.measured_from === "centre" || !properties.boundary_quality;
  const outline = words.t(`boundary_${centre ? "none" : properties.boundary_quality}`);
  if (!centre && DRAWN.includes(properties.boundary_quality)) return outline;
  return `${outline}. ${words.t(`accuracy_${properties.location_accuracy ?? "none"}`)}`;
}

function placeOfTarget(app, key, entry) {
  const { words } = app;
  const accuracy = accuracyOfTarget(app, key, entry);
  const isPort = app.portById.has(entry.nearest_id);
  const quality = isPort ? `accuracy_${accuracy ?? "none"}` : accuracy && `geometry_${accuracy}`;
  const name = words.pick(entry, "nearest_name") || words.t(`distance_${key}`);
  return [name, quality ? words.t(quality) : ""].filter((one) => one).join(" · ");
}
