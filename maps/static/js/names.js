/** Names on the map: measured, placed without overlap, placed anew only when the zoom changes. */

import { el } from "zonemap/dom";
import { L } from "zonemap/leaflet";
import { candidates } from "zonemap/name-items";
import { isWhole, placeNames } from "zonemap/placement";
import { fold, wrap } from "zonemap/text";

const FAMILY = '"Be Vietnam Pro", system-ui, sans-serif';

/** Type of each class of name: must agree with `map.css`. */
const TYPES = {
  city: { size: 15, weight: 600, spacing: 0 },
  town: { size: 12.5, weight: 600, spacing: 0 },
  island: { size: 12.5, weight: 600, spacing: 0 },
  province: { size: 11, weight: 600, spacing: 1.8, upper: true },
  sea: { size: 15, weight: 400, spacing: 2.5 },
  bay: { size: 12, weight: 400, spacing: 0.8 },
  water: { size: 11, weight: 400, spacing: 0.5 },
  road: { size: 9.5, weight: 600, spacing: 0 },
  zone: { size: 12, weight: 400, spacing: 0 },
  port: { size: 11.5, weight: 400, spacing: 0 },
  airport: { size: 11.5, weight: 600, spacing: 0 },
  station: { size: 10.5, weight: 400, spacing: 0 },
};
const LINE = 1.18;
/** What stands over the map: a name under it would be cut. */
const OVERLAYS = "#zm-tools, #zm-strip, .leaflet-control-scale";
/** Square pixels of symbols a name of the class may cover; the others take the usual. */
const TOLERANCE = { town: 60, island: 60, water: 40, sea: 0, province: 0 };

/** @param {object} app */
export function createNames(app) {
  const pane = app.map.getPane("names");
  const measure = ruler();
  let shown = true;
  let drawn = [];

  function refresh() {
    drawn = [];
    if (!shown) {
      pane.replaceChildren();
      return;
    }
    const items = candidates(app).map((one) => sized(app, one, measure));
    const narrow = app.map.getSize().x < 700;
    const placed = placeNames(items, symbolBoxes(app), {
      margin: narrow ? 4 : 3,
      tolerance: 26,
      ...sight(app),
    });
    drawn = placed.map((one) => ({ node: draw(one), ...one }));
    pane.replaceChildren(...drawn.map((one) => one.node));
    showWhole();
  }

  /** A name cut by the edge of the map is not shown until it is wholly inside; none ever moves. */
  function showWhole() {
    const { view, overlays } = sight(app);
    for (const { node, item, left, top } of drawn) {
      const box = { left, top, right: left + item.width, bottom: top + item.height };
      node.classList.toggle("cut", !isWhole(box, view, overlays));
    }
  }

  app.map.on("zoomstart", () => pane.classList.add("hidden-names"));
  app.map.on("zoomend", () => {
    refresh();
    pane.classList.remove("hidden-names");
  });
  app.map.on("moveend resize", showWhole);
  app.state.on("language", refresh);
  app.state.on("selection", refresh);
  app.state.on("highlight", refresh);
  app.state.on("kept", refresh);
  // The page does not wait for ever for its font: names measured without it are measured anew.
  document.fonts?.addEventListener("loadingdone", () => {
    if (measure.isStale()) refresh();
  });

  return {
    refresh,
    isShown: () => shown,
    setShown(value) {
      shown = value;
      refresh();
    },
  };
}

/** The part of the map in sight, and what stands over it, in pixels of its layers. */
function sight(app) {
  const { x, y } = app.map.containerPointToLayerPoint([0, 0]);
  const { x: width, y: height } = app.map.getSize();
  const stage = app.stage.getBoundingClientRect();
  const overlays = [...app.stage.querySelectorAll(OVERLAYS)]
    .map((node) => node.getBoundingClientRect())
    .filter((box) => box.width > 0)
    .map((box) => ({
      left: box.left - stage.left + x,
      right: box.right - stage.left + x,
      top: box.top - stage.top + y,
      bottom: box.bottom - stage.top + y,
    }));
  return { view: { left: x, top: y, right: x + width, bottom: y + height }, overlays };
}

function draw({ item, left, top, align }) {
  const node = el("span", { class: `name name-${item.type}`, "data-key": item.key });
  node.style.setProperty("text-align", align);
  item.lines.forEach((line, index) => {
    if (index) node.append(el("br"));
    node.append(line);
  });
  L.DomUtil.setPosition(node, L.point(Math.round(left), Math.round(top)));
  return node;
}

function sized(app, item, measure) {
  const type = TYPES[item.type];
  const text = type.upper ? item.text.toLocaleUpperCase("vi") : item.text;
  const lines = wrap(text, ["sea", "road", "water"].includes(item.type) ? 99 : 17);
  const pad = item.type === "road" ? 5 : 0;
  return {
    ...item,
    lines,
    tolerance: TOLERANCE[item.type],
    group: item.group ?? (item.type === "port" ? item.key : fold(item.text)),
    apart: item.apart ?? 90,
    at: app.map.latLngToLayerPoint(item.latLng),
    width: Math.max(...lines.map((line) => measure.width(line, type))) + pad * 2,
    height: lines.length * type.size * LINE + (pad ? 3 : 0),
  };
}

/** Boxes of the symbols names should not cover. */
function symbolBoxes(app) {
  const boxes = [];
  const add = (key, latLng, half, weight) => {
    const { x, y } = app.map.latLngToLayerPoint(latLng);
    const box = { left: x - half, right: x + half, top: y - half, bottom: y + half };
    boxes.push({ ...box, key, weight });
  };
  if (app.layers.zones.isShown()) {
    for (const { zone, latLng, radius } of app.layers.zones.entries) {
      if (radius && !app.isOut(zone.id)) add(`zone-${zone.id}`, latLng, radius * 0.85, 1);
    }
  }
  if (app.layers.ports.isShown()) {
    for (const { port, latLng, side } of app.layers.ports.entries) {
      add(`port-${port.id}`, latLng, (side / 2) * app.layers.ports.scale(), 1);
    }
  }
  for (const { link, latLng, side } of app.layers.links.points) {
    if (link.properties.kind === "airport") add(`link-${link.id}`, latLng, side / 2, 1);
  }
  return boxes;
}

/** Width of a text in pixels, by class of name; measured once each, until another font is there. */
function ruler() {
  const pen = document.createElement("canvas").getContext("2d");
  const known = new Map();
  const measured = (text, { size, weight, spacing }) => {
    pen.font = `${weight} ${size}px ${FAMILY}`;
    return pen.measureText(text).width + spacing * text.length + 1;
  };
  return {
    width(text, type) {
      const key = `${type.weight} ${type.size}px|${text}`;
      if (!known.has(key)) known.set(key, { text, type, width: measured(text, type) });
      return known.get(key).width;
    },
    /** Forget the widths where a font that came since makes some wrong. */
    isStale() {
      const stale = [...known.values()].some(({ text, type, width }) => measured(text, type) !== width);
      if (stale) known.clear();
      return stale;
    },
  };
}
