/** A slider for the weight of each criterion, with the part in which the first stays first. */

import { el, replace } from "zonemap/dom";
import { number, percent } from "zonemap/format";
import { valueText } from "zonemap/rank/knowns";
import { MOST, placeOf, shareOf } from "zonemap/rank/weights";

/**
 * @param {object} app
 * @param {(key: string, number: number) => void} onMove
 */
export function createSliders(app, onMove) {
  const { words } = app;
  const box = el("div", { class: "sliders" });
  let rows = new Map();

  /** Make the sliders; only when criteria or language are others. */
  function build(criteria) {
    rows = new Map(criteria.map((criterion) => [criterion.key, rowOf(app, criterion, onMove)]));
    replace(box, ...[...rows.values()].map((row) => row.node));
  }

  /** Write weights and intervals into the sliders, without touching one that is being moved. */
  function show(weights, criteria) {
    for (const [key, { input, output, band }] of rows) {
      const number = weights[key] ?? 0;
      if (Number(input.value) !== Math.round(number)) input.value = String(number);
      const share = percent(shareOf(weights, key), words);
      input.setAttribute("aria-valuetext", share);
      output.textContent = share;
      const interval = criteria.find((one) => one.key === key)?.first_stays_first;
      band.hidden = !interval;
      if (!interval) continue;
      const from = placeOf(weights, key, interval.low);
      const to = placeOf(weights, key, interval.high);
      band.style.setProperty("left", `${from * 100}%`);
      band.style.setProperty("width", `${Math.max(0, to - from) * 100}%`);
    }
  }

  return { box, build, show, hasRows: () => rows.size > 0 };
}

function rowOf(app, criterion, onMove) {
  const { words } = app;
  const id = `zm-weight-${criterion.key}`;
  const input = el("input", {
    type: "range",
    id,
    min: 0,
    max: MOST,
    step: 1,
    "data-criterion": criterion.key,
    on: { input: (event) => onMove(criterion.key, Number(event.target.value)) },
  });
  const output = el("output", { for: id });
  const band = el("span", { class: "slider-band" });
  const node = el(
    "div",
    { class: "slider" },
    el("label", { for: id, text: words.pick(criterion, "label") }),
    el(
      "span",
      { class: "slider-track" },
      input,
      el("span", { class: "slider-stays", "aria-hidden": "true" }, band),
    ),
    output,
    ...aboutNodes(app, criterion, `${id}-about`),
  );
  return { node, input, output, band };
}

/** A button that opens what a criterion means, what its figures are worth, and why. */
function aboutNodes(app, criterion, id) {
  const { words } = app;
  const about = el(
    "div",
    { id, class: "criterion-about", hidden: true },
    el("p", { text: words.pick(criterion, "definition") }),
    el("p", { text: words.t("rank_worth", { anchors: anchorsText(criterion, words) }) }),
    el("p", { text: words.pick(criterion, "reason") }),
  );
  const button = el("button", {
    type: "button",
    class: "criterion-button",
    "aria-expanded": "false",
    "aria-controls": id,
    "aria-label": words.t("rank_about", { criterion: words.pick(criterion, "label") }),
    text: "?",
    on: {
      click: () => {
        about.hidden = !about.hidden;
        button.setAttribute("aria-expanded", String(!about.hidden));
      },
    },
  });
  return [button, about];
}

/** Figures and the points of a hundred that they are worth. */
function anchorsText({ anchors, unit }, words) {
  return anchors
    .map(([figure, worth]) => `${valueText(figure, unit, words)} = ${number(worth * 100, 0, words)}`)
    .join("; ");
}
