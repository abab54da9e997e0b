/** What lies under the mouse: its name and the measure shown. */

import { el, replace } from "zonemap/dom";
import { hectares } from "zonemap/format";
import { commercialWord } from "zonemap/parcels";
import { readingLine } from "zonemap/readings";

/** @param {object} app */
export function createTooltip(app) {
  const box = el("div", { class: "tooltip", role: "tooltip", hidden: true });
  app.stage.append(box);
  const able = globalThis.matchMedia("(hover: hover)").matches;

  /** @param {{always?: boolean}} [how] `always`: where nothing hovers, too. */
  function show(type, id, point, { always = false } = {}) {
    if (!able && !always) return;
    replace(box, ...contents(app, type, id));
    box.hidden = false;
    move(point);
  }

  function move(point) {
    if (box.hidden || !point) return;
    const { x: width } = app.map.getSize();
    const left = point.x > width - 240;
    box.classList.toggle("to-left", left);
    box.style.setProperty("left", `${point.x + (left ? -14 : 14)}px`);
    box.style.setProperty("top", `${point.y + 14}px`);
  }

  return { show, move, hide: () => (box.hidden = true) };
}

function contents(app, type, id) {
  const { words } = app;
  if (type === "zone") {
    const { properties } = app.zoneById.get(id);
    return [
      el("strong", { text: words.pick(properties, "name") }),
      el("span", { text: readingLine(app, properties, app.state.get("measure")) }),
    ];
  }
  if (type === "port") {
    const { properties } = app.portById.get(id);
    return [
      el("strong", { text: words.pick(properties, "name") }),
      el("span", { text: kindAndStatus(app, properties) }),
    ];
  }
  if (type === "link") {
    const { properties } = app.linkById.get(id);
    const quality = words.t(`geometry_${properties.geometry_quality}`);
    const line = `${kindAndStatus(app, properties)} · ${quality}`;
    return [el("strong", { text: words.pick(properties, "name") }), el("span", { text: line })];
  }
  const properties = app.parcelById.get(id)?.properties ?? id;
  const area = hectares(properties.area_m2 / 10_000, words);
  const mark = properties.illustrative ? ` (${words.t("illustrative")})` : "";
  return [
    el("strong", { text: words.t("parcel") + mark }),
    el("span", {
      text: [
        words.t(`use_${properties.use}`),
        properties.commercial
          ? commercialWord(words, properties.commercial, properties.illustrative)
          : words.t(`parcel_line_${properties.ledger_line ?? "not_net"}`),
        area,
      ].join(" · "),
    }),
  ];
}

function kindAndStatus(app, { kind, status }) {
  return `${app.words.t(`kind_${kind}`)} · ${app.words.t(`status_${status}`)}`;
}
