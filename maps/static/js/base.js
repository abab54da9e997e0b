/** Land, sea and shore, from the document: no basemap is fetched. */

import { boxOf, shoreLines, toRings } from "zonemap/geometry";
import { L } from "zonemap/leaflet";

/**
 * Draw the land and keep the map where there is some.
 * @param {object} app
 */
export function drawBase(app) {
  const { map, doc, style, renderers } = app;
  const context = doc.land_context;
  const boxes = [doc.region_bbox, boxOf(context)].filter((box) => box);
  for (const land of [context, doc.land]) {
    if (!land) continue;
    L.polygon(toRings(land), {
      renderer: renderers.land,
      pane: "land",
      interactive: false,
      smoothFactor: 0.6,
      fillColor: style.paper.land,
      fillOpacity: 1,
      color: style.paper.land,
      weight: 1.2,
    }).addTo(map);
    L.polyline(shoreLines(land, boxes), {
      renderer: renderers.land,
      pane: "land",
      interactive: false,
      smoothFactor: 0.6,
      color: style.paper.coast,
      weight: 1.1,
    }).addTo(map);
  }
  keepInside(map, boxes.at(-1));
}

/** Do not let the reader lose the drawn part of the world. */
function keepInside(map, [west, south, east, north]) {
  const bounds = L.latLngBounds([south, west], [north, east]);
  map.setMaxBounds(bounds);
  map.options.maxBoundsViscosity = 0.8;
  const widest = map.getBoundsZoom(bounds, true);
  if (Number.isFinite(widest)) map.setMinZoom(Math.min(9, Math.max(map.getMinZoom(), widest)));
}
