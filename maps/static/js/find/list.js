/** The zones that are left: what is asked of them, badge and star; the map shows which is meant. */

import { el, replace } from "zonemap/dom";
import { badge } from "zonemap/figures";
import { columnOf, sorted } from "zonemap/find/columns";
import { joined } from "zonemap/format";
import { starButton } from "zonemap/star";

const SORTS = ["name", "remaining", "block", "total", "rent", "term", "coastline", "berth", "port", "airport", "expressway"];
/** Largest first; everything else nearest, cheapest or alphabetically first. */
const LARGEST_FIRST = new Set(["remaining", "block", "total", "term"]);

/**
 * @param {object} app
 * @param {object} finding
 * @returns {{node: HTMLElement, update: () => void}}
 */
export function createList(app, finding) {
  const { words } = app;
  let chosen = null;
  const select = el(
    "select",
    { id: "zm-find-sort", on: { change: () => { chosen = select.value; update(); } } },
    ...SORTS.map((key) => el("option", { value: key, text: words.t(columnOf(key).word) })),
  );
  const list = el("ul", { class: "find-list", "aria-label": words.t("find_list") });
  const node = el(
    "section",
    { class: "find-result" },
    el(
      "div",
      { class: "find-sort" },
      el("h3", { text: words.t("find_list") }),
      el("label", { for: "zm-find-sort", text: words.t("find_sort") }),
      select,
    ),
    list,
  );

  function update() {
    const { kept, filters } = finding.result();
    const asked = SORTS.filter((key) => filters[key]);
    const key = chosen ?? asked[0] ?? "remaining";
    select.value = key;
    const column = columnOf(key);
    const zones = app.zones.filter((zone) => kept.has(zone.id));
    const order = LARGEST_FIRST.has(key) ? -1 : 1;
    const shown = columnOf(key === "name" ? "remaining" : key);
    replace(list, ...sorted(app, zones, column, order).map((zone) => row(app, zone, shown)));
    node.hidden = zones.length === 0;
  }

  return { node, update };
}

function row(app, zone, column) {
  const { words } = app;
  const { properties, id } = zone;
  const part = column.read(app, zone);
  const where = [words.t(`status_${properties.status}`), words.t(`province_${properties.former_province}`)];
  if (!zone.geometry) where.push(words.t("not_on_map"));
  return el(
    "li",
    { "data-id": id, on: pointing(app, id) },
    el(
      "button",
      { type: "button", class: "find-row", on: { click: () => app.select("zone", id, true) } },
      el("span", { class: "row-name", text: words.pick(properties, "name") }),
      el(
        "span",
        { class: `row-value ${part.state}` },
        el("span", { text: joined(part) }),
        badge(app, part.badge),
      ),
      el("span", { class: "row-where", text: where.join(" · ") }),
    ),
    starButton(app, id),
  );
}

/** While a row is pointed at or has the focus, the map rings its zone. */
export function pointing(app, id) {
  const point = () => app.state.set({ pointed: id });
  const leave = () => app.state.get("pointed") === id && app.state.set({ pointed: null });
  return { mouseenter: point, mouseleave: leave, focusin: point, focusout: leave };
}
