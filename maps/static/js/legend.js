/** The legend: class breaks with counts, symbols, and the switches of the layers they belong to. */

import { el, replace } from "zonemap/dom";
import {
  airportSymbol,
  boundarySwatch,
  lineSwatch,
  portSymbol,
  stationSymbol,
  zoneRadius,
  zoneSwatch,
} from "zonemap/symbols";
import { number } from "zonemap/format";
import { parcelSection } from "zonemap/parcel-legend";

/** @param {object} app */
export function createLegend(app) {
  const box = document.getElementById("zm-legend");
  const measures = document.getElementById("zm-measures");

  function render() {
    replace(
      box,
      classSection(app),
      listLinks(app),
      sizeSection(app),
      layerSection(app),
      boundarySection(app),
      app.parcelZones.size ? parcelSection(app) : null,
      el("p", { class: "section-note", text: app.words.t("badges_note") }),
      dateLine(app),
    );
  }

  function renderMeasures() {
    const { words, style, state } = app;
    measures.setAttribute("aria-label", words.t("colour_by"));
    replace(
      measures,
      ...style.measures.map((measure) =>
        el("button", {
          type: "button",
          role: "radio",
          class: "chip",
          "data-measure": measure.key,
          "aria-checked": String(state.get("measure") === measure.key),
          tabindex: state.get("measure") === measure.key ? "0" : "-1",
          text: words.pick(measure, "chip"),
          on: { click: () => state.set({ measure: measure.key, highlight: null }) },
        }),
      ),
    );
  }

  measures.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const keys = app.style.measures.map((measure) => measure.key);
    const next = (keys.indexOf(app.state.get("measure")) + step + keys.length) % keys.length;
    app.state.set({ measure: keys[next], highlight: null });
    measures.querySelector('[aria-checked="true"]').focus();
  });

  const all = () => {
    renderMeasures();
    render();
  };
  app.state.on("measure", all);
  app.state.on("language", all);
  app.state.on("highlight", () => markHighlight(box, app));
  app.state.on("kept", render);
  all();
  return { render };
}

function classSection(app) {
  const { words, state, view } = app;
  const measure = app.measureOf(state.get("measure"));
  const possible = view.class_counts[measure.key];
  const counts = keptCounts(app, measure) ?? possible;
  const rows = measure.classes
    .filter((one) => possible[one.key] > 0 || one.key !== "unknown")
    .map((one) =>
      el(
        "li",
        {},
        el(
          "button",
          {
            type: "button",
            class: "class-row",
            "data-class": one.key,
            "aria-pressed": "false",
            on: {
              click: () =>
                state.set({ highlight: state.get("highlight") === one.key ? null : one.key }),
            },
          },
          zoneSwatch(app.style, one.fill),
          el("span", { class: "class-label", text: words.pick(one, "label") }),
          el("span", { class: "class-count", text: number(counts[one.key], 0, words) }),
        ),
      ),
    );
  return el(
    "section",
    { class: "legend-section classes" },
    el(
      "div",
      { class: "legend-title" },
      el("h2", { text: words.pick(measure, "label") }),
      el("span", { class: "legend-count", text: words.t(state.get("kept") ? "find_in_legend" : "zones_count") }),
    ),
    el("ul", { class: "class-list" }, ...rows),
    el("p", { class: "section-note", text: words.pick(measure, "note") }),
  );
}

/** Zones on the map in each class, of those the filters keep; null where there are no filters. */
function keptCounts(app, measure) {
  const kept = app.state.get("kept");
  if (kept === null) return null;
  const counts = Object.fromEntries(measure.classes.map((one) => [one.key, 0]));
  for (const zone of app.zones) {
    if (zone.geometry && kept.has(zone.id)) counts[app.view.zone_classes[zone.id][measure.key]] += 1;
  }
  return counts;
}

function markHighlight(box, app) {
  const wanted = app.state.get("highlight");
  for (const row of box.querySelectorAll(".class-row")) {
    row.setAttribute("aria-pressed", String(row.dataset.class === wanted));
  }
}

function listLinks(app) {
  const { words, doc, state } = app;
  const missing = app.zones.filter((zone) => !zone.geometry).length;
  const open = (type) => state.set({ selection: { type, id: null } });
  return el(
    "p",
    { class: "list-links" },
    el("button", {
      type: "button",
      class: "link-button",
      "data-open": "list",
      text: words.t("list_all", { count: state.get("kept")?.size ?? doc.counts.zones }),
      on: { click: () => open("list") },
    }),
    missing
      ? el("button", {
          type: "button",
          class: "link-button",
          "data-open": "missing",
          text: words.t("list_missing", { count: missing }),
          on: { click: () => open("missing") },
        })
      : null,
    app.api ? el("a", { class: "link-button", href: "/land", text: words.t("land_book") }) : null,
    app.api
      ? el("a", { class: "link-button", href: "/studio", text: words.t("studio_link") })
      : null,
    app.api
      ? el("a", {
          class: "link-button",
          href: `/ogc?f=html&lang=${words.language}`,
          text: words.t("open_data"),
        })
      : null,
  );
}

function sizeSection(app) {
  const { words, style } = app;
  const sizes = style.zone.size_legend_ha.map((hectares) =>
    el(
      "li",
      {},
      zoneSwatch(style, "", "operating", zoneRadius(style, hectares, 10)),
      el("span", { text: `${number(hectares, 0, words)} ha` }),
    ),
  );
  const states = Object.keys(style.zone.stroke).map((status) =>
    el(
      "li",
      {},
      zoneSwatch(style, "#74c0b5", status, 7),
      el("span", { text: words.t(`status_${status}`) }),
    ),
  );
  return el(
    "section",
    { class: "legend-section" },
    el("h3", { text: words.t("size_by") }),
    el("ul", { class: "swatch-row" }, ...sizes),
    el("h3", { text: words.t("outline") }),
    el("ul", { class: "swatch-row" }, ...states),
  );
}

function layerSection(app) {
  const { words, style, layers } = app;
  const row = (key, label, shown, set, ...swatches) => {
    const box = el("input", { type: "checkbox", id: `zm-layer-${key}`, "data-layer": key });
    box.checked = shown;
    box.addEventListener("change", () => {
      set(box.checked);
      layers.names.refresh();
    });
    const heading = el("label", { for: box.id }, box, el("span", { text: words.t(label) }));
    return el("li", { class: "layer" }, heading, el("ul", { class: "swatch-row" }, ...swatches));
  };
  const item = (picture, text) => el("li", {}, picture, el("span", { text }));
  const state = (kind, status) => item(lineSwatch(style, kind, status), words.t(`status_${status}`));
  const kind = (name) => item(lineSwatch(style, name, "operating"), words.t(`kind_${name}`));
  const link = (name, ...swatches) =>
    row(name, name, layers.links.isShown(name), (on) => layers.links.setShown(name, on), ...swatches);
  const layer = (name, label, ...swatches) =>
    row(name, label, layers[name].isShown(), (on) => layers[name].setShown(on), ...swatches);
  return el(
    "section",
    { class: "legend-section" },
    el("h2", { text: words.t("layers") }),
    el(
      "ul",
      { class: "layer-list" },
      layer("zones", "zones"),
      layer("ports", "ports", ...portSwatches(app, item)),
      link(
        "roads",
        ...["expressway", "ring_road", "national_road", "provincial_road"].map(kind),
        ...["under_construction", "planned", "partly_open"].map((one) => state("expressway", one)),
      ),
      link(
        "rail",
        state("railway", "operating"),
        state("railway", "planned"),
        item(stationSymbol(style, "operating"), words.t("kind_rail_station")),
      ),
      link(
        "airports",
        ...["operating", "under_construction", "planned"].map((one) =>
          item(airportSymbol(style, one), words.t(`status_${one}`)),
        ),
      ),
      link("waterways", kind("waterway")),
      layer("names", "labels_layer"),
    ),
    app.links.some((one) => one.properties.geometry_quality === "schematic")
      ? el("p", { class: "section-note", text: words.t("sketch_note") })
      : null,
  );
}

function portSwatches(app, item) {
  const { words, style } = app;
  return [
    item(portSymbol(style, "seaport_terminal", "deep", "operating"), words.t("kind_seaport_terminal")),
    item(portSymbol(style, "river_port", "small", "operating"), words.t("kind_river_port")),
    item(portSymbol(style, "icd", "deep", "operating"), words.t("kind_icd")),
    item(portSymbol(style, "planned_seaport", "large", "planned"), words.t("status_planned")),
    el("li", { class: "swatch-title", text: words.t("port_sizes") }),
    ...[...style.port.sizes, style.port.unknown].map(({ key }) =>
      item(portSymbol(style, "seaport_terminal", key, "operating"), words.t(`port_size_${key}`)),
    ),
  ];
}

function boundarySection(app) {
  const { words, style } = app;
  const items = Object.keys(style.zone.boundary).map((quality) =>
    el("li", {}, boundarySwatch(style, quality, "#74c0b5"), el("span", { text: words.t(`boundary_${quality}`) })),
  );
  return el(
    "section",
    { class: "legend-section" },
    el("h3", { text: words.t("boundaries") }),
    el("ul", { class: "swatch-column" }, ...items),
  );
}

function dateLine(app) {
  const { words, doc } = app;
  const counts = { zones: doc.counts.zones, on_map: doc.counts.zones_on_map };
  return el("p", { class: "section-note", text: words.t("counts", counts) });
}
