/** Zones: proportional circles at region scale, footprints when zoomed in. */

import { toLatLng, toRings } from "zonemap/geometry";
import { L } from "zonemap/leaflet";
import { hatchId, zonePaint, zoneRadius } from "zonemap/symbols";

const TOUCH_REACH = 20;
const MOUSE_REACH = 8;

/**
 * @param {object} app
 * @returns {object} The layer: `refresh`, `setShown`, `symbolOf`, `nearest`.
 */
export function createZones(app) {
  const entries = app.zones.filter((zone) => zone.geometry).map((zone) => entryOf(app, zone));
  // Large circles first, so that small ones stay on top and can be reached.
  entries.sort((a, b) => b.hectares - a.hectares);
  const circles = L.layerGroup();
  const footprints = L.layerGroup();
  for (const entry of entries) {
    circles.addLayer(entry.circle);
    if (entry.footprint) footprints.addLayer(entry.footprint);
  }
  const ring = selectionRing(app);
  const pointed = selectionRing(app, "pointed-ring");
  let shown = true;

  function refresh() {
    const zoom = app.map.getZoom();
    const near = zoom >= app.style.zone.footprint_zoom;
    for (const entry of entries) paint(app, entry, zoom, near);
    toggle(app.map, footprints, shown && near);
    toggle(app.map, circles, shown);
    placeRing(app, ring, entries, near, shown);
    placePointed(app, pointed, entries, shown);
  }

  app.state.on("measure", refresh);
  app.state.on("highlight", refresh);
  app.state.on("selection", refresh);
  app.state.on("kept", () => {
    raise(app, entries);
    refresh();
  });
  app.state.on("pointed", () => placePointed(app, pointed, entries, shown));
  app.map.on("zoomend", refresh);

  return {
    refresh,
    entries,
    setShown(value) {
      shown = value;
      refresh();
    },
    isShown: () => shown,
    /** Zone nearest to a point of the map's container, within reach of a finger or a mouse. */
    nearest(point, coarse) {
      if (!shown) return null;
      const reach = coarse ? TOUCH_REACH : MOUSE_REACH;
      let best = null;
      for (const entry of entries) {
        const at = app.map.latLngToContainerPoint(entry.latLng);
        const gap = at.distanceTo(point) - entry.radius;
        const out = app.isOut(entry.zone.id);
        // One that the filters leave out gives way to one that they keep.
        const nearer = !best || (out === best.out ? gap < best.gap : best.out);
        if (gap <= reach && nearer) best = { gap, out, entry };
      }
      return best?.entry.zone ?? null;
    },
  };
}

function entryOf(app, zone) {
  const { geometry, properties } = zone;
  const isPoint = geometry.type === "Point";
  const position = properties.location ?? (isPoint ? geometry.coordinates : middleOf(geometry));
  const latLng = L.latLng(toLatLng(position));
  const circle = L.circleMarker(latLng, {
    renderer: app.renderers.zones,
    pane: "zones",
    bubblingMouseEvents: false,
  });
  const footprint = isPoint
    ? null
    : L.polygon(toRings(geometry), {
        renderer: app.renderers.footprints,
        pane: "footprints",
        bubblingMouseEvents: false,
        smoothFactor: 0.5,
      });
  const entry = { zone, latLng, circle, footprint, radius: 0 };
  entry.hectares = properties.figures?.total_area_ha?.value ?? properties.measured_area_ha ?? 0;
  for (const layer of [circle, footprint]) {
    layer?.on("click", () => app.select("zone", zone.id));
    layer?.on("mouseover", (event) => app.tooltip.show("zone", zone.id, event.containerPoint));
    layer?.on("mousemove", (event) => app.tooltip.move(event.containerPoint));
    layer?.on("mouseout", () => app.tooltip.hide());
  }
  return entry;
}

function paint(app, entry, zoom, near) {
  const measure = app.state.get("measure");
  const key = app.view.zone_classes[entry.zone.id][measure];
  const fill = app.classOf(measure, key).fill;
  const wanted = app.state.get("highlight");
  const out = app.isOut(entry.zone.id);
  const dimmed = out || (wanted !== null && wanted !== key);
  const asFootprint = near && entry.footprint;
  const look = zonePaint(app.style, fill, entry.zone.properties.status);
  entry.radius = asFootprint ? 0 : zoneRadius(app.style, entry.hectares, zoom);
  entry.circle.setStyle({
    ...look,
    ...(out ? { fillColor: app.style.paper.unknown_stroke } : {}),
    opacity: asFootprint ? 0 : dimmed ? 0.25 : look.opacity,
    fillOpacity: asFootprint ? 0 : dimmed ? 0.12 : look.fillOpacity,
  });
  entry.circle.setRadius(entry.radius);
  entry.circle.getElement()?.classList.toggle("off", Boolean(asFootprint));
  if (!entry.footprint) return;
  const parcelled = zoom >= app.style.zone.parcel_zoom && app.parcelZones.has(entry.zone.id);
  const selection = app.state.get("selection");
  const selected = selection?.type === "zone" && selection.id === entry.zone.id;
  entry.footprint.setStyle({
    ...footprintPaint(app.style, entry.zone, fill, parcelled, dimmed),
    ...(selected ? { color: app.style.paper.ink, weight: 3, opacity: 1 } : {}),
  });
}

function footprintPaint(style, zone, fill, parcelled, dimmed) {
  const quality = style.zone.boundary[zone.properties.boundary_quality];
  const look = quality ?? style.zone.boundary.schematic;
  return {
    fillColor: look.hatched ? `url(#${hatchId(fill)})` : fill || style.paper.unknown_fill,
    fillOpacity: parcelled ? 0.01 : dimmed ? 0.2 : look.hatched ? 1 : 0.55,
    color: fill ? style.paper.zone_stroke : style.paper.unknown_stroke,
    weight: look.width,
    dashArray: look.dash,
    opacity: dimmed ? 0.35 : 0.95,
  };
}

/** Two rings, dark on white, around what is selected. */
function selectionRing(app, className = "selected-ring") {
  const common = {
    renderer: app.renderers.zones,
    pane: "zones",
    interactive: false,
    fill: false,
    className,
  };
  const position = [0, 0];
  const white = L.circleMarker(position, { ...common, color: app.style.paper.surface, weight: 6 });
  const dark = L.circleMarker(position, { ...common, color: app.style.paper.ink, weight: 2.5 });
  return [white, dark];
}

function placeRing(app, ring, entries, near, shown) {
  const selection = app.state.get("selection");
  const entry =
    selection?.type === "zone" ? entries.find((one) => one.zone.id === selection.id) : null;
  for (const part of ring) {
    if (!entry || !shown || (near && entry.footprint)) {
      part.remove();
      continue;
    }
    part.setLatLng(entry.latLng);
    part.setRadius(entry.radius + 4);
    part.addTo(app.map);
    part.bringToFront();
  }
}

/** A ring around the zone that a list points at; around its place where the outline is drawn. */
function placePointed(app, ring, entries, shown) {
  const id = app.state.get("pointed");
  const entry = id === null ? null : entries.find((one) => one.zone.id === id);
  for (const part of ring) {
    if (!entry || !shown) {
      part.remove();
      continue;
    }
    part.setLatLng(entry.latLng);
    part.setRadius(Math.max(entry.radius, 8) + 4);
    part.addTo(app.map);
    part.bringToFront();
  }
}

/** Zones that the filters keep lie over those they leave out; within both, small over large. */
function raise(app, entries) {
  for (const out of [true, false]) {
    for (const { zone, circle } of entries) {
      if (app.isOut(zone.id) === out && app.map.hasLayer(circle)) circle.bringToFront();
    }
  }
}

function middleOf(geometry) {
  const ring = geometry.type === "Polygon" ? geometry.coordinates[0] : geometry.coordinates[0][0];
  const sum = ring.reduce(([x, y], [lon, lat]) => [x + lon, y + lat], [0, 0]);
  return sum.map((value) => value / ring.length);
}

function toggle(map, layer, on) {
  if (on && !map.hasLayer(layer)) map.addLayer(layer);
  if (!on && map.hasLayer(layer)) map.removeLayer(layer);
}
