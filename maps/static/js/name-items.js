/** What may get a name on the map: places, zones, ports, airports, roads and waters. */

import { toLatLng } from "zonemap/geometry";
import { plain } from "zonemap/text";

/** Everything that may get a name at this zoom, before it is known what fits. */
export function candidates(app) {
  const zoom = app.map.getZoom();
  const places = placeItems(app, zoom);
  const named = new Set(places.map((one) => one.text));
  // A port named as the town it lies in, such as Cần Giờ: the name stands there once.
  const ports = portItems(app, zoom).filter((one) => one.must || !named.has(one.text));
  return [...places, ...zoneItems(app, zoom), ...ports, ...linkItems(app, zoom)];
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
      near: place.kind === "city",
      must: place.kind === "city",
      priority: base[place.kind] - index,
    }));
}

function zoneItems(app, zoom) {
  if (!app.layers.zones.isShown()) return [];
  const selected = selectedId(app, "zone");
  const wanted = app.state.get("highlight");
  const measure = app.state.get("measure");
  return app.layers.zones.entries
    .filter(({ zone }) => zone.id === selected || !app.isOut(zone.id))
    .filter(({ zone }) => !wanted || app.view.zone_classes[zone.id][measure] === wanted)
    .filter(({ hectares, zone }) => zoom >= 9.5 || hectares >= 150 || zone.id === selected)
    .map(({ zone, latLng, hectares, radius }) => ({
      key: `zone-${zone.id}`,
      type: "zone",
      text: app.view.short_names.zones[zone.id][app.words.language],
      latLng,
      gap: radius ? radius + (zone.id === selected ? 8 : 3) : 12,
      loose: radius === 0,
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
        text: app.words.t("port_cluster", { name: clusterName(app, name) }),
        latLng: [lat, lon],
        gap: 14,
        centred: false,
        priority: 300 + members.length * 10,
      };
    });
}

function clusterName(app, name) {
  const short = name.replace(/\s*\(.*\)$/, "");
  return app.words.language === "en" ? plain(short) : short;
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
  const points = longestLine(link.geometry);
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

/** The line with the most vertices: its name is put there. */
function longestLine(geometry) {
  if (geometry.type === "LineString") return geometry.coordinates;
  return geometry.coordinates.reduce((best, line) => (line.length > best.length ? line : best));
}

function selectedId(app, type) {
  const selection = app.state.get("selection");
  return selection?.type === type ? selection.id : null;
}
