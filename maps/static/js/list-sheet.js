/** Every zone that the filters keep, ordered by the measure shown; and those not on the map. */

import { el } from "zonemap/dom";
import { joined } from "zonemap/format";
import { readingOf, sortValue } from "zonemap/readings";
import { zoneSwatch } from "zonemap/symbols";

/**
 * @param {object} app
 * @param {boolean} onlyMissing Only the zones without a position.
 * @returns {{title: string, nodes: Node[]}}
 */
export function listSheet(app, onlyMissing) {
  const { words } = app;
  const measure = app.state.get("measure");
  const zones = app.zones.filter((zone) => (onlyMissing ? !zone.geometry : !app.isOut(zone.id)));
  const label = words.pick(app.measureOf(measure), "label");
  const rows = ordered(app, zones, measure).map((zone) => row(app, zone, measure));
  return {
    title: words.t(onlyMissing ? "list_missing" : "list_all", { count: zones.length }),
    nodes: [
      el("p", {
        class: "section-note",
        text: onlyMissing
          ? words.t("list_missing_note")
          : words.t("list_order", { measure: label.toLocaleLowerCase(words.language) }),
      }),
      el("ul", { class: "zone-list" }, ...rows),
    ],
  };
}

/** Most land first, emptiest first, nearest first; unknown last; equals by name. */
function ordered(app, zones, measure) {
  const direction = measure === "remaining_ha" ? -1 : 1;
  const classes = app.measureOf(measure).classes.map((one) => one.key);
  const rank = (zone) => {
    if (measure === "status") return classes.indexOf(zone.properties.status);
    const value = sortValue(zone.properties, measure);
    return value === null ? Infinity : value * direction;
  };
  const name = (zone) => app.words.pick(zone.properties, "name");
  return [...zones].sort((a, b) => {
    const [x, y] = [rank(a), rank(b)];
    return x === y ? name(a).localeCompare(name(b), app.words.language) : x < y ? -1 : 1;
  });
}

function row(app, zone, measure) {
  const { words } = app;
  const part = readingOf(app, zone.properties, measure);
  const fill = app.classOf(measure, app.view.zone_classes[zone.id][measure]).fill;
  return el(
    "li",
    {},
    el(
      "button",
      { type: "button", on: { click: () => app.select("zone", zone.id, true) } },
      zoneSwatch(app.style, fill, zone.properties.status, 5.5),
      el("span", { class: "row-name", text: words.pick(zone.properties, "name") }),
      el("span", { class: `row-value ${part.state}`, text: joined(part) }),
      zone.geometry ? null : el("span", { class: "row-note", text: words.t("not_on_map") }),
    ),
  );
}
