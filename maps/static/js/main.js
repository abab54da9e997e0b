/** Start of the page: reads the data in it, draws the map, and says when it is ready. */

import { drawBase } from "zonemap/base";
import { createControls } from "zonemap/controls";
import { L, createPanes } from "zonemap/leaflet";
import { createLegend } from "zonemap/legend";
import { tellLinkFaults } from "zonemap/link-note";
import { createLinks } from "zonemap/links";
import { keepLook } from "zonemap/look-loader";
import { createNames } from "zonemap/names";
import { createParcels } from "zonemap/parcels";
import { createPorts } from "zonemap/ports";
import { createSearch } from "zonemap/search";
import { createSheet } from "zonemap/sheet";
import { createShortlist } from "zonemap/shortlist";
import { createShortlistMarks } from "zonemap/shortlist-marks";
import { keepStars } from "zonemap/star";
import { createState } from "zonemap/state";
import { stateFields } from "zonemap/state-fields";
import { patternDefinitions } from "zonemap/symbols";
import { createTabs } from "zonemap/tabs";
import { createTooltip } from "zonemap/tooltip";
import { applyWords, createWords, storeLanguage, storedLanguage } from "zonemap/words";
import { createWorkspace } from "zonemap/workspace";
import { createZones } from "zonemap/zones";

const NOTHING_MOVES = "(prefers-reduced-motion: reduce)";

/**
 * @param {object} map Leaflet map made by the page.
 * @param {{leafletImages: string, api: string|null, tiles: object|null, worker: object|null}}
 *   options Folder of Leaflet's own images; address of the server's API, or null for a page that
 *   stands alone; where parcels are to be had as tiles, or null for a page that holds them; the
 *   service worker that keeps the page, or null.
 */
export async function start(map, { leafletImages, api, tiles = null, worker = null }) {
  L.Icon.Default.imagePath = leafletImages;
  const app = createApp(map, api, tiles);
  document.body.append(patternDefinitions(app.style));
  if (globalThis.matchMedia(NOTHING_MOVES).matches) {
    Object.assign(map.options, { zoomAnimation: false, fadeAnimation: false, inertia: false });
  }
  await Promise.all([fontsLoaded(), keepFilters(app)]);
  drawBase(app);
  app.tooltip = createTooltip(app);
  app.layers.links = createLinks(app);
  app.layers.zones = createZones(app);
  app.layers.parcels = createParcels(app);
  app.layers.ports = createPorts(app);
  app.layers.names = createNames(app);
  app.layers.shortlist = createShortlistMarks(app);
  keepStars(app);
  createLegend(app);
  createControls(app);
  createSearch(app);
  createSheet(app).render();
  createTabs(app);
  createWorkspace(app);
  keepLook(app);
  tellLinkFaults(app);
  // Only now does everything around the map have its size.
  map.invalidateSize({ animate: false });
  firstView(app);
  app.layers.zones.refresh();
  app.layers.shortlist.refresh();
  app.layers.parcels.refresh();
  app.layers.names.refresh();
  listenToMap(app);
  followAddress(app);
  document.documentElement.dataset.ready = "true";
  performance.mark("zonemap-ready");
  if (worker) keepForLater(app, worker);
}

/** The map without a network is a convenience: where it cannot be had, nothing is said. */
async function keepForLater(app, worker) {
  try {
    const { keepOffline } = await import("zonemap/offline/keep");
    keepOffline(app, worker);
  } catch {
    // The page is ready without it.
  }
}

function createApp(map, api, tiles) {
  const doc = readJson("zm-document");
  const view = readJson("zm-view");
  const measures = view.style.measures.map((measure) => measure.key);
  const asked = new URLSearchParams(globalThis.location.search).get("lang");
  const language = asked ?? storedLanguage() ?? "vi";
  const fields = stateFields({ measures, language, dataVersion: doc.data_version });
  const state = createState(fields, globalThis.location.hash);
  const words = createWords(view.words, state.get("language"));
  const byId = (features) => new Map(features.map((feature) => [feature.id, feature]));
  const app = {
    map,
    api,
    tiles,
    doc,
    view,
    state,
    words,
    style: inScheme(view.style),
    renderers: createPanes(map),
    stage: document.getElementById("zm-stage"),
    layers: {},
    zones: doc.zones.features,
    ports: doc.ports.features,
    links: doc.links.features,
    parcels: doc.parcels?.features ?? [],
    zoneById: byId(doc.zones.features),
    portById: byId(doc.ports.features),
    linkById: byId(doc.links.features),
    parcelById: byId(doc.parcels?.features ?? []),
    /** Whether the filters leave a zone out. */
    isOut: (id) => state.get("kept") !== null && !state.get("kept").has(id),
    measureOf: (key) => view.style.measures.find((measure) => measure.key === key),
    classOf: (measure, key) => app.measureOf(measure).classes.find((one) => one.key === key),
  };
  app.parcelZones = new Set(
    tiles
      ? app.zones.filter((zone) => zone.properties.ledger).map((zone) => zone.id)
      : app.parcels.map((parcel) => parcel.properties.zone_id),
  );
  app.shortlist = createShortlist(app);
  addActions(app);
  document.documentElement.lang = words.language;
  applyWords(document, words);
  return app;
}

/** Colours of paper and ink as custom properties, so that they follow the reader's scheme. */
function inScheme(style) {
  const names = [...Object.keys(style.paper), "hollow"];
  const paper = names.map((name) => [name, `var(--${name.replaceAll("_", "-")})`]);
  const waterway = { ...style.linkKind.waterway, color: "var(--waterway)" };
  return {
    ...style,
    paper: Object.fromEntries(paper),
    linkKind: { ...style.linkKind, waterway },
  };
}

function addActions(app) {
  const { map, state, words } = app;
  /** Open the sheet of a zone or port; with `go`, move the map there. */
  app.select = (type, id, go = false) => {
    state.set({ selection: { type, id } }, { enters: state.get("selection") === null });
    if (go) goTo(app, type, id);
    else keepInView(app, type, id);
  };
  app.close = () => state.set({ selection: null });
  app.setLanguage = (language) => {
    words.language = language;
    document.documentElement.lang = words.language;
    applyWords(document, words);
    storeLanguage(words.language);
    state.set({ language: words.language });
  };
  app.showRegion = () => fitRegion(app, true);
  app.notice = (key) => {
    const box = document.getElementById("zm-notice");
    box.hidden = key === null;
    box.dataset.w = key ?? "";
    box.textContent = key ? words.t(key) : "";
  };
  app.moves = () => !globalThis.matchMedia(NOTHING_MOVES).matches;
  app.mapPadding = () => sheetPadding(map);
}

/** Room taken by the sheet: at the right on a wide screen, below on a narrow one. */
function sheetPadding(map) {
  const sheet = document.getElementById("zm-sheet");
  const base = { paddingTopLeft: [40, 40], paddingBottomRight: [40, 40] };
  if (sheet.hidden) return base;
  const stage = map.getContainer().getBoundingClientRect();
  const box = sheet.getBoundingClientRect();
  const below = box.width > stage.width * 0.8;
  const right = below ? 40 : stage.right - box.left + 40;
  const bottom = below ? Math.max(40, stage.bottom - box.top + 20) : 40;
  return { paddingTopLeft: [40, 40], paddingBottomRight: [right, bottom] };
}

function placeOf(app, type, id) {
  const list = type === "zone" ? app.layers.zones.entries : app.layers.ports.entries;
  return list.find((entry) => (entry.zone ?? entry.port).id === id) ?? null;
}

function goTo(app, type, id) {
  const entry = placeOf(app, type, id);
  if (!entry) return;
  const bounds = entry.footprint?.getBounds() ?? entry.latLng.toBounds(3000);
  app.map.fitBounds(bounds, { ...app.mapPadding(), maxZoom: 13.5, animate: app.moves() });
}

function keepInView(app, type, id) {
  const entry = placeOf(app, type, id);
  if (entry) app.map.panInside(entry.latLng, { ...app.mapPadding(), animate: app.moves() });
}

function firstView(app) {
  const view = app.state.get("view");
  if (view) app.map.setView([view.lat, view.lon], view.zoom, { animate: false });
  else fitRegion(app, false);
  const selection = app.state.get("selection");
  if (!view && selection?.id) goTo(app, selection.type, selection.id);
}

function fitRegion(app, animate) {
  const ports = app.layers.ports.entries.filter((entry) => entry.port.properties.inside_region);
  const points = [...app.layers.zones.entries, ...ports].map((entry) => entry.latLng);
  if (!points.length) return;
  const narrow = app.map.getSize().x < 700;
  const side = narrow ? 14 : 36;
  // On a phone the narrow legend stands over the lower edge.
  const below = document.getElementById("zm-strip").offsetHeight + 64;
  app.map.fitBounds(L.latLngBounds(points), {
    paddingTopLeft: [side, narrow ? 14 : 30],
    paddingBottomRight: [side, narrow ? below : 84],
    animate: animate && app.moves(),
  });
}

function listenToMap(app) {
  const { map, state } = app;
  map.on("click", (event) => {
    const coarse = globalThis.matchMedia("(pointer: coarse)").matches;
    const zone = app.layers.zones.nearest(event.containerPoint, coarse);
    if (zone) app.select("zone", zone.id);
    else app.close();
  });
  map.on("dragend zoomend", () => {
    const { lat, lng: lon } = map.getCenter();
    state.set({ view: { zoom: map.getZoom(), lat, lon } });
  });
  new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(app.stage);
}

/**
 * Back and Forward open and close the sheet, with all else left as it is. A link that is opened
 * where the map is open already is followed as in a new tab, with all that is said of links.
 */
function followAddress(app) {
  const { state } = app;
  // The address holds the choice: a way to a part of the page leaves it alone.
  document.querySelector(".skip").addEventListener("click", (event) => {
    event.preventDefault();
    document.getElementById("zm-search").focus();
  });
  globalThis.addEventListener("hashchange", () => {
    if (globalThis.location.hash === state.link()) return;
    if (!state.isOurEntry()) globalThis.location.reload();
    else state.set({ selection: state.valueIn("selection", globalThis.location.hash) });
  });
}

/** What a link filters holds from the first view on; without filters nothing of it is loaded. */
async function keepFilters(app) {
  const { state } = app;
  if (!Object.keys(state.get("filters")).length) return;
  try {
    const { keepUp } = await import("zonemap/find/kept");
    keepUp(app);
  } catch (error) {
    state.faults.push("f");
    console.error(error);
  }
}

function readJson(id) {
  return JSON.parse(document.getElementById(id).textContent);
}

/** Names are measured in our font, so it must be there first; a second at most. */
async function fontsLoaded() {
  if (!document.fonts) return;
  const wanted = ["400 12px", "600 12px"].flatMap((face) =>
    ["Aa", "Đất"].map((text) => document.fonts.load(`${face} "Be Vietnam Pro"`, text)),
  );
  const late = new Promise((resolve) => setTimeout(resolve, 1000));
  await Promise.race([Promise.allSettled(wanted), late]);
}
