/** Distances of the zone whose sheet is open, drawn on the map: a thin line and its length each. */

import { DISTANCES, distanceOf } from "zonemap/distances";
import { el } from "zonemap/dom";
import { joined } from "zonemap/format";
import { L } from "zonemap/leaflet";
import { endsOfDistance } from "zonemap/look/reach";

const STEPS = 24;
const ROOM = 4;

/**
 * @param {object} app
 * @returns {{show: (zone: object|null) => void, emphasise: (key: string|null) => void,
 *   fit: (key: string) => void}}
 */
export function createLines(app) {
  const { map } = app;
  const lines = L.layerGroup().addTo(map);
  const labels = el("div", { class: "distance-labels", "aria-hidden": "true" });
  map.getPane("lengths").append(labels);
  let drawn = [];
  let strong = null;

  function show(zone) {
    lines.clearLayers();
    drawn = zone ? linesOf(app, zone) : [];
    labels.replaceChildren(...drawn.map((line) => line.label));
    for (const line of drawn) {
      for (const stroke of line.strokes) lines.addLayer(stroke);
    }
    emphasise(null);
    place();
  }

  function emphasise(key) {
    strong = key;
    for (const line of drawn) {
      const on = line.keys.includes(key);
      line.strokes[0].setStyle({ weight: on ? 7 : 4 });
      line.strokes[1].setStyle({ weight: on ? 3.5 : 1.6, dashArray: on ? null : "5 4" });
      line.label.classList.toggle("strong", on);
      if (on) for (const stroke of line.strokes) stroke.bringToFront();
    }
    if (key) place();
  }

  /** Labels stand on what is seen of their line, clear of each other; without room they are left out. */
  function place() {
    const taken = [];
    const first = [...drawn].sort((a, b) => Number(b.keys.includes(strong)) - Number(a.keys.includes(strong)));
    for (const line of first) {
      const box = boxFor(app, line, taken);
      line.label.hidden = box === null;
      if (!box) continue;
      taken.push(box);
      const point = map.containerPointToLayerPoint([box.x, box.y]);
      L.DomUtil.setPosition(line.label, point);
    }
  }

  /** Show a whole line, from the zone to what is nearest. */
  function fit(key) {
    const line = drawn.find(({ keys }) => keys.includes(key));
    if (!line) return;
    const bounds = L.latLngBounds([line.ends.from, line.ends.to]);
    map.fitBounds(bounds, { ...app.mapPadding(), maxZoom: 14, animate: app.moves() });
  }

  map.on("zoomend moveend resize", place);
  return { show, emphasise, fit };
}

/** Equal distances to one and the same thing share a line. */
function linesOf(app, zone) {
  const found = [];
  for (const key of DISTANCES) {
    const ends = endsOfDistance(app, zone, key);
    const part = distanceOf(app, zone.properties, key);
    if (!ends || !part || ends.metres < 1) continue;
    const entry = zone.properties.distances[key];
    const target = entry.nearest_id ?? key;
    const name = entry.nearest_id ? app.words.pick(entry, "nearest_name") : "";
    const text = joined(part);
    const same = found.find((line) => line.target === target && line.text === text);
    if (same) same.keys.push(key);
    else found.push({ target, name, ends, keys: [key], text });
  }
  return found.map((line) => ({ ...line, strokes: strokesOf(app, line), label: labelOf(app, line) }));
}

function strokesOf(app, { ends }) {
  const common = { renderer: app.renderers.distances, pane: "distances", interactive: false };
  const path = [ends.from, ends.to];
  const { paper } = app.style;
  return [
    L.polyline(path, { ...common, color: paper.surface, opacity: 0.8, weight: 4, className: "reach-casing" }),
    L.polyline(path, { ...common, color: paper.ink, opacity: 0.9, weight: 1.6, className: "reach" }),
  ];
}

/** What is meant, how far it is, and its name while the line is pointed at. */
function labelOf(app, { keys, name, text }) {
  const what = keys.map((key) => app.words.t(`reach_${key}`)).join(", ");
  return el(
    "span",
    { class: "distance-label", "data-distance": keys.join(" ") },
    el("span", { text: what }),
    " ",
    el("b", { text }),
    name ? el("span", { class: "distance-name", text: ` · ${name}` }) : null,
  );
}

/** A free place for the label, tried from the middle of the line outwards. */
function boxFor(app, line, taken) {
  const { map } = app;
  line.label.hidden = false;
  const [wide, high] = [line.label.offsetWidth, line.label.offsetHeight];
  const size = map.getSize();
  const { paddingBottomRight: pad } = app.mapPadding();
  const [right, bottom] = [size.x - pad[0] + 36, size.y - pad[1] + 36];
  const ends = [line.ends.from, line.ends.to].map((place) => map.latLngToContainerPoint(place));
  const seenPart = L.LineUtil.clipSegment(...ends, L.bounds([0, 0], [right, bottom]));
  if (!seenPart) return null;
  const [a, b] = seenPart;
  for (let step = 0; step <= STEPS; step += 1) {
    const along = 0.5 + (step % 2 ? 1 : -1) * Math.ceil(step / 2) * (0.9 / STEPS);
    const [x, y] = [a.x + (b.x - a.x) * along - wide / 2, a.y + (b.y - a.y) * along - high / 2];
    const box = { x, y, wide, high };
    const seen = x >= ROOM && y >= ROOM && x + wide <= right && y + high <= bottom;
    if (seen && !taken.some((other) => meet(box, other))) return box;
  }
  return null;
}

function meet(one, other) {
  return (
    one.x < other.x + other.wide + ROOM &&
    other.x < one.x + one.wide + ROOM &&
    one.y < other.y + other.high + ROOM &&
    other.y < one.y + one.high + ROOM
  );
}
