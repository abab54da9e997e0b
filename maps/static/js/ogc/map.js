/** The map of a page: our own land under the features that the page carries. */

import { el } from "zonemap/dom";
import { L } from "zonemap/leaflet";
import { drawBase } from "zonemap/ogc/base";
import { createFeatures } from "zonemap/ogc/features";

const NOTHING_MOVES = "(prefers-reduced-motion: reduce)";
const REGION = [
  [9.9, 106.2],
  [11.6, 107.7],
];

/**
 * @param {object} data The page's JSON: `features`, or the `box` of a collection.
 * @param {Record<string, string>} words
 * @returns {object} What the table and the form ask of the map.
 */
export function createMap(data, words) {
  const moves = !globalThis.matchMedia(NOTHING_MOVES).matches;
  const map = L.map("ogc-map", {
    attributionControl: false,
    zoomControl: false,
    zoomSnap: 0.25,
    minZoom: 6,
    maxZoom: 19,
    zoomAnimation: moves,
    fadeAnimation: moves,
    inertia: moves,
    scrollWheelZoom: !globalThis.matchMedia("(pointer: coarse)").matches,
  });
  L.control.attribution({ prefix: false }).addAttribution(escaped(words.credit_osm)).addTo(map);
  L.control
    .zoom({ position: "topleft", zoomInTitle: words.zoom_in, zoomOutTitle: words.zoom_out })
    .addTo(map);
  L.control.scale({ imperial: false, maxWidth: 110 }).addTo(map);
  const panes = createPanes(map);
  // A path can only be added where the map has a view.
  fitTo(map, null);
  const features = createFeatures(map, panes, data.features ?? [], words);
  const bounds = data.box ? drawBox(map, panes, data.box) : features.bounds();
  const fit = () => fitTo(map, bounds);
  wholeButton(map, words, fit);
  fit();
  new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(map.getContainer());
  drawBase(map, panes, data.base, data.region);
  return {
    ...features,
    bbox: () => {
      const view = map.getBounds();
      const sides = [view.getWest(), view.getSouth(), view.getEast(), view.getNorth()];
      return sides.map((side) => side.toFixed(4)).join(",");
    },
  };
}

function createPanes(map) {
  const panes = {};
  for (const [name, order] of Object.entries({ land: 210, features: 400, rings: 450 })) {
    map.createPane(name).style.zIndex = order;
    panes[name] = L.svg({ pane: name, padding: 0.3 });
  }
  map.getPane("rings").style.pointerEvents = "none";
  return panes;
}

function fitTo(map, bounds) {
  const usable = bounds?.isValid();
  map.fitBounds(usable ? bounds : REGION, {
    paddingTopLeft: [58, 26],
    paddingBottomRight: [26, 34],
    maxZoom: 14,
    animate: false,
  });
}

/** The extent of a collection as a frame. */
function drawBox(map, panes, [west, south, east, north]) {
  const bounds = L.latLngBounds([south, west], [north, east]);
  const look = { renderer: panes.features, pane: "features", interactive: false };
  L.rectangle(bounds, { ...look, className: "extent" }).addTo(map);
  return bounds;
}

/** A button under those of the zoom that shows everything again. */
function wholeButton(map, words, fit) {
  const Whole = L.Control.extend({
    onAdd: () => {
      const button = el("button", {
        type: "button",
        class: "whole",
        title: words.map_whole,
        "aria-label": words.map_whole,
        on: { click: fit },
      });
      L.DomEvent.disableClickPropagation(button);
      return el("div", { class: "leaflet-bar" }, button);
    },
  });
  new Whole({ position: "topleft" }).addTo(map);
}

/** Leaflet writes an attribution as HTML: this makes a text of ours stay one. */
function escaped(text) {
  const letters = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  return text.replace(/[&<>"]/g, (letter) => letters[letter]);
}
