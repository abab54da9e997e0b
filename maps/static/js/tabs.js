/** The tabs of the panel: map, find, rank, shortlist. Each is loaded when it is first opened. */

import { el, replace } from "zonemap/dom";

const LOADERS = {
  find: () => import("zonemap/find/panel"),
  rank: () => import("zonemap/rank/panel"),
  shortlist: () => import("zonemap/shortlist/panel"),
};

/**
 * @param {object} app
 *
 * A module of a tab exports `createPanel(app, box)`; it fills the box and keeps it up to date.
 */
export function createTabs(app) {
  const { state, words } = app;
  const bar = document.getElementById("zm-tabs");
  const names = ["map", ...Object.keys(LOADERS)].filter((name) => app.api || name !== "rank");
  const made = new Set(["map"]);

  function render() {
    bar.setAttribute("aria-label", words.t("page_parts"));
    const shown = state.get("tab");
    replace(bar, ...names.map((name) => tabOf(app, name, name === shown)));
  }

  async function show(name) {
    document.body.dataset.tab = name;
    for (const tab of names) document.getElementById(`zm-panel-${tab}`).hidden = tab !== name;
    render();
    if (made.has(name)) return;
    made.add(name);
    const box = document.getElementById(`zm-panel-${name}`);
    try {
      const { createPanel } = await LOADERS[name]();
      createPanel(app, box);
    } catch (error) {
      made.delete(name);
      replace(box, failure(app, () => show(name)));
      console.error(error);
    }
  }

  bar.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const at = names.indexOf(state.get("tab"));
    state.set({ tab: names[(at + step + names.length) % names.length] });
    bar.querySelector('[aria-selected="true"]').focus();
  });
  state.on("tab", show);
  state.on("language", render);
  state.on("shortlist", render);
  if (!names.includes(state.get("tab"))) state.set({ tab: "map" });
  show(state.get("tab"));
}

function tabOf(app, name, selected) {
  const { state, words } = app;
  const count = name === "shortlist" ? app.shortlist.ids().length : 0;
  return el(
    "button",
    {
      type: "button",
      role: "tab",
      id: `zm-tab-${name}`,
      class: "tab",
      "data-tab": name,
      "aria-selected": String(selected),
      "aria-controls": `zm-panel-${name}`,
      tabindex: selected ? "0" : "-1",
      on: { click: () => state.set({ tab: name }) },
    },
    el("span", { text: words.t(`tab_${name}`) }),
    count ? el("span", { class: "tab-count", text: String(count) }) : null,
  );
}

function failure(app, again) {
  const { words } = app;
  return el(
    "div",
    { class: "panel-failure", role: "alert" },
    el("p", { text: words.t("panel_failed") }),
    el("button", {
      type: "button",
      class: "button",
      text: words.t("page_try_again"),
      on: { click: again },
    }),
  );
}
