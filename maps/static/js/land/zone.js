/** Start of the page of one zone: its parcels on the map and in a table, on any day. */

import { replace } from "zonemap/dom";
import { AXES, createLegend } from "zonemap/land/axes";
import { createBoard } from "zonemap/land/board";
import { createDiff } from "zonemap/land/diff";
import { downloads } from "zonemap/land/download";
import { createHistory } from "zonemap/land/history";
import { renderImports } from "zonemap/land/imports";
import {
  ask,
  createPage,
  prepareMap,
  sayReady,
  setUpDay,
  setUpFoot,
  setUpTools,
} from "zonemap/land/page";
import { createParcelMap } from "zonemap/land/parcel-map";
import { createParcelTable } from "zonemap/land/parcel-table";
import { renderBlocks, renderSummary } from "zonemap/land/summary";

/**
 * @param {object} map Leaflet map made by the page.
 * @param {{leafletImages: string}} options
 */
export async function start(map, { leafletImages }) {
  const app = createPage(map, {
    axis: { initial: AXES[0], allowed: AXES, kept: true },
    blocks: { initial: "", allowed: ["off"], kept: true },
    hover: { initial: null },
    highlight: { initial: null },
  });
  const { state } = app;
  app.land = app.doc.land_zone;
  app.sources = app.land.sources;
  app.zoneId = app.land.zone.zone_id;
  app.zoneAddress = (id) => `/land/${encodeURIComponent(id)}`;
  const fills = Object.values(app.view.land.axes).flatMap((axis) => Object.values(axis));
  await prepareMap(app, leafletImages, Object.fromEntries(fills.map((fill) => [fill, fill])));

  const drawing = createParcelMap(app);
  const table = createParcelTable(app);
  const legend = createLegend(app);
  app.selectParcel = (id, go = false) => {
    state.set({ selection: { type: "parcel", id } });
    if (go) drawing.goTo(id);
  };
  const day = setUpDay(app, (wanted) => changeDay(wanted));
  const history = createHistory(app, (wanted) => changeDay(wanted));
  const diff = createDiff(app, () => drawing.mark());
  const board = createBoard(app, document.getElementById("zl-board"), {
    zone: app.zoneId,
    day: () => app.land.as_of,
  });
  const changeDay = dayChanger(app, drawing, render);

  function render() {
    drawing.draw();
    table.render();
    legend.render();
    history.render();
    renderSummary(app);
    renderBlocks(app);
    renderImports(app);
    day.show(app.land.as_of);
    document.body.dataset.day = app.land.as_of;
    showAddress(app);
    diff.follow();
    board.load();
  }

  state.on("language", () => {
    showTitle(app);
    renderSummary(app);
    renderBlocks(app);
    renderImports(app);
    setUpDownloads(app);
  });
  showTitle(app);
  setUpTools(app, () => drawing.fit(true));
  setUpFoot(app);
  setUpDownloads(app);
  drawing.fit();
  render();
  sayReady();
}

/** Another day is asked of the API once; what was asked for last is what is shown. */
function dayChanger(app, drawing, render) {
  const known = new Map([[app.land.as_of, app.land]]);
  let wanted = app.land.as_of;
  return async (day) => {
    wanted = day;
    if (!known.has(day)) {
      const query = day ? `?${new URLSearchParams({ as_of: day })}` : "";
      try {
        known.set(day, await ask(`/api/land/${encodeURIComponent(app.zoneId)}${query}`));
      } catch {
        if (wanted === day) drawing.fail();
        return;
      }
    }
    if (wanted !== day) return;
    app.land = known.get(day);
    app.sources = app.land.sources;
    render();
  };
}

/** The address says the day, so that the page can be sent as it is seen. */
function showAddress(app) {
  const query = new URLSearchParams(globalThis.location.search);
  if (app.land.as_of === app.doc.as_of && !query.has("as_of")) return;
  query.set("as_of", app.land.as_of);
  const { pathname, hash } = globalThis.location;
  globalThis.history.replaceState(null, "", `${pathname}?${query}${hash}`);
  document.getElementById("zl-all").href = `/land?as_of=${app.land.as_of}`;
}

function showTitle(app) {
  const { words, land } = app;
  const { zone } = land;
  const name = words.pick(zone, "name");
  document.title = `${name} – ${words.t("land_title")}`;
  document.getElementById("zl-name").textContent = name;
  document.getElementById("zl-where").textContent = [
    words.t(`kind_${zone.kind}`),
    zone.district,
    words.t(`province_${zone.former_province}`),
    words.t(`status_${zone.status}`),
    zone.boundary_quality ? words.t(`boundary_${zone.boundary_quality}`) : words.t("boundary_none"),
  ]
    .filter((part) => part)
    .join(" · ");
}

function setUpDownloads(app) {
  const what = {
    table: false,
    day: () => app.land.as_of,
    count: () => 1,
    illustrative: () => app.land.zone.parcels === "illustrative",
  };
  replace(document.getElementById("zl-tools"), downloads(app, () => [app.zoneId], what));
}
