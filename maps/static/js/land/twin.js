/** The map beside the table: the same zones, coloured as on the investors' map. */

import { el, replace } from "zonemap/dom";
import { L } from "zonemap/leaflet";
import { createNames } from "zonemap/names";
import { zoneSwatch } from "zonemap/symbols";
import { createZones } from "zonemap/zones";

/** Measures that speak of land; distance belongs to the investors' map. */
export const TWIN_MEASURES = ["remaining_ha", "occupancy", "status"];

/**
 * @param {object} app
 * @param {() => object[]} zonesShown
 */
export function createTwin(app, zonesShown) {
  const { state } = app;
  app.layers.zones = createZones(app);
  const { entries, refresh: paint } = app.layers.zones;
  const byId = new Map(entries.map((entry) => [entry.zone.id, entry]));
  const ring = hoverRing(app);
  for (const { zone, circle, footprint } of entries) {
    for (const layer of [circle, footprint]) {
      layer?.on("mouseover", () => state.set({ hover: zone.id }));
      layer?.on("mouseout", () => state.set({ hover: null }));
    }
  }
  const shownIds = () => new Set(zonesShown().map((zone) => zone.zone_id));
  // Names are given to what is shown only: they ask for the entries each time.
  app.layers.zones = {
    ...app.layers.zones,
    get entries() {
      const shown = shownIds();
      return entries.filter((entry) => shown.has(entry.zone.id));
    },
  };
  app.layers.names = createNames(app);

  /** Zones that the filters leave out are not on the map either. */
  function refresh() {
    const shown = shownIds();
    for (const { zone, circle, footprint } of entries) {
      for (const layer of [circle, footprint]) {
        layer?.getElement()?.classList.toggle("away", !shown.has(zone.id));
      }
    }
  }

  function highlight() {
    const entry = byId.get(state.get("hover"));
    for (const part of ring) {
      if (!entry) {
        part.remove();
        continue;
      }
      part.setLatLng(entry.latLng);
      part.setRadius(Math.max(entry.radius, 6) + 5);
      part.addTo(app.map);
      part.bringToFront();
    }
  }

  function fit(animate) {
    const shown = shownIds();
    const points = entries.filter((entry) => shown.has(entry.zone.id)).map((one) => one.latLng);
    if (!points.length) return;
    // The legend stands over the lower edge.
    const below = document.getElementById("zl-legend").offsetHeight + 24;
    app.map.fitBounds(L.latLngBounds(points), {
      paddingTopLeft: [24, 24],
      paddingBottomRight: [24, below],
      maxZoom: 12,
      animate: animate && app.moves(),
    });
  }

  /** Bring a zone into the middle, near enough to tell it from its neighbours. */
  function goTo(id) {
    const entry = byId.get(id);
    if (!entry) return;
    const zoom = Math.max(app.map.getZoom(), 10.5);
    app.map.setView(entry.latLng, zoom, { animate: app.moves() });
  }

  state.on("hover", highlight);
  state.on("measure language", () => renderLegend(app));
  app.map.on("zoomend layeradd", refresh);
  app.map.on("zoomend", highlight);
  renderLegend(app);
  return {
    fit,
    goTo,
    refresh() {
      paint();
      refresh();
      app.layers.names.refresh();
    },
  };
}

function hoverRing(app) {
  const common = {
    renderer: app.renderers.zones,
    pane: "zones",
    interactive: false,
    fill: false,
    className: "hover-ring",
  };
  return [
    L.circleMarker([0, 0], { ...common, color: "#ffffff", weight: 5 }),
    L.circleMarker([0, 0], { ...common, color: app.style.paper.accent, weight: 2.5 }),
  ];
}

/** What the colours mean, and which measure they show. */
function renderLegend(app) {
  const { words, state } = app;
  const box = document.getElementById("zl-legend");
  const measure = app.measureOf(state.get("measure"));
  const select = el(
    "select",
    {
      id: "zl-measure",
      on: { change: () => state.set({ measure: select.value }) },
    },
    ...TWIN_MEASURES.map((key) =>
      el("option", {
        value: key,
        selected: key === measure.key,
        text: words.pick(app.measureOf(key), "label"),
      }),
    ),
  );
  const classes = measure.classes.filter(
    (one) => app.view.class_counts[measure.key][one.key] || one.key === "unknown",
  );
  replace(
    box,
    el("label", { class: "hidden", for: "zl-measure", text: words.t("colour_by") }),
    select,
    el(
      "ul",
      {},
      ...classes.map((one) =>
        el(
          "li",
          {},
          zoneSwatch(app.style, one.fill, "operating", 5),
          el("span", { text: words.pick(one, "short"), title: words.pick(one, "label") }),
        ),
      ),
    ),
  );
}
