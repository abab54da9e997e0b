/** From a zone to the things around it: the two nearest places, and the distance in words. */

import { accuracyOf, withinOfZone, WORST } from "zonemap/distances";
import { distance, joined } from "zonemap/format";
import { boxOf, shoreLines } from "zonemap/geometry";
import { nearestPlaces } from "zonemap/look/nearest";

/** The two ends of a distance of the zone, as they are drawn; null where either is unknown. */
export function endsOfDistance(app, zone, key) {
  const entry = zone.properties.distances?.[key];
  if (!Number.isFinite(entry?.distance_m)) return null;
  const from = startOf(zone, entry.measured_from === "centre");
  const targets = key === "coastline" ? shores(app) : geometriesOf(app, entry.nearest_id);
  return from && targets.length ? nearestPlaces(from, targets) : null;
}

/** A port or link as seen from the zone: `{from, to, metres}`; null without places. */
export function reachOf(zone, feature) {
  const from = startOf(zone, false);
  return from && feature.geometry ? nearestPlaces(from, [feature.geometry]) : null;
}

/** A distance measured on the page, no finer than the two positions allow. */
export function reachText(app, zone, feature, metres) {
  const own = withinOfZone(zone.properties, zone.geometry?.type === "Point" ? "centre" : null);
  const { location_accuracy: accuracy, geometry_quality: quality } = feature.properties;
  const within = Math.max(own, accuracyOf(accuracy ?? quality) ?? WORST);
  return joined(distance(metres, within, app.words));
}

function startOf(zone, fromCentre) {
  const { location } = zone.properties;
  const centre = location ? { type: "Point", coordinates: location } : null;
  return fromCentre ? centre : (zone.geometry ?? centre);
}

function geometriesOf(app, id) {
  const feature = app.portById.get(id) ?? app.linkById.get(id);
  return feature?.geometry ? [feature.geometry] : [];
}

/** The shore as the map draws it; the document is not changed, so once is enough. */
function shores(app) {
  app.shores ??= (() => {
    const { doc } = app;
    const boxes = [doc.region_bbox, boxOf(doc.land_context)].filter(Boolean);
    const lines = [doc.land, doc.land_context].filter(Boolean).flatMap((land) => shoreLines(land, boxes));
    const coordinates = lines.map((line) => line.map(([lat, lon]) => [lon, lat]));
    return coordinates.length ? [{ type: "MultiLineString", coordinates }] : [];
  })();
  return app.shores;
}
