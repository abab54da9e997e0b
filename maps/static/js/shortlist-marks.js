/** Rings with a number around the zones of the shortlist. */

import { el } from "zonemap/dom";
import { L } from "zonemap/leaflet";

const BESIDE = 0.72;
const SIDE = 18;

/** @param {object} app */
export function createShortlistMarks(app) {
  const { map, state } = app;
  // Over the names: a number that is half covered says another place.
  map.createPane("shortlist").style.zIndex = 460;
  const group = L.layerGroup().addTo(map);

  function refresh() {
    group.clearLayers();
    if (!app.layers.zones.isShown()) return;
    app.shortlist.ids().forEach((id, index) => {
      const entry = app.layers.zones.entries.find((one) => one.zone.id === id);
      if (entry) for (const layer of marksOf(app, entry, index + 1)) group.addLayer(layer);
    });
  }

  state.on("shortlist", refresh);
  map.on("zoomend", refresh);
  // Groups come and go when zones are switched off, or give way to their outlines.
  map.on("layeradd layerremove", ({ layer }) => {
    if (layer instanceof L.LayerGroup && layer !== group) refresh();
  });
  return { refresh };
}

function marksOf(app, entry, number) {
  const radius = entry.radius + 3;
  const ring = L.circleMarker(entry.latLng, {
    renderer: app.renderers.zones,
    pane: "zones",
    interactive: false,
    fill: false,
    color: app.style.paper.accent,
    weight: 2.5,
    radius,
    className: "shortlist-ring",
  });
  return entry.radius ? [ring, numberOf(entry, number, radius)] : [numberOf(entry, number, 0)];
}

/** The number at the upper right of a circle, or on the corner of a footprint. */
function numberOf(entry, number, radius) {
  const at = radius ? entry.latLng : (entry.footprint?.getBounds().getNorthEast() ?? entry.latLng);
  const off = radius * BESIDE;
  return L.marker(at, {
    pane: "shortlist",
    interactive: false,
    keyboard: false,
    icon: L.divIcon({
      className: "shortlist-number",
      html: el("span", { "aria-hidden": "true", text: String(number) }),
      iconSize: [SIDE, SIDE],
      iconAnchor: [SIDE / 2 - off, SIDE / 2 + off],
    }),
  });
}
