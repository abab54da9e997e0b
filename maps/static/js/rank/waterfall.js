/** From the runner-up's score to the first's, step by step; the same as a table. */

import { el, svg } from "zonemap/dom";
import { knownText, points } from "zonemap/rank/knowns";

const WIDTH = 320;
const ROW = 32;
const SMALLEST = 0.0005;

/**
 * @param {object} app
 * @param {object} explanation Of the answer, with a runner-up.
 * @param {Map<string, object>} criteria By key.
 * @returns {Node[]}
 */
export function waterfall(app, explanation, criteria) {
  const { words } = app;
  const steps = explanation.waterfall.filter((step) => Math.abs(step.difference) >= SMALLEST);
  const others = explanation.waterfall.filter((step) => !steps.includes(step));
  const same = others.filter((step) => isSure(step.first) && isSure(step.runner_up));
  const untold = others.filter((step) => !same.includes(step));
  const label = (step) => words.pick(criteria.get(step.criterion), "label");
  return [
    picture(app, explanation, steps, label),
    listed(words, "rank_same", same.map(label)),
    listed(words, "rank_untold", untold.map(label)),
    el(
      "details",
      { class: "rank-details" },
      el("summary", { text: words.t("rank_as_table") }),
      stepTable(app, explanation, criteria, label),
    ),
  ];
}

function listed(words, key, labels) {
  if (!labels.length) return null;
  return el("p", { class: "panel-note", text: words.t(key, { criteria: labels.join("; ") }) });
}

/** Whether what is known is one figure: two that are not are never equal, only not told apart. */
function isSure({ state, low, high }) {
  return state === "known" && low === high;
}

function picture(app, { first, runner_up: second }, steps, label) {
  const { words } = app;
  const ends = [first.score.low, second.score.low, ...steps.flatMap((step) => [step.start, step.end])];
  const most = Math.max(...ends) + 0.005;
  // From zero, so that no bar looks longer than it is.
  const x = (score) => (score / most) * WIDTH;
  const total = (zone) => ({
    kind: "total",
    text: words.pick(zone, "name"),
    from: 0,
    to: zone.score.low,
    amount: points(zone.score.low, words),
  });
  const rows = [
    total(second),
    ...steps.map((step) => ({
      kind: step.difference > 0 ? "gain" : "loss",
      text: label(step),
      from: step.start,
      to: step.end,
      amount: points(step.difference, words, true),
    })),
    total(first),
  ];
  const values = { first: words.pick(first, "name"), second: words.pick(second, "name") };
  return svg(
    "svg",
    {
      class: "waterfall",
      viewBox: `0 0 ${WIDTH} ${rows.length * ROW}`,
      role: "img",
      "aria-label": words.t("rank_waterfall", values),
    },
    ...rows.flatMap((row, index) => bar(row, index * ROW, x, index < rows.length - 1)),
  );
}

function bar({ kind, text, from, to, amount }, y, x, hasNext) {
  const [left, right] = [x(Math.min(from, to)), x(Math.max(from, to))];
  return [
    hasNext
      ? svg("path", { class: "thread", d: `M${x(to)} ${y + 18}V${y + ROW + 18}` })
      : null,
    svg("text", { class: kind, x: 0, y: y + 12, text: shortened(text) }),
    svg("text", { class: `${kind} amount`, x: WIDTH, y: y + 12, "text-anchor": "end", text: amount }),
    svg("rect", { class: kind, x: left, y: y + 18, width: Math.max(1.5, right - left), height: 9 }),
  ];
}

function shortened(text) {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}

function stepTable(app, explanation, criteria, label) {
  const { words } = app;
  const head = [
    words.t("rank_criterion"),
    words.pick(explanation.first, "name"),
    words.pick(explanation.runner_up, "name"),
    words.t("rank_points"),
  ];
  return el(
    "table",
    { class: "rank-table steps" },
    el("thead", {}, el("tr", {}, ...head.map((text) => el("th", { scope: "col", text })))),
    el(
      "tbody",
      {},
      ...explanation.waterfall.map((step) => {
        const criterion = criteria.get(step.criterion);
        return el(
          "tr",
          {},
          el("th", { scope: "row", text: label(step) }),
          el("td", { text: knownText(app, step.first, criterion) }),
          el("td", { text: knownText(app, step.runner_up, criterion) }),
          el("td", { class: "number", text: points(step.difference, words, true) }),
        );
      }),
    ),
  );
}
