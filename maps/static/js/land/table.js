/** The table of zones: sorted by any column, the twin of the map beside it. */

import { el, replace } from "zonemap/dom";
import { badge } from "zonemap/figures";
import { shown } from "zonemap/land/numbers";
import { cellText, declaredOf, declaredTitle, shortName, totalOf } from "zonemap/land/rows";

/** Columns whose first click sorts from the largest down. */
const startsDown = (column) => column.kind !== "text";

/**
 * @param {object} app
 * @param {() => object[]} zonesShown
 */
export function createTable(app, zonesShown) {
  const box = document.getElementById("zl-table");
  const { state } = app;
  let rows = new Map();

  function render() {
    const focused = document.activeElement?.dataset?.sort;
    const columns = columnsShown(app);
    const zones = zonesShown();
    const lines = zones.map((zone) => [zone.zone_id, line(app, zone, columns)]);
    rows = new Map(lines);
    const table = el(
      "table",
      { class: "land-table" },
      el("caption", { class: "hidden", text: caption(app) }),
      head(app, columns),
      el("tbody", {}, ...lines.map(([, row]) => row)),
      zones.length ? foot(app, zones, columns) : null,
    );
    replace(
      box,
      table,
      zones.length ? null : el("p", { class: "nothing", text: app.words.t("filter_none") }),
    );
    if (focused) box.querySelector(`[data-sort="${CSS.escape(focused)}"]`)?.focus();
    mark("hover", "hovered");
    mark("selection", "selected");
  }

  function mark(name, className) {
    for (const row of box.querySelectorAll(`tr.${className}`)) {
      row.classList.remove(className);
      row.removeAttribute("aria-current");
    }
    const value = state.get(name);
    const row = rows.get(name === "selection" ? value?.id : value);
    row?.classList.add(className);
    if (name === "selection") row?.setAttribute("aria-current", "true");
    return row;
  }

  state.on("hover", () => mark("hover", "hovered"));
  state.on("selection", () => {
    const row = mark("selection", "selected");
    if (row && !row.matches(":hover, :focus-within")) bringIntoView(box, row, app.moves());
  });
  listen(app, box);
  return { render };
}

function listen(app, box) {
  const { state } = app;
  const idOf = (event) => event.target.closest("tbody tr")?.dataset.id ?? null;
  box.addEventListener("pointerover", (event) => state.set({ hover: idOf(event) }));
  box.addEventListener("pointerleave", () => state.set({ hover: null }));
  box.addEventListener("focusin", (event) => state.set({ hover: idOf(event) }));
  box.addEventListener("focusout", () => state.set({ hover: null }));
  box.addEventListener("click", (event) => {
    const sort = event.target.closest("[data-sort]");
    if (sort) sortBy(app, sort.dataset.sort);
    const id = idOf(event);
    if (id && !event.target.closest("a")) app.select("zone", id, true);
  });
}

function sortBy(app, key) {
  const { state } = app;
  const column = app.columns.find((one) => one.key === key);
  const first = startsDown(column) ? "down" : "up";
  const again = state.get("sort") === key;
  const order = again ? (state.get("order") === "up" ? "down" : "up") : first;
  state.set({ sort: key, order });
}

/** Columns of the groups that are switched on; the name always. */
export function columnsShown(app) {
  const off = (app.state.get("off") ?? "").split(".");
  return app.columns.filter((column) => column.key === "name" || !off.includes(column.group));
}

function caption(app) {
  const column = app.columns.find((one) => one.key === app.state.get("sort")) ?? app.columns[0];
  return app.words.t("table_caption", { column: app.words.pick(column, "label") });
}

function head(app, columns) {
  const { words } = app;
  const groups = [];
  for (const { group } of columns) {
    if (groups.at(-1)?.group === group) groups.at(-1).span += 1;
    else groups.push({ group, span: 1 });
  }
  // The name stands by itself, so that it can stay while the rest scrolls.
  const [zone, ...others] = groups;
  const top = [
    el("td", { class: "corner" }),
    zone.span > 1
      ? el("th", { colspan: zone.span - 1, scope: "colgroup", text: words.t("group_zone") })
      : null,
    ...others.map(({ group, span }) =>
      el("th", {
        colspan: span,
        scope: "colgroup",
        class: `starts group-${group}`,
        text: words.t(`group_${group}`),
      }),
    ),
  ];
  return el(
    "thead",
    {},
    el("tr", { class: "groups" }, ...top),
    el("tr", {}, ...columns.map((column, index) => headCell(app, columns, column, index))),
  );
}

function headCell(app, columns, column, index) {
  const { words, state } = app;
  const sorted = state.get("sort") === column.key;
  const order = state.get("order") === "down" ? "descending" : "ascending";
  const unit = { area: "ha", share: "%" }[column.kind];
  const label = words.pick(column, "label");
  return el(
    "th",
    {
      scope: "col",
      class: cellClass(columns, column, index),
      "aria-sort": sorted ? order : "none",
    },
    el(
      "button",
      { type: "button", "data-sort": column.key, title: words.pick(column, "definition") },
      el("span", { class: "label", text: label }),
      unit ? el("span", { class: "unit", text: unit }) : null,
      el("span", { class: `arrow ${sorted ? order : ""}`, "aria-hidden": "true" }),
    ),
  );
}

function cellClass(columns, column, index) {
  const parts = [column.kind === "text" ? `text-${column.key}` : "number"];
  if (column.key === "name") parts.push("zone-name");
  if (index > 0 && columns[index - 1].group !== column.group) parts.push("starts");
  return parts.join(" ");
}

function line(app, zone, columns) {
  return el(
    "tr",
    { "data-id": zone.zone_id, class: zone.parcels === "illustrative" ? "illustrative" : null },
    ...columns.map((column, index) =>
      column.key === "name"
        ? nameCell(app, zone)
        : column.kind === "text"
          ? el("td", { class: cellClass(columns, column, index) }, textCell(app, zone, column))
          : numberCell(app, zone, column, cellClass(columns, column, index)),
    ),
  );
}

function nameCell(app, zone) {
  const { words } = app;
  const name = words.pick(zone, "name");
  const placed = app.zoneById.get(zone.zone_id)?.geometry;
  return el(
    "th",
    { scope: "row", class: "zone-name" },
    el(
      "div",
      { class: "name-box" },
      el("a", { href: app.zoneAddress(zone.zone_id), text: shortName(app, zone), title: name }),
      zone.parcels === "illustrative"
        ? el("span", { class: "mark", text: words.t("illustrative") })
        : null,
      el("button", {
        type: "button",
        class: placed ? "locate" : "locate nowhere",
        disabled: !placed,
        title: placed ? words.t("show_on_map") : words.t("not_placed"),
        "aria-label": placed ? words.t("locate", { name }) : words.t("not_placed"),
      }),
    ),
  );
}

function textCell(app, zone, column) {
  const { words } = app;
  const value = zone[column.key];
  if (column.key === "former_province") return words.t(`province_short_${value}`);
  if (column.key === "kind") return el("abbr", { title: words.t(`kind_${value}`), text: value });
  if (column.key === "status") return words.t(`status_${value}`);
  return el("span", { class: `parcels-${value}`, text: words.t(`parcels_cell_${value}`) });
}

function numberCell(app, zone, column, className) {
  const cell = cellText(zone, column, app.words);
  const figure = declaredOf(zone, column);
  return el(
    "td",
    { class: `${className} ${cell.state}`, title: declaredTitle(app, figure) },
    el("span", { text: cell.text }),
    figure?.badge ? badge(app, figure.badge) : null,
  );
}

/** Totals of what is shown; what leaves zones out says that it is a lower bound. */
function foot(app, zones, columns) {
  const { words } = app;
  const cells = columns.map((column, index) => {
    if (column.key === "name") {
      const { length: count } = zones;
      const text = words.t(count === 1 ? "total_one" : "total", { count });
      return el("th", { scope: "row", class: "zone-name" }, el("div", { class: "name-box", text }));
    }
    const className = cellClass(columns, column, index);
    if (!column.is_summed) return el("td", { class: className });
    const total = totalOf(zones, column);
    if (total.value === null) {
      return el("td", { class: `${className} unknown`, text: words.t("cell_unknown") });
    }
    return el(
      "td",
      { class: className, "data-total": column.key },
      el(
        "span",
        { class: "sum" },
        total.unknown
          ? el(
              "span",
              { title: words.t("at_least") },
              el("span", { "aria-hidden": "true", text: "≥ " }),
              el("span", { class: "hidden", text: `${words.t("at_least")} ` }),
            )
          : null,
        el("span", { class: "value", text: shown(total.value, column, words) }),
      ),
      note(total.unknown, words.t("total_unknown", { count: total.unknown })),
      note(total.illustrative, words.t("total_illustrative", { count: total.illustrative })),
    );
  });
  return el("tfoot", {}, el("tr", {}, ...cells));
}

function note(count, text) {
  return count ? el("span", { class: "total-note", text }) : null;
}

/** Scroll the table, never the page, so that a row is seen between its head and its foot. */
function bringIntoView(box, row, moves) {
  const view = box.getBoundingClientRect();
  const head = box.querySelector("thead").getBoundingClientRect().height;
  const foot = box.querySelector("tfoot")?.getBoundingClientRect().height ?? 0;
  const place = row.getBoundingClientRect();
  const above = view.top + head;
  const below = view.bottom - foot;
  if (place.top >= above && place.bottom <= below) return;
  const top = box.scrollTop + place.top - (above + below - place.height) / 2;
  box.scrollTo({ top, behavior: moves ? "smooth" : "auto" });
}
