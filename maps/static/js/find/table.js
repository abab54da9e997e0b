/** The table of all zones: the map's twin. Every key figure, sortable, with a way to take it along. */

import { el, replace } from "zonemap/dom";
import { badge } from "zonemap/figures";
import { COLUMNS, columnOf, sorted } from "zonemap/find/columns";
import { keepUp } from "zonemap/find/kept";
import { pointing } from "zonemap/find/list";
import { number } from "zonemap/format";
import { starButton } from "zonemap/star";

const NARROW = "(max-width: 819px)";

/**
 * @param {object} app
 * @param {HTMLElement} box
 */
export function createView(app, box) {
  keepUp(app);
  const { words, state } = app;
  let sort = { key: "name", direction: 1 };
  let onlyKept = true;
  const bar = el("div", { class: "table-bar" });
  const body = el("tbody", {});
  const heads = COLUMNS.map((column) => headOf(app, column, () => sortBy(column.key)));
  const caption = el("caption", { class: "hidden" });
  const note = el("p", { class: "table-note", role: "status" });
  const table = el(
    "table",
    { class: "zone-table" },
    caption,
    el("thead", {}, el("tr", {}, ...heads)),
    body,
  );
  // The box of the table scrolls, not the page, so that heads and names stay in sight.
  box.classList.add("table-body");
  replace(box, bar, el("div", { class: "table-scroll", tabindex: "0", role: "region", "aria-label": words.t("workspace_table") }, table));
  box.removeAttribute("tabindex");

  function shown() {
    const kept = onlyKept ? state.get("kept") : null;
    return app.zones.filter((zone) => kept === null || kept.has(zone.id));
  }

  function sortBy(key) {
    const direction = sort.key === key ? -sort.direction : 1;
    sort = { key, direction };
    update();
  }

  function update() {
    const zones = sorted(app, shown(), columnOf(sort.key), sort.direction);
    for (const head of heads) {
      const isSorted = head.dataset.key === sort.key;
      if (isSorted) head.setAttribute("aria-sort", sort.direction > 0 ? "ascending" : "descending");
      else head.removeAttribute("aria-sort");
    }
    replace(body, ...zones.map((zone) => rowOf(app, zone)));
    caption.textContent = words.t("workspace_table");
    note.textContent = words.t("find_table_caption", { count: number(zones.length, 0, words) });
    renderBar(zones);
  }

  function renderBar(zones) {
    const kept = state.get("kept");
    const hadFocus = bar.contains(document.activeElement);
    const only = el("input", { type: "checkbox", id: "zm-table-only" });
    only.checked = onlyKept;
    only.addEventListener("change", () => {
      onlyKept = only.checked;
      update();
    });
    const text = kept ? words.t("table_only", { count: number(kept.size, 0, words) }) : "";
    replace(
      bar,
      note,
      kept ? el("label", { class: "table-only" }, only, el("span", { text })) : null,
      app.api && zones.length ? downloads(app, zones) : null,
    );
    if (hadFocus && kept) only.focus();
  }

  // A table that was closed is no longer on the page.
  state.on("kept", () => box.isConnected && update());
  update();
}

function headOf(app, column, onSort) {
  const { words } = app;
  return el(
    "th",
    { scope: "col", "data-key": column.key, class: column.isNumber ? "number" : null },
    el(
      "button",
      { type: "button", on: { click: onSort } },
      el("span", { text: words.t(column.word) }),
      column.unit ? el("span", { class: "unit", text: words.t(`unit_${column.unit}`) }) : null,
    ),
  );
}

function rowOf(app, zone) {
  const { words } = app;
  const { id, properties } = zone;
  const cells = COLUMNS.slice(1).map((column) => {
    const part = column.read(app, zone);
    return el(
      "td",
      { class: `${column.isNumber ? "number " : ""}${part.state} col-${column.key}` },
      el("span", { text: part.text }),
      badge(app, part.badge),
    );
  });
  return el(
    "tr",
    { "data-id": id, class: app.isOut(id) ? "out" : null, on: pointing(app, id) },
    el(
      "th",
      { scope: "row" },
      el(
        "span",
        { class: "table-name" },
        starButton(app, id),
        el("button", {
          type: "button",
          class: "link-button",
          text: words.pick(properties, "name"),
          on: { click: () => open(app, id) },
        }),
      ),
    ),
    ...cells,
  );
}

/** On a phone the table covers the sheet, so it goes first. */
function open(app, id) {
  if (globalThis.matchMedia(NARROW).matches) app.state.set({ workspace: null });
  app.select("zone", id, true);
}

/** The same rows from the OGC API, with every figure and its passport. */
function downloads(app, zones) {
  const { words } = app;
  const base = `${app.api.replace(/\/api$/, "")}/ogc/collections/zones/items`;
  const query = new URLSearchParams({ limit: String(Math.max(zones.length, 1)) });
  if (zones.length < app.zones.length) {
    const ids = zones.map(({ id }) => `'${String(id).replaceAll("'", "''")}'`);
    query.set("filter", `zone_id IN (${ids.join(",")})`);
  }
  const link = (format) =>
    el("a", { href: `${base}?f=${format}&${query}`, "data-get": format, text: format.toUpperCase() });
  return el("p", { class: "table-get" }, el("span", { text: words.t("table_get") }), link("csv"), link("xlsx"));
}
