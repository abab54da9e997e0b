/** The features of a page on its map. Small outlines also get a dot, so that none is lost. */

import { el, replace } from "zonemap/dom";
import { toLatLng, toPaths, toRings } from "zonemap/geometry";
import { L } from "zonemap/leaflet";

/** Pixels under which an outline cannot be seen or touched. */
const LEAST = 12;
/** Features above which one canvas is drawn instead of a path for each. */
const MANY = 3000;
/** Features above which dots are drawn smaller. */
const CROWD = 60;

/**
 * @param {object} map
 * @param {Record<string, object>} panes
 * @param {{id: string, name: string, class: string, look: string, geometry: object}[]} features
 * @returns {object} `bounds`, `mark`, `goTo`, and `on` for what the reader points at.
 */
export function createFeatures(map, panes, features) {
  const events = new EventTarget();
  const tip = createTip(map);
  const renderer =
    features.length > MANY ? L.canvas({ pane: "features", padding: 0.3 }) : panes.features;
  const radius = features.length > CROWD ? 4 : 5.5;
  const entries = new Map();
  const bounds = L.latLngBounds([]);
  // Large outlines first, so that small ones stay on top and can be reached.
  const layers = features
    .map((feature) => entryOf(feature, renderer, radius))
    .filter((entry) => entry)
    .sort((a, b) => b.size - a.size);
  for (const entry of layers) {
    entries.set(entry.feature.id, entry);
    bounds.extend(entry.bounds);
    for (const layer of entry.parts) listen(layer, entry);
    entry.shape.addTo(map);
  }
  const rings = createRings(map, panes.rings);

  function listen(layer, { feature }) {
    layer.on("mouseover", (event) => {
      tip.show(feature.name, event.containerPoint);
      tell("point", feature.id);
    });
    layer.on("mousemove", (event) => tip.move(event.containerPoint));
    layer.on("mouseout", () => {
      tip.hide();
      tell("point", null);
    });
    layer.on("click", () => tell("choose", feature.id));
  }

  function tell(name, id) {
    events.dispatchEvent(new CustomEvent(name, { detail: id }));
  }

  /** Dots stand for outlines that are too small at this zoom. */
  function refresh() {
    for (const { bounds: box, dot, shape } of layers) {
      if (!dot || dot === shape) continue;
      const a = map.latLngToLayerPoint(box.getSouthWest());
      const b = map.latLngToLayerPoint(box.getNorthEast());
      const small = Math.max(Math.abs(a.x - b.x), Math.abs(a.y - b.y)) < LEAST;
      const [wanted, other] = small ? [dot, shape] : [shape, dot];
      other.remove();
      if (!map.hasLayer(wanted)) wanted.addTo(map);
    }
  }

  map.on("zoomend", refresh);
  map.whenReady(refresh);
  return {
    bounds: () => bounds,
    on: (name, listener) => events.addEventListener(name, (event) => listener(event.detail)),
    /** Ring a feature, or none: `kind` is `point` or `choose`. */
    mark: (kind, id) => rings.mark(kind, entries.get(id)),
    has: (id) => entries.has(id),
    /** Bring a feature into view, without moving the map more than it must. */
    goTo(id) {
      const entry = entries.get(id);
      if (!entry) return;
      const centre = entry.bounds.getCenter();
      if (!map.getBounds().contains(centre)) map.panTo(centre, { animate: false });
    },
  };
}

function entryOf(feature, renderer, radius) {
  const { geometry } = feature;
  const common = {
    renderer,
    radius,
    pane: "features",
    bubblingMouseEvents: false,
    className: `f ${feature.look} k-${feature.class}`,
    ...paintFor(renderer, feature.class, feature.look),
  };
  const shape = shapeOf(geometry, common);
  if (!shape) return null;
  const isDot = shape instanceof L.CircleMarker;
  const bounds = isDot ? L.latLngBounds([shape.getLatLng()]) : shape.getBounds();
  if (!bounds.isValid()) return null;
  const isArea = geometry.type.endsWith("Polygon");
  const dot = isArea ? smallDot(bounds.getCenter(), common, feature) : isDot ? shape : null;
  const size = isDot ? 0 : (bounds.getEast() - bounds.getWest()) * (bounds.getNorth() - bounds.getSouth());
  const parts = [shape, dot].filter((part, index, all) => part && all.indexOf(part) === index);
  return { feature, shape, dot, bounds, size, parts };
}

function shapeOf(geometry, common) {
  if (geometry.type.endsWith("Polygon")) {
    const className = `${common.className} area`;
    return L.polygon(toRings(geometry), { ...common, className, smoothFactor: 0.5 });
  }
  if (geometry.type.endsWith("LineString")) {
    const className = `${common.className} line`;
    return L.polyline(toPaths(geometry, false), { ...common, className, fill: false });
  }
  if (geometry.type === "Point") return dotAt(toLatLng(geometry.coordinates), common);
  if (geometry.type === "MultiPoint") return dotAt(toLatLng(geometry.coordinates[0]), common);
  return null;
}

function dotAt(place, common) {
  return L.circleMarker(place, { ...common, className: `${common.className} point` });
}

/** Stands for an outline that is too small to be seen, so it says nothing of how sure that is. */
function smallDot(place, common, feature) {
  return dotAt(place, { ...common, className: `f plain k-${feature.class}`, dashArray: null });
}

/** A canvas reads no style sheet: the rule of the class is read once for it. */
function paintFor(renderer, key, look) {
  if (!(renderer instanceof L.Canvas)) return {};
  const probe = document.body.appendChild(el("i", { class: `k-${key}`, hidden: true }));
  const style = getComputedStyle(probe);
  const paint = {
    fillColor: style.getPropertyValue("--fill").trim() || "#177a73",
    color: style.getPropertyValue("--zone-stroke").trim() || "#17403f",
    fillOpacity: look === "plain" ? 0.7 : 0.3,
    weight: 1,
    dashArray: look === "plain" ? null : "5 3",
  };
  probe.remove();
  return paint;
}

/** Two lines, light and dark, around what is pointed at and around what is chosen. */
function createRings(map, renderer) {
  const shown = { point: [], choose: [] };
  return {
    mark(kind, entry) {
      for (const part of shown[kind]) part.remove();
      shown[kind] = entry ? ["under", "over"].map((layer) => ring(entry, kind, layer)) : [];
      for (const part of shown[kind]) part.addTo(map);
    },
  };

  function ring({ shape, dot }, kind, layer) {
    const options = {
      renderer,
      pane: "rings",
      interactive: false,
      fill: false,
      className: `ring ${kind} ${layer}`,
    };
    const asDot = dot && (dot === shape || map.hasLayer(dot));
    if (asDot) return L.circleMarker(dot.getLatLng(), { ...options, radius: 9 });
    const Shape = shape instanceof L.Polygon ? L.polygon : L.polyline;
    return Shape(shape.getLatLngs(), options);
  }
}

/** The name of what the mouse is over. */
function createTip(map) {
  const box = el("div", { class: "tip", "aria-hidden": "true", hidden: true });
  map.getContainer().append(box);
  const able = globalThis.matchMedia("(hover: hover)").matches;
  function move(point) {
    if (box.hidden || !point) return;
    const left = point.x > map.getSize().x / 2;
    box.classList.toggle("to-left", left);
    box.style.setProperty("left", `${point.x + (left ? -12 : 12)}px`);
    box.style.setProperty("top", `${point.y + 12}px`);
  }
  return {
    move,
    show(name, point) {
      if (!able || !name) return;
      replace(box, name);
      box.hidden = false;
      move(point);
    },
    hide: () => (box.hidden = true),
  };
}
