/** Names on the map: measured, placed without overlap, placed anew only when the zoom changes. */

import { el } from "zonemap/dom";
import { toLatLng } from "zonemap/geometry";
import { L } from "zonemap/leaflet";
import { overlaps, placeNames } from "zonemap/placement";
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
    });
    drawn = placed.map((one) => ({ node: draw(one), ...one }));
    pane.replaceChildren(...drawn.map((one) => one.node));
    showWhole();
  }

  /** A name cut by the edge of the map is not shown until it is wholly inside; none ever moves. */
  function showWhole() {
    const { x: width, y: height } = app.map.getSize();
    const origin = app.map.containerPointToLayerPoint([0, 0]);
    const overlays = boxesOver(app.stage);
    for (const { node, item, left, top } of drawn) {
      const box = { left: left - origin.x, top: top - origin.y };
      box.right = box.left + item.width;
      box.bottom = box.top + item.height;
      const inside = box.left >= 0 && box.top >= 0 && box.right <= width && box.bottom <= height;
      node.classList.toggle("cut", !inside || overlays.some((other) => overlaps(box, other, 2)));
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

  return {
    refresh,
    isShown: () => shown,
    setShown(value) {
      shown = value;
      refresh();
    },
  };
}

/** Boxes, in pixels of the map, of what stands over it. */
function boxesOver(stage) {
  const { left, top } = stage.getBoundingClientRect();
  return [...stage.querySelectorAll(OVERLAYS)]
    .map((node) => node.getBoundingClientRect())
    .filter((box) => box.width > 0)
    .map((box) => ({
      left: box.left - left,
      right: box.right - left,
      top: box.top - top,
      bottom: box.bottom - top,
    }));
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

/** Everything that may get a name at this zoom, before it is known what fits. */
function candidates(app) {
  const zoom = app.map.getZoom();
  return [
    ...placeItems(app, zoom),
    ...zoneItems(app, zoom),
    ...portItems(app, zoom),
    ...linkItems(app, zoom),
  ];
}

function placeItems(app, zoom) {
  const base = { city: 900, sea: 850, island: 820, bay: 500, province: 480, town: 600 };
  return app.view.places
    .filter((place) => zoom >= place.first && zoom < place.last)
    .map((place, index) => ({
      key: `place-${index}`,
      type: place.kind,
      text: place[app.words.language],
      latLng: toLatLng(place.location),
      gap: 7,
      loose: true,
      must: place.kind === "city",
      priority: base[place.kind] - index,
    }));
}

function zoneItems(app, zoom) {
  if (!app.layers.zones.isShown()) return [];
  const selected = selectedId(app, "zone");
  return app.layers.zones.entries
    .filter(({ hectares, zone }) => zoom >= 9.5 || hectares >= 150 || zone.id === selected)
    .map(({ zone, latLng, hectares, radius }) => ({
      key: `zone-${zone.id}`,
      type: "zone",
      text: app.view.short_names.zones[zone.id][app.words.language],
      latLng,
      gap: radius ? radius + (zone.id === selected ? 8 : 3) : 0,
      centred: radius === 0,
      must: zone.id === selected,
      priority: zone.id === selected ? 2000 : 100 + Math.sqrt(hectares) * 6 + knownBonus(app, zone),
    }));
}

/** A zone with something to say in the measure shown is named before one of unknown value. */
function knownBonus(app, zone) {
  const key = app.view.zone_classes[zone.id].remaining_ha;
  return key === "unknown" ? 0 : 90;
}

function portItems(app, zoom) {
  if (!app.layers.ports.isShown()) return [];
  const selected = selectedId(app, "port");
  if (zoom < 11) {
    return [...clusterItems(app, zoom), ...app.layers.ports.entries
      .filter(({ port }) => port.id === selected)
      .map((entry) => portItem(app, entry, 2000))];
  }
  return app.layers.ports.entries.map((entry) =>
    portItem(app, entry, entry.port.id === selected ? 2000 : 210 + entry.side),
  );
}

function portItem(app, { port, latLng, side }, priority) {
  return {
    key: `port-${port.id}`,
    type: "port",
    text: app.view.short_names.ports[port.id][app.words.language],
    latLng,
    gap: (side / 2) * app.layers.ports.scale() + 2,
    centred: false,
    must: priority >= 2000,
    priority,
  };
}

/** At region scale a group of terminals bears one name, at the middle of the group. */
function clusterItems(app, zoom) {
  const groups = new Map();
  for (const entry of app.layers.ports.entries) {
    const name = entry.port.properties.cluster;
    if (!name) continue;
    groups.set(name, [...(groups.get(name) ?? []), entry]);
  }
  return [...groups]
    .filter(([, members]) => members.length >= (zoom < 10.5 ? 6 : 3))
    .map(([name, members]) => {
      const lat = members.reduce((sum, one) => sum + one.latLng.lat, 0) / members.length;
      const lon = members.reduce((sum, one) => sum + one.latLng.lng, 0) / members.length;
      return {
        key: `cluster-${name}`,
        type: "port",
        text: app.words.t("port_cluster", { name: name.replace(/\s*\(.*\)$/, "") }),
        latLng: [lat, lon],
        gap: 14,
        centred: false,
        priority: 300 + members.length * 10,
      };
    });
}

function linkItems(app, zoom) {
  const { links } = app.layers;
  const items = [];
  for (const { link, latLng, side } of links.points) {
    const airport = link.properties.kind === "airport";
    if (!links.isShown(airport ? "airports" : "rail")) continue;
    if (!airport && zoom < links.stationZoom + 0.5) continue;
    items.push({
      key: `link-${link.id}`,
      type: airport ? "airport" : "station",
      text: app.view.short_names.links[link.id][app.words.language],
      latLng,
      gap: side / 2 + 2,
      centred: false,
      priority: airport ? 590 : 90,
    });
  }
  for (const link of links.lines) items.push(...lineItems(app, link, zoom));
  return items;
}

/** A road's sign or a water's name, tried at several vertices so that one of them may fit. */
function lineItems(app, link, zoom) {
  const { kind } = link.properties;
  const code = app.view.road_codes[link.id];
  const water = kind === "waterway";
  const group = app.style.linkKind[kind]?.group;
  const first = water ? 9.75 : kind === "provincial_road" ? 12 : 9.25;
  if ((!code && !water) || zoom < first || !app.layers.links.isShown(group)) return [];
  const points = link.geometry.coordinates;
  const count = 3;
  return Array.from({ length: count }, (_, index) => ({
    key: `line-${link.id}-${index}`,
    group: link.id,
    apart: water ? 900 : 340,
    type: water ? "water" : "road",
    text: water
      ? app.view.short_names.links[link.id][app.words.language]
      : code[app.words.language],
    latLng: toLatLng(points[Math.round(((index + 1) * (points.length - 1)) / (count + 1))]),
    gap: 0,
    centred: true,
    priority: (water ? 400 : 150) - index * 20,
  }));
}

function selectedId(app, type) {
  const selection = app.state.get("selection");
  return selection?.type === type ? selection.id : null;
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
    group: item.group ?? fold(item.text),
    apart: item.apart ?? 90,
    at: app.map.latLngToLayerPoint(item.latLng),
    width: Math.max(...lines.map((line) => measure(line, type))) + pad * 2,
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
      if (radius) add(`zone-${zone.id}`, latLng, radius * 0.85, 1);
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

/** Width of a text in pixels, by class of name; measured once each. */
function ruler() {
  const pen = document.createElement("canvas").getContext("2d");
  const known = new Map();
  return (text, { size, weight, spacing }) => {
    const key = `${weight} ${size}px|${text}`;
    if (!known.has(key)) {
      pen.font = `${weight} ${size}px ${FAMILY}`;
      known.set(key, pen.measureText(text).width + spacing * text.length + 1);
    }
    return known.get(key);
  };
}
