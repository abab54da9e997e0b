/** Leaflet as a module: the one place that reaches for its global name. */

export const L = globalThis.L;

/** Panes from bottom to top, each with its own SVG. */
const PANES = {
  land: 210,
  water: 220,
  roads: 230,
  footprints: 300,
  parcels: 310,
  distances: 325,
  zones: 330,
  places: 380,
  ports: 390,
  names: 450,
  lengths: 460,
};

/** Make the panes. @returns {Record<string, object>} An SVG renderer by pane name. */
export function createPanes(map) {
  const renderers = {};
  for (const [name, order] of Object.entries(PANES)) {
    const pane = map.createPane(name);
    pane.style.zIndex = order;
    if (!["places", "ports", "names", "lengths"].includes(name)) {
      renderers[name] = L.svg({ pane: name, padding: 0.4 });
    }
  }
  map.getPane("names").classList.add("names");
  return renderers;
}
