/** The parcels of one zone on the map: coloured by any axis, blocks outlined, changes marked. */

import { el, replace } from "zonemap/dom";
import { boxOf, toLatLng, toRings } from "zonemap/geometry";
import { L } from "zonemap/leaflet";
import { parcelFill } from "zonemap/symbols";
import { hectares } from "zonemap/land/numbers";
import { axisWord, fillOf, labelOf } from "zonemap/land/axes";

/** @param {object} app */
export function createParcelMap(app) {
  const { map, state } = app;
  const parcels = L.layerGroup().addTo(map);
  const blocks = L.layerGroup().addTo(map);
  const changes = L.layerGroup().addTo(map);
  const tip = createTip(app);
  const rings = { hover: outlineRing(app, 5, 2.5), selected: outlineRing(app, 7, 3.5) };
  let layers = new Map();
  drawOutline(app);

  function draw() {
    parcels.clearLayers();
    layers = new Map();
    for (const parcel of app.land.parcels.features) {
      const layer = L.polygon(toRings(parcel.geometry), {
        renderer: app.renderers.parcels,
        pane: "parcels",
        bubblingMouseEvents: false,
        className: "parcel",
      });
      layer.on("click", () => app.selectParcel(parcel.id));
      layer.on("mouseover", (event) => {
        state.set({ hover: parcel.id });
        tip.show(parcel, event.containerPoint);
      });
      layer.on("mousemove", (event) => tip.move(event.containerPoint));
      layer.on("mouseout", () => {
        state.set({ hover: null });
        tip.hide();
      });
      layers.set(parcel.id, { parcel, layer });
      parcels.addLayer(layer);
      layer.getElement()?.setAttribute("data-parcel", parcel.id);
    }
    tip.hide();
    paint();
    drawBlocks();
    mark();
    warn();
  }

  function paint() {
    const axis = state.get("axis");
    const wanted = state.get("highlight");
    for (const { parcel, layer } of layers.values()) {
      const fill = fillOf(app, parcel.properties, axis);
      const faded = wanted !== null && axisWord(parcel.properties, axis) !== wanted;
      layer.setStyle({
        fillColor: parcelFill(fill, parcel.properties.illustrative),
        fillOpacity: faded ? 0.15 : 1,
        color: app.style.paper.zone_stroke,
        weight: 0.9,
        opacity: 0.75,
      });
    }
    ring();
  }

  /** Marks of what changed, on a white line as rings are. */
  function mark() {
    changes.clearLayers();
    const look = { renderer: app.renderers.zones, pane: "zones", interactive: false, fill: false };
    for (const id of app.changed ?? []) {
      const entry = layers.get(id);
      if (!entry) continue;
      const places = entry.layer.getLatLngs();
      changes.addLayer(L.polygon(places, { ...look, color: "#ffffff", weight: 5 }));
      changes.addLayer(
        L.polygon(places, {
          ...look,
          color: app.view.land.change,
          weight: 3,
          dashArray: "7 3",
          className: "change-mark",
        }),
      );
    }
    ring();
  }

  /** Rings stand over parcels and blocks: a dark line on a white one shows on every colour. */
  function ring() {
    const chosen = { hover: state.get("hover"), selected: state.get("selection")?.id };
    for (const [name, parts] of Object.entries(rings)) {
      const entry = layers.get(chosen[name]);
      for (const part of parts) {
        if (!entry) {
          part.remove();
          continue;
        }
        part.setLatLngs(entry.layer.getLatLngs());
        part.addTo(map);
        part.bringToFront();
      }
    }
  }

  function drawBlocks() {
    blocks.clearLayers();
    if (state.get("blocks") === "off") return;
    for (const block of app.land.blocks.features) {
      const look = { renderer: app.renderers.zones, pane: "zones", interactive: false, fill: false };
      const outline = toRings(block.geometry);
      blocks.addLayer(L.polygon(outline, { ...look, color: "#ffffff", weight: 5 }));
      blocks.addLayer(
        L.polygon(outline, {
          ...look,
          color: app.view.land.block,
          weight: 2.5,
          className: "block-outline",
        }),
      );
      const { block: number, area_ha: area } = block.properties;
      const text = `${number}: ${hectares(area, app.words)} ha`;
      const icon = L.divIcon({ className: "block-name", html: el("span", { text }), iconSize: null });
      const at = middleOf(block.geometry);
      blocks.addLayer(L.marker(at, { icon, interactive: false, keyboard: false, pane: "names" }));
    }
  }

  function warn() {
    const box = document.getElementById("zm-notice");
    const invented = app.land.parcels.features.some((one) => one.properties.illustrative);
    box.hidden = !invented;
    box.textContent = invented ? app.words.t("zone_illustrative") : "";
  }

  /** Say that a day could not be had; what was shown stays. */
  function fail() {
    const box = document.getElementById("zm-notice");
    box.hidden = false;
    box.textContent = app.words.t("load_failed");
  }

  function fit(animate = false) {
    const box = wholeBox(app);
    const options = { padding: [30, 30], maxZoom: 17, animate: animate && app.moves() };
    if (box) {
      const [west, south, east, north] = box;
      map.fitBounds([[south, west], [north, east]], options);
      return;
    }
    const [west, south, east, north] = app.doc.region_bbox;
    const place = app.zones[0]?.properties.location;
    if (place) map.setView(toLatLng(place), 13, { animate: false });
    else map.fitBounds([[south, west], [north, east]], { animate: false });
  }

  function goTo(id) {
    const entry = layers.get(id);
    if (entry) map.panInside(entry.layer.getBounds().getCenter(), { padding: [60, 60] });
  }

  state.on("axis highlight", paint);
  state.on("hover selection", ring);
  state.on("blocks language", () => {
    drawBlocks();
    mark();
  });
  state.on("language", warn);
  return { draw, mark, fit, goTo, fail };
}

/** A dark line on a white one, for what is pointed at. */
function outlineRing(app, white, dark) {
  const common = {
    renderer: app.renderers.zones,
    pane: "zones",
    interactive: false,
    fill: false,
    className: "parcel-ring",
  };
  return [
    L.polygon([], { ...common, color: "#ffffff", weight: white }),
    L.polygon([], { ...common, color: app.style.paper.ink, weight: dark }),
  ];
}

/** The outline of the zone under its parcels, drawn by what is known of it. */
function drawOutline(app) {
  const [zone] = app.zones;
  const { geometry, properties } = zone;
  if (!geometry) return;
  const look = app.style.zone.boundary[properties.boundary_quality];
  const common = { interactive: false, renderer: app.renderers.footprints, pane: "footprints" };
  const layer =
    geometry.type === "Point"
      ? L.circleMarker(toLatLng(geometry.coordinates), {
          ...common,
          radius: 7,
          color: app.style.paper.unknown_stroke,
          fillColor: "#ffffff",
          fillOpacity: 1,
          weight: 2,
        })
      : L.polygon(toRings(geometry), {
          ...common,
          className: "zone-outline",
          color: app.style.paper.zone_stroke,
          fillColor: "#ffffff",
          fillOpacity: 0.6,
          weight: look?.width ?? 1.4,
          dashArray: look?.dash ?? null,
        });
  layer.addTo(app.map);
}

/** West, south, east, north of outline and parcels; null where there is neither. */
function wholeBox(app) {
  const shapes = [app.zones[0], ...app.land.parcels.features]
    .map((feature) => feature.geometry)
    .filter((geometry) => geometry && geometry.type !== "Point");
  const boxes = shapes.map(boxOf).filter((box) => box);
  if (!boxes.length) return null;
  const side = (index, pick) => pick(...boxes.map((box) => box[index]));
  return [side(0, Math.min), side(1, Math.min), side(2, Math.max), side(3, Math.max)];
}

/** Middle of the largest part, for a name. */
function middleOf(geometry) {
  const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
  const largest = polygons.reduce((a, b) => (a[0].length >= b[0].length ? a : b));
  const [west, south, east, north] = boxOf({ type: "Polygon", coordinates: largest });
  return toLatLng([(west + east) / 2, (south + north) / 2]);
}

/** What lies under the mouse: the parcel, its area and its state. */
function createTip(app) {
  const box = el("div", { class: "tooltip", role: "tooltip", hidden: true });
  app.stage.append(box);
  const able = globalThis.matchMedia("(hover: hover)").matches;

  function show(parcel, point) {
    if (!able) return;
    const { words } = app;
    const { properties } = parcel;
    const mark = properties.illustrative ? ` (${words.t("illustrative")})` : "";
    const area = `${hectares(properties.area_m2 / 10_000, words)} ha`;
    replace(
      box,
      el("strong", { text: labelOf(app, properties) + mark }),
      el("span", {
        text: [
          area,
          words.t(`line_${axisWord(properties, "line")}`),
          words.t(`use_${properties.use}`),
        ].join(" · "),
      }),
    );
    box.hidden = false;
    move(point);
  }

  function move(point) {
    if (box.hidden || !point) return;
    const left = point.x > app.map.getSize().x - 240;
    box.classList.toggle("to-left", left);
    box.style.setProperty("left", `${point.x + (left ? -14 : 14)}px`);
    box.style.setProperty("top", `${point.y + 14}px`);
  }

  return { show, move, hide: () => (box.hidden = true) };
}
