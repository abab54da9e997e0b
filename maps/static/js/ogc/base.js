/** Land and sea under the features, fetched once from our own collection of the coastline. */

import { boxOf, toRings } from "zonemap/geometry";
import { L } from "zonemap/leaflet";

/**
 * Draw the land when it comes; without it the map keeps a plain ground.
 * @param {object} map
 * @param {Record<string, object>} panes
 * @param {string} address
 */
export async function drawBase(map, panes, address) {
  const features = await askFor(address);
  if (!features.length) return;
  let box = null;
  for (const { geometry } of features) {
    const part = boxOf(geometry);
    if (!part) continue;
    box = box ? joined(box, part) : part;
    const look = { renderer: panes.land, pane: "land", interactive: false, smoothFactor: 0.6 };
    L.polygon(toRings(geometry), { ...look, className: "land" }).addTo(map);
  }
  if (!box) return;
  const [west, south, east, north] = box;
  const bounds = L.latLngBounds([south, west], [north, east]);
  map.getContainer().classList.add("with-land");
  map.setMaxBounds(bounds);
  map.options.maxBoundsViscosity = 0.8;
}

/** Polygons of the collection; none where they cannot be had. */
async function askFor(address) {
  try {
    const answer = await fetch(address, { headers: { Accept: "application/geo+json" } });
    if (!answer.ok) return [];
    const { features } = await answer.json();
    return features.filter((one) => one.geometry?.type?.endsWith("Polygon"));
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
