/** The tab Find: filters, how many zones they leave, why the others are out, and the list. */

import { el, replace } from "zonemap/dom";
import { createFacets } from "zonemap/find/facets";
import {
  facetInside,
  facetName,
  filterText,
  limitText,
  reasonText,
  splitText,
} from "zonemap/find/filter-words";
import { facetOf } from "zonemap/find/filtering";
import { keepUp } from "zonemap/find/kept";
import { createList } from "zonemap/find/list";
import { number } from "zonemap/format";

const SAY_AFTER_MS = 400;
const MOST_WAYS = 5;

/** @param {object} app @param {HTMLElement} box */
export function createPanel(app, box) {
  const finding = keepUp(app);
  const { state, words } = app;
  let parts = null;
  let timer = null;

  function build() {
    const facets = createFacets(app, finding);
    const list = createList(app, finding);
    parts = {
      facets,
      list,
      head: el("div", { class: "find-head" }),
      said: el("p", { class: "hidden", role: "status" }),
      quick: el("div", { class: "find-chips", role: "group", "aria-label": words.t("find_quick") }),
      active: el("ul", { class: "find-active", "aria-label": words.t("find_active") }),
      why: el("div", { class: "find-why" }),
    };
    const filters = el("h3", { class: "find-title", text: words.t("find_filters") });
    const { head, said, quick, active, why } = parts;
    replace(box, head, said, quick, active, why, filters, facets.node, list.node);
    update();
  }

  function update() {
    renderHead(app, finding, parts.head);
    renderQuick(app, finding, parts.quick);
    renderActive(app, finding, parts);
    parts.facets.update();
    renderWhy(app, finding, parts.why);
    parts.list.update();
    clearTimeout(timer);
    // While a number is being typed, only the last count is worth saying.
    timer = setTimeout(() => (parts.said.textContent = countText(app, finding)), SAY_AFTER_MS);
  }

  state.on("filters", update);
  state.on("language", build);
  build();
}

function countText(app, finding) {
  const kept = number(finding.result().kept.size, 0, app.words);
  return app.words.t("find_count", { kept, all: number(app.zones.length, 0, app.words) });
}

function renderHead(app, finding, box) {
  const { words, state } = app;
  const { unsure, possible, filters } = finding.result();
  const any = Object.keys(filters).length > 0;
  const hadFocus = box.contains(document.activeElement) ? document.activeElement.dataset.act : null;
  const action = (act, word, click, enabled) =>
    el("button", {
      type: "button",
      class: "button small",
      "data-act": act,
      disabled: !enabled,
      text: words.t(word),
      on: { click },
    });
  replace(
    box,
    el(
      "h2",
      { id: "zm-find-count", tabindex: "-1" },
      el("span", { text: countText(app, finding) }),
      unsure.size ? el("small", { text: unsureText(words, unsure.size, possible.size) }) : null,
    ),
    action("clear", "find_clear", finding.clear, any),
    action("table", "find_table", () => state.set({ workspace: "table" }), true),
  );
  if (!hadFocus) return;
  const again = box.querySelector(`[data-act=${hadFocus}]`);
  (again.disabled ? box.querySelector("h2") : again).focus({ preventScroll: true });
}

function unsureText(words, count, possible) {
  if (possible) return splitText(words, count, possible);
  return words.t("find_unsure", { count: number(count, 0, words) });
}

/** Common cases: each sets one filter, or takes it away again. */
function renderQuick(app, finding, box) {
  const { words } = app;
  const set = app.state.get("filters");
  // Where no block is known at all, only those ruled out for certain can go.
  const open = finding.result().counts.block.known ? "" : "?";
  const cases = [
    ["block", `3${open}`, words.t("quick_block", { size: "3+" })],
    ["block", `25${open}`, words.t("quick_block", { size: "25+" })],
    ["remaining", "25", words.t("quick_left")],
    ["berth", "15", words.t("quick_berth")],
    ["airport", "25", words.t("quick_airport")],
    ["rent", "150", words.t("quick_rent")],
    ["term", "30", words.t("quick_term")],
    ["status", "operating", words.t("quick_open")],
  ];
  const at = [...box.children].indexOf(document.activeElement);
  replace(
    box,
    ...cases.map(([key, text, label]) => {
      const pressed = set[key] === text;
      return el("button", {
        type: "button",
        class: "find-chip",
        "data-quick": `${key}:${text}`,
        "aria-pressed": String(pressed),
        text: label,
        on: { click: () => finding.set(key, pressed ? null : text) },
      });
    }),
  );
  if (at >= 0) box.children[at].focus({ preventScroll: true });
}

/** Every filter that is set, each with the way to be rid of it. */
function renderActive(app, finding, { active, head }) {
  const { words } = app;
  const { filters } = finding.result();
  const hadFocus = active.contains(document.activeElement);
  replace(
    active,
    ...Object.entries(filters).map(([key, filter]) => {
      const text = filterText(words, key, filter);
      return el(
        "li",
        {},
        el("span", { text }),
        el("button", {
          type: "button",
          class: "find-drop",
          "data-drop": key,
          "aria-label": words.t("find_remove", { filter: text }),
          on: { click: () => finding.set(key, null) },
        }),
      );
    }),
  );
  active.hidden = active.children.length === 0;
  if (hadFocus) (active.querySelector("button") ?? head.querySelector("h2")).focus({ preventScroll: true });
}

/** Why zones are out, or what would bring some back where none is left. */
function renderWhy(app, finding, box) {
  const { words } = app;
  const { out, filters, kept } = finding.result();
  const hadFocus = box.contains(document.activeElement);
  const rows = out.map((one) =>
    el(
      "li",
      { "data-facet": one.facet, "data-reason": one.reason },
      el("span", { text: reasonText(words, one, filters[one.facet]) }),
      one.reason === "unknown"
        ? el("button", {
            type: "button",
            class: "link-button",
            text: words.t("find_show_unknown"),
            on: { click: () => finding.set(one.facet, `${app.state.get("filters")[one.facet]}?`) },
          })
        : null,
    ),
  );
  replace(
    box,
    kept.size ? null : loosenBox(app, finding),
    rows.length ? el("h3", { class: "find-title", text: words.t("find_why") }) : null,
    rows.length ? el("p", { class: "find-note", text: words.t("find_why_note") }) : null,
    rows.length ? el("ul", { class: "find-reasons" }, ...rows) : null,
  );
  if (hadFocus) document.getElementById("zm-find-count").focus({ preventScroll: true });
}

function loosenBox(app, finding) {
  const { words } = app;
  const ways = finding.ways().slice(0, MOST_WAYS);
  const button = ({ facet, change, text, count }) =>
    el("button", {
      type: "button",
      class: "button small",
      "data-loosen": `${facet} ${change}`,
      text: words.t(`loosen_${change}`, {
        facet: facetInside(words, facet),
        filter: text ? looser(words, facet, text) : "",
        count: number(count, 0, words),
      }),
      on: { click: () => finding.set(facet, text) },
    });
  const buttons = ways.length
    ? ways.map(button)
    : [
        el("button", {
          type: "button",
          class: "button small",
          text: words.t("find_clear"),
          on: { click: finding.clear },
        }),
      ];
  return el(
    "div",
    { class: "find-none", role: "group", "aria-labelledby": "zm-find-none" },
    el("p", { id: "zm-find-none", text: words.t(ways.length ? "find_none" : "find_none_alone") }),
    ...buttons,
  );
}

function looser(words, key, text) {
  const sign = facetOf(key).type === "least" ? "≥" : "≤";
  return `${facetName(words, key)} ${sign} ${limitText(words, key, Number.parseFloat(text))}`;
}
