/** Small charts of the comparison. The figures they show stand beside them as text. */

import { el, svg } from "zonemap/dom";
import { hectares } from "zonemap/format";

const WIDTH = 160;

/**
 * A bar from 0 to a figure; the part that is not sure is paler.
 * @param {number} sure 0 to 1.
 * @param {number} most 0 to 1.
 * @param {boolean} isJudged Whether more or less is better: coloured then, grey otherwise.
 */
export function cellBar(sure, most, isJudged) {
  const at = (share) => Math.max(share * WIDTH, share > 0 ? 2 : 0);
  return drawing(
    8,
    svg("rect", { class: "track", x: 0, y: 3, width: WIDTH, height: 2 }),
    svg("rect", { class: "maybe", x: 0, y: 1, width: at(most), height: 6 }),
    svg("rect", { class: isJudged ? "sure" : "plain", x: 0, y: 1, width: at(sure), height: 6 }),
  );
}

/** A dot on a line from 0; a range is a line between two dots. */
export function cellDot(low, high) {
  const at = (share) => 5 + share * (WIDTH - 10);
  const node = drawing(
    12,
    svg("rect", { class: "track", x: 0, y: 5, width: WIDTH, height: 2 }),
    svg("rect", { class: "maybe", x: at(low), y: 4, width: at(high) - at(low), height: 4 }),
    ...[...new Set([low, high])].map((share) =>
      svg("circle", { class: "dot", cx: at(share), cy: 6, r: 4.5 }),
    ),
  );
  // Dots stay round: only bars may be stretched.
  node.setAttribute("preserveAspectRatio", "xMinYMid meet");
  node.setAttribute("class", "cell-bar dots");
  return node;
}

/**
 * Land as one bar: leased, remaining, and the rest of the total.
 * @param {object} app
 * @param {object} properties Of the zone.
 * @param {number} most Hectares of the longest bar.
 */
export function landBar(app, properties, most) {
  const { words } = app;
  const land = landOf(properties);
  if (!land.total) return el("span", { class: "figure-value unknown", text: words.t("unknown") });
  const parts = [
    ["leased", land.leased],
    ["left", land.left],
    ["rest", Math.max(0, land.total - (land.leased ?? 0) - (land.left ?? 0))],
  ].filter(([, size]) => size > 0);
  let x = 0;
  const bars = parts.map(([name, size]) => {
    const width = (size / most) * WIDTH;
    const bar = svg("rect", { class: name, x, y: 1, width, height: 14 });
    x += width;
    return bar;
  });
  const texts = [
    land.leased === null ? null : words.t("bar_leased", { value: hectares(land.leased, words) }),
    words.t("bar_left", { value: hectares(land.left, words).toLocaleLowerCase(words.language) }),
    words.t("bar_total", { value: hectares(land.total, words) }),
  ];
  const node = drawing(16, ...bars);
  node.setAttribute("class", "land-bar");
  return el(
    "div",
    {},
    node,
    el("p", { class: "bar-words", text: texts.filter((one) => one).join(" · ") }),
  );
}

/** Hectares of a zone as far as they are known; what only illustrates does not count. */
export function landOf(properties) {
  const { figures = {}, remaining_ha: reading } = properties;
  const total = figures.total_area_ha?.value ?? null;
  const left =
    reading?.state === "known" && !reading.illustrative ? (reading.value ?? reading.low ?? null) : null;
  return { total, leased: figures.leased_area_ha?.value ?? null, left };
}

function drawing(height, ...children) {
  return svg(
    "svg",
    {
      class: "cell-bar",
      viewBox: `0 0 ${WIDTH} ${height}`,
      preserveAspectRatio: "none",
      "aria-hidden": "true",
    },
    ...children,
  );
}
