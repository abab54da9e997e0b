/** Roads, rail, waterways and airports, solid when open, dashed when not. */

import { toLatLng, toPaths } from "zonemap/geometry";
import { L } from "zonemap/leaflet";
import { airportSymbol, stationSymbol } from "zonemap/symbols";

const ORDER = ["waterway", "provincial_road", "national_road", "ring_road", "expressway", "railway"];
const STATION_ZOOM = 10.75;

/** @param {object} app */
export function createLinks(app) {
  const groups = {};
  for (const kind of Object.values(app.style.linkKind)) groups[kind.group] ??= L.layerGroup();
  const stations = L.layerGroup();
  const sorted = [...app.links].sort(
    (a, b) => ORDER.indexOf(a.properties.kind) - ORDER.indexOf(b.properties.kind),
  );
  const casings = [];
  const lines = [];
  const points = [];
  for (const link of sorted) {
    const look = app.style.linkKind[link.properties.kind];
    if (!look) continue;
    if (link.geometry.type === "Point") {
      points.push({ link, latLng: L.latLng(toLatLng(link.geometry.coordinates)) });
    } else {
      // Only a sketch is drawn as a curve: real geometry is as it is.
      const path = toPaths(link.geometry, link.properties.geometry_quality === "schematic");
      if (look.casing) casings.push([look, casing(app, path, look)]);
      lines.push([look, line(app, link, path, look)]);
    }
  }
  for (const [look, layer] of [...casings, ...lines]) groups[look.group].addLayer(layer);
  for (const entry of points) {
    const isAirport = entry.link.properties.kind === "airport";
    (isAirport ? groups.airports : stations).addLayer(pointMarker(app, entry, isAirport));
  }
  for (const group of Object.values(groups)) group.addTo(app.map);

  function refreshStations() {
    const on = app.map.hasLayer(groups.rail) && app.map.getZoom() >= STATION_ZOOM;
    if (on) stations.addTo(app.map);
    else stations.remove();
  }
  app.map.on("zoomend", refreshStations);
  refreshStations();

  return {
    points,
    lines: sorted.filter((link) => link.geometry.type !== "Point"),
    stationZoom: STATION_ZOOM,
    isShown: (name) => app.map.hasLayer(groups[name]),
    setShown(name, value) {
      if (value) groups[name].addTo(app.map);
      else groups[name].remove();
      refreshStations();
    },
  };
}

function casing(app, path, look) {
  return L.polyline(path, {
    renderer: app.renderers.roads,
    pane: "roads",
    interactive: false,
    color: app.style.paper.hollow,
    weight: look.width + 2,
    opacity: 0.85,
  });
}

function line(app, link, path, look) {
  const pane = link.properties.kind === "waterway" ? "water" : "roads";
  const layer = L.polyline(path, {
    renderer: app.renderers[pane],
    pane,
    bubblingMouseEvents: true,
    color: look.color,
    weight: look.width,
    dashArray: app.style.linkStatus[link.properties.status] ?? null,
    lineCap: link.properties.status === "operating" ? "round" : "butt",
    opacity: 0.95,
    className: "link",
  });
  hover(app, layer, link);
  return layer;
}

function pointMarker(app, entry, isAirport) {
  const { status } = entry.link.properties;
  const picture = isAirport ? airportSymbol(app.style, status) : stationSymbol(app.style, status);
  const side = Number(picture.getAttribute("width"));
  entry.side = side;
  const box = document.createElement("div");
  box.append(picture);
  const marker = L.marker(entry.latLng, {
    pane: "places",
    keyboard: false,
    bubblingMouseEvents: true,
    icon: L.divIcon({ className: "place", html: box, iconSize: [side, side] }),
  });
  hover(app, marker, entry.link);
  return marker;
}

function hover(app, layer, link) {
  layer.on("mouseover", (event) => app.tooltip.show("link", link.id, event.containerPoint));
  layer.on("mousemove", (event) => app.tooltip.move(event.containerPoint));
  layer.on("mouseout", () => app.tooltip.hide());
}
