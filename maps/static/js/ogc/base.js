/** Land and sea under the features, fetched once from our own collection of the coastline. */

import { boxOf, shoreLines, toRings } from "zonemap/geometry";
import { L } from "zonemap/leaflet";

/**
 * Draw the land when it comes; without it the map keeps a plain ground.
 * @param {object} map
 * @param {Record<string, object>} panes
 * @param {string} address
 * @param {number[]} region West, south, east, north: land was cut along its sides, which are no shore.
 */
export async function drawBase(map, panes, address, region) {
  const geometries = await askFor(address);
  const boxes = geometries.map((one) => boxOf(one)).filter((one) => one);
  if (!boxes.length) return;
  const whole = boxes.reduce(joined);
  const look = { renderer: panes.land, pane: "land", interactive: false, smoothFactor: 0.6 };
  for (const geometry of geometries) {
    L.polygon(toRings(geometry), { ...look, className: "land" }).addTo(map);
    const shore = shoreLines(geometry, [region, whole]);
    L.polyline(shore, { ...look, className: "shore" }).addTo(map);
  }
  const [west, south, east, north] = whole;
  map.getContainer().classList.add("with-land");
  map.setMaxBounds(L.latLngBounds([south, west], [north, east]));
  map.options.maxBoundsViscosity = 0.8;
}

/** Polygons of the collection; none where they cannot be had. */
async function askFor(address) {
  try {
    const answer = await fetch(address, { headers: { Accept: "application/geo+json" } });
    if (!answer.ok) return [];
    const { features } = await answer.json();
    const all = features.map((one) => one.geometry);
    return all.filter((one) => one?.type?.endsWith("Polygon"));
  } catch {
    return [];
  }
}

function joined(a, b) {
  return [
    Math.min(a[0], b[0]),
    Math.min(a[1], b[1]),
    Math.max(a[2], b[2]),
    Math.max(a[3], b[3]),
  ];
}
