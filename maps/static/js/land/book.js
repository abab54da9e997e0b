/** Start of the page of all zones: table and map side by side, the board, and what is known. */

import { el, replace } from "zonemap/dom";
import { createBoard } from "zonemap/land/board";
import { createCoverage } from "zonemap/land/coverage";
import { downloads } from "zonemap/land/download";
import { createFilters, FILTER_SPEC, groupSwitches } from "zonemap/land/filters";
import { menu } from "zonemap/land/menu";
import {
  createPage,
  prepareMap,
  sayReady,
  setUpDay,
  setUpFoot,
  setUpTools,
} from "zonemap/land/page";
import { indexRows, visibleZones } from "zonemap/land/rows";
import { createTable } from "zonemap/land/table";
import { createTwin, TWIN_MEASURES } from "zonemap/land/twin";

const TABS = ["book", "board", "coverage"];
const NARROW = "(max-width: 819px)";

/**
 * @param {object} map Leaflet map made by the page.
 * @param {{leafletImages: string}} options
 */
export async function start(map, { leafletImages }) {
  const app = createPage(map, {
    ...FILTER_SPEC,
    sort: { initial: "name", kept: true },
    order: { initial: "up", allowed: ["up", "down"], kept: true },
    off: { initial: "", kept: true },
    measure: { initial: TWIN_MEASURES[0], allowed: TWIN_MEASURES, kept: true },
    tab: { initial: TABS[0], allowed: TABS, kept: true },
    map: { initial: "", allowed: ["on", "off"], kept: true },
    hover: { initial: null },
    highlight: { initial: null },
  });
  const { state } = app;
  app.book = app.doc.book;
  app.sources = app.book.sources;
  app.zoneAddress = (id) => {
    const query = new URLSearchParams(globalThis.location.search);
    query.delete("lang");
    const text = query.toString();
    return `/land/${encodeURIComponent(id)}${text ? `?${text}` : ""}`;
  };
  const index = indexRows(app.book.zones);
  let shown = visibleZones(app, index);
  await prepareMap(app, leafletImages);
  const twin = createTwin(app, () => shown);
  const table = createTable(app, () => shown);
  app.select = (type, id, go = false) => {
    state.set({ selection: { type, id } });
    if (go) twin.goTo(id);
  };
  const filters = createFilters(app, () => ({ shown: shown.length, all: index.length }));
  const board = createBoard(app, document.getElementById("zl-board"), {
    day: () => app.doc.as_of,
  });
  createCoverage(app);
  setUpTools(app, () => twin.fit(true));
  setUpFoot(app);
  setUpDay(app, (day) => goToDay(day));
  setUpTabs(app, board);

  const render = () => {
    shown = visibleZones(app, index);
    table.render();
    twin.refresh();
    filters.tell();
  };
  state.on(`${Object.keys(FILTER_SPEC).join(" ")} sort order off language`, render);
  setUpToolbar(app, () => shown, index.length);
  showMap(app, twin);
  twin.fit(false);
  render();
  sayReady();
}

/** Another day is another page, with the same filters. */
function goToDay(day) {
  const query = new URLSearchParams(globalThis.location.search);
  if (day) query.set("as_of", day);
  else query.delete("as_of");
  globalThis.location.assign(`${globalThis.location.pathname}?${query}${globalThis.location.hash}`);
}

function setUpToolbar(app, zonesShown, all) {
  const box = document.getElementById("zl-tools");
  const { words, state } = app;
  const narrow = globalThis.matchMedia(NARROW);
  const isOn = () => (state.get("map") || (narrow.matches ? "off" : "on")) === "on";
  const zoneIds = () => {
    const zones = zonesShown();
    const plain = zones.length === all && state.get("sort") === "name" && state.get("order") === "up";
    return plain ? null : zones.map((zone) => zone.zone_id);
  };
  const what = {
    table: true,
    day: () => app.doc.as_of,
    count: () => zonesShown().length,
    illustrative: () => zonesShown().some((zone) => zone.parcels === "illustrative"),
  };
  const render = () =>
    replace(
      box,
      menu(words.t("groups"), () => [groupSwitches(app)], "columns"),
      el("button", {
        type: "button",
        class: "menu-button map-toggle",
        "aria-pressed": String(isOn()),
        text: words.t(isOn() ? "map_hide" : "map_show"),
        on: { click: () => state.set({ map: isOn() ? "off" : "on" }) },
      }),
      downloads(app, zoneIds, what),
    );
  state.on("language map", render);
  narrow.addEventListener("change", render);
  render();
}

function showMap(app, twin) {
  const twins = document.getElementById("zl-twins");
  const narrow = globalThis.matchMedia(NARROW);
  const apply = () => {
    const on = (app.state.get("map") || (narrow.matches ? "off" : "on")) === "on";
    twins.classList.toggle("without-map", !on);
    app.map.invalidateSize({ animate: false });
    if (on) twin.fit(false);
  };
  app.state.on("map", apply);
  narrow.addEventListener("change", apply);
  apply();
}

/** Tabs by the keyboard too: arrows, Home and End. */
function setUpTabs(app, board) {
  const tabs = TABS.map((name) => document.getElementById(`zl-tab-${name}`));
  const show = () => {
    const open = app.state.get("tab");
    document.body.dataset.tab = open;
    for (const tab of tabs) {
      const chosen = tab.dataset.tab === open;
      tab.setAttribute("aria-selected", String(chosen));
      tab.tabIndex = chosen ? 0 : -1;
      document.getElementById(`zl-${tab.dataset.tab}`).hidden = !chosen;
    }
    if (open === "board") board.load();
    if (open === "book") app.map.invalidateSize({ animate: false });
  };
  tabs.forEach((tab, position) => {
    tab.addEventListener("click", () => app.state.set({ tab: tab.dataset.tab }));
    tab.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      const last = tabs.length - 1;
      let next = null;
      if (step) next = (position + step + tabs.length) % tabs.length;
      if (event.key === "Home") next = 0;
      if (event.key === "End") next = last;
      if (next === null) return;
      event.preventDefault();
      app.state.set({ tab: tabs[next].dataset.tab });
      tabs[next].focus();
    });
  });
  app.state.on("tab", show);
  show();
}
