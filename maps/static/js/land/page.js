/** What every page of the land book begins with: its data, words, language and day. */

import { el, replace, sourceLink } from "zonemap/dom";
import { date, isoToday } from "zonemap/format";
import { L, createPanes } from "zonemap/leaflet";
import { createTooltip } from "zonemap/tooltip";
import { applyWords, createWords, storeLanguage, storedLanguage } from "zonemap/words";
import { createLandState } from "zonemap/land/state";
import { drawBase } from "zonemap/base";
import { patternDefinitions } from "zonemap/symbols";

const NOTHING_MOVES = "(prefers-reduced-motion: reduce)";

/** A JSON block of the page. */
export function readJson(id) {
  return JSON.parse(document.getElementById(id).textContent);
}

/** The language asked for in the address, kept from the last visit, or Vietnamese. */
export function firstLanguage() {
  const asked = new URLSearchParams(globalThis.location.search).get("lang");
  return asked ?? storedLanguage() ?? "vi";
}

/**
 * The page's state, words and map, with an interface the map's own modules know.
 * @param {object} map Leaflet map made by the page.
 * @param {object} spec See `createLandState`; `language` is added.
 */
export function createPage(map, spec) {
  const doc = readJson("zm-document");
  const view = readJson("zm-view");
  const words = createWords(view.words, firstLanguage());
  const state = createLandState(
    { language: { initial: words.language }, selection: { initial: null }, ...spec },
    globalThis.location.hash,
  );
  const app = {
    map,
    doc,
    view,
    words,
    state,
    style: view.style,
    columns: doc.columns,
    renderers: createPanes(map),
    stage: document.getElementById("zm-stage"),
    zones: doc.zones.features,
    zoneById: new Map(doc.zones.features.map((zone) => [zone.id, zone])),
    layers: { ports: NO_PORTS, links: NO_LINKS },
    parcelZones: new Set(),
    // Zones that the filters leave out are taken off the map by the page itself.
    isOut: () => false,
    moves: () => !globalThis.matchMedia(NOTHING_MOVES).matches,
    measureOf: (key) => view.style.measures.find((measure) => measure.key === key),
    classOf: (measure, key) => app.measureOf(measure).classes.find((one) => one.key === key),
  };
  setUpLanguages(app);
  return app;
}

/** The map of names asks about layers that the land book does not have. */
const NO_PORTS = { entries: [], isShown: () => false, scale: () => 1 };
const NO_LINKS = { points: [], lines: [], isShown: () => false, stationZoom: 99 };

/** Draw what lies under every map of the book. */
export async function prepareMap(app, leafletImages, fills = {}) {
  const { map } = app;
  L.Icon.Default.imagePath = leafletImages;
  const style = {
    ...app.style,
    parcel: { ...app.style.parcel, ...fills },
    parcel_line: app.view.land.axes.line,
  };
  document.body.append(patternDefinitions(style));
  if (!app.moves()) {
    Object.assign(map.options, { zoomAnimation: false, fadeAnimation: false, inertia: false });
  }
  await fontsLoaded();
  map.invalidateSize({ animate: false });
  drawBase(app);
  app.tooltip = createTooltip(app);
  map.on("resize", () => app.tooltip.hide());
  new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(map.getContainer());
}

/** Words of the page, now and whenever the language changes. */
export function setUpLanguages(app) {
  const { words, state } = app;
  const buttons = document.querySelectorAll("[data-language]");
  const show = () => {
    document.documentElement.lang = words.language;
    applyWords(document, words);
    for (const button of buttons) {
      button.setAttribute("aria-pressed", String(button.dataset.language === words.language));
    }
  };
  for (const button of buttons) {
    button.addEventListener("click", () => {
      words.language = button.dataset.language;
      storeLanguage(words.language);
      show();
      state.set({ language: words.language });
    });
  }
  show();
}

/**
 * The field that says of which day the whole page is.
 * @param {(day: string|null) => void} onDay Told a day that was chosen; null for today, which the
 *   server knows better than a reader in another time zone.
 */
export function setUpDay(app, onDay) {
  const field = document.getElementById("zl-day");
  const today = document.getElementById("zl-today");
  const show = (day) => {
    field.value = day;
    field.max = day > isoToday() ? day : isoToday();
    today.hidden = day >= isoToday();
  };
  field.addEventListener("change", () => {
    if (!field.checkValidity() || !field.value) return;
    onDay(field.value === isoToday() ? null : field.value);
  });
  today.addEventListener("click", () => onDay(null));
  show(app.doc.as_of);
  return { show };
}

/** Buttons of the map: closer, farther, and the whole of it. */
export function setUpTools(app, fit) {
  const tools = document.getElementById("zm-tools");
  const button = (kind, word, act) =>
    el("button", {
      type: "button",
      class: `tool tool-${kind}`,
      "data-w-label": word,
      "aria-label": app.words.t(word),
      on: { click: act },
    });
  replace(
    tools,
    button("in", "zoom_in", () => app.map.zoomIn()),
    button("out", "zoom_out", () => app.map.zoomOut()),
    button("home", "whole_region", fit),
  );
  L.control.scale({ imperial: false, maxWidth: 110 }).addTo(app.map);
}

/** Credits and the date of the data. */
export function setUpFoot(app) {
  const foot = document.getElementById("zm-foot");
  const render = () => {
    const { doc, words } = app;
    replace(
      foot,
      doc.data_date
        ? el("span", {
            class: "foot-date",
            text: words.t("data_date", { date: date(doc.data_date, words) }),
          })
        : null,
      ...doc.credits.map((credit) =>
        el("span", {}, sourceLink(credit.href, words.pick(credit, "text"))),
      ),
    );
  };
  app.state.on("language", render);
  render();
}

/** The page says that it is ready. */
export function sayReady() {
  document.documentElement.dataset.ready = "true";
  performance.mark("zonemap-ready");
}

/**
 * Ask the API; refusals are thrown.
 * @param {string} address
 */
export async function ask(address, signal) {
  const answer = await fetch(address, { headers: { Accept: "application/json" }, signal });
  if (!answer.ok) throw new Error(`${answer.status}`);
  return answer.json();
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
