/** The tab Shortlist: zones in order of preference, and what leaves the page with them. */

import { el, replace, svg } from "zonemap/dom";
import { distanceOf } from "zonemap/distances";
import { joined } from "zonemap/format";
import { readingOf } from "zonemap/readings";
import { MOST_COMPARED, comparedIds } from "zonemap/shortlist/compared";
import { downloadsBox } from "zonemap/shortlist/downloads";
import { pathOf, shareBox } from "zonemap/shortlist/share";

const ARROWS = { up: "M5 12l5-5 5 5", down: "M5 8l5 5 5-5", remove: "M5 5l10 10M15 5L5 15" };
const STEPS = { up: "shortlist_up", down: "shortlist_down", remove: "shortlist_remove_name" };

/** @param {object} app @param {HTMLElement} box */
export function createPanel(app, box) {
  const { state, shortlist, words } = app;
  let files = null;

  function render() {
    const ids = shortlist.ids();
    if (!ids.length) {
      files = null;
      replace(box, ...emptyNodes(app));
      return;
    }
    const share = shareBox(app);
    // What was typed for the brief outlives a change of the list.
    files ??= downloadsBox(app, shortlist.ids, () => pathOf(app));
    replace(
      box,
      el("h2", {
        class: "panel-title",
        id: "zm-shortlist-title",
        tabindex: "-1",
        text: words.t("shortlist_count", { count: ids.length }),
      }),
      shortlist.isRefused()
        ? el("p", { class: "panel-note warn", text: words.t("shortlist_refused") })
        : null,
      el(
        "ol",
        { class: "shortlist", "aria-labelledby": "zm-shortlist-title" },
        ...ids.map((id, index) => row(app, id, index, ids.length)),
      ),
      el("div", { class: "button-row" }, compareButton(app, ids), ...share.nodes),
      ids.length < 2 ? el("p", { class: "panel-note", text: words.t("compare_two") }) : null,
      share.shown,
      files,
    );
  }

  /** Draw again with the focus where it was, or as near as can be. */
  function redraw() {
    const focused = box.contains(document.activeElement) ? document.activeElement : null;
    const key = focused?.dataset.key ?? null;
    const place = focused?.closest("li")?.dataset.place;
    render();
    if (key === null) return;
    const same = box.querySelector(`[data-key="${CSS.escape(key)}"]:not(:disabled)`);
    const near = box.querySelectorAll(".shortlist .shortlist-name")[
      Math.min(Number(place), shortlist.ids().length) - 1
    ];
    (same ?? near ?? box.querySelector(".panel-title"))?.focus();
  }

  state.on("shortlist", redraw);
  state.on("compare", redraw);
  state.on("language", () => {
    files = null;
    render();
  });
  render();
}

function emptyNodes(app) {
  const { words, state } = app;
  const go = (tab, key) =>
    el("button", {
      type: "button",
      class: "button",
      text: words.t(key),
      on: { click: () => state.set({ tab }) },
    });
  return [
    el("h2", { class: "panel-title", tabindex: "-1", text: words.t("shortlist_empty") }),
    el("p", { class: "panel-lead", text: words.t("shortlist_begin") }),
    el(
      "div",
      { class: "button-row" },
      go("find", "shortlist_to_find"),
      app.api ? go("rank", "shortlist_to_rank") : null,
    ),
  ];
}

function row(app, id, index, count) {
  const { words, shortlist } = app;
  const { properties } = app.zoneById.get(id);
  const name = words.pick(properties, "name");
  const step = (kind, disabled, action) =>
    el(
      "button",
      {
        type: "button",
        class: "icon-button",
        "data-key": `${kind}-${id}`,
        "aria-label": words.t(STEPS[kind], { name }),
        title: words.t(STEPS[kind], { name }),
        disabled,
        on: { click: action },
      },
      svg("svg", { viewBox: "0 0 20 20", "aria-hidden": "true" }, svg("path", { d: ARROWS[kind] })),
    );
  return el(
    "li",
    { class: "shortlist-row", "data-place": index + 1, "data-zone": id },
    el("span", { class: "place-number", "aria-hidden": "true", text: String(index + 1) }),
    el("button", {
      type: "button",
      class: "shortlist-name",
      "data-key": `name-${id}`,
      text: name,
      on: { click: () => app.select("zone", id, true) },
    }),
    el(
      "span",
      { class: "row-tools" },
      step("up", index === 0, () => shortlist.move(id, -1)),
      step("down", index === count - 1, () => shortlist.move(id, 1)),
      step("remove", false, () => shortlist.toggle(id)),
    ),
    el("span", { class: "shortlist-facts", text: factsOf(app, properties) }),
    compareBox(app, id, name, count),
  );
}

/** Remaining land, and how far it is to deep water. */
function factsOf(app, properties) {
  const { words } = app;
  const left = readingOf(app, properties, "remaining_ha");
  const berth = distanceOf(app, properties, "deep_sea_berth");
  return [
    words.t("fact_left", { value: joined(left) }),
    words.t("fact_berth", { value: berth ? joined(berth) : words.t("unknown") }),
  ].join(" · ");
}

function compareBox(app, id, name, count) {
  if (count < 3) return null;
  const { words, state, shortlist } = app;
  const compared = comparedIds(app).filter((one) => shortlist.has(one));
  const on = compared.includes(id);
  const input = el("input", {
    type: "checkbox",
    checked: on,
    disabled: !on && compared.length >= MOST_COMPARED,
    "data-key": `compare-${id}`,
    "aria-label": words.t("compare_this", { name }),
    on: {
      change: () => {
        const next = shortlist.ids().filter((one) => (one === id ? !on : compared.includes(one)));
        state.set({ compare: next.length ? next : null });
      },
    },
  });
  return el("label", { class: "row-check" }, input, el("span", { text: words.t("compare") }));
}

function compareButton(app, ids) {
  const compared = comparedIds(app).filter((id) => ids.includes(id)).length;
  return el("button", {
    type: "button",
    class: "button primary",
    "data-key": "compare",
    "data-open": "compare",
    disabled: compared < 2,
    text: app.words.t("compare_count", { count: compared }),
    on: { click: () => app.state.set({ workspace: "compare" }) },
  });
}
