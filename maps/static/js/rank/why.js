/** Why the first is first, how firm that is, and what is missing. */

import { el, svg } from "zonemap/dom";
import { number, percent } from "zonemap/format";
import { waterfall } from "zonemap/rank/waterfall";

/** Of the first by score, and of those that come first most often. */
const CHANCES_SHOWN = 5;
const CHECKED_SHOWN = 10;
const TOPS = [1, 3, 5];

/**
 * @param {object} app
 * @param {object} answer
 * @returns {Node[]}
 */
export function whyNodes(app, answer) {
  const { words } = app;
  const { explanation } = answer;
  if (!explanation) return [];
  const criteria = new Map(answer.criteria.map((one) => [one.key, one]));
  return [
    section(
      words.t("rank_why"),
      el("p", { class: "rank-sentence", text: words.pick(explanation, "sentence") }),
      ...(explanation.runner_up ? waterfall(app, explanation, criteria) : []),
    ),
    section(
      words.t("rank_doubt"),
      el("p", { class: "rank-sentence", text: words.pick(explanation, "doubt") }),
      chancesTable(app, answer),
      details(
        words.t("rank_intervals"),
        intervalTable(app, answer.criteria),
        el("p", { class: "panel-note", text: words.t("rank_intervals_note") }),
      ),
      details(words.t("rank_topsis"), ...topsisNodes(app, answer)),
    ),
    section(
      words.t("rank_missing"),
      el("p", { class: "rank-sentence", text: words.pick(explanation, "missing") }),
      el("ul", { class: "missing-list" }, ...missingItems(app, answer, criteria)),
    ),
  ];
}

/** Of how many zones a figure that has weight is not known, the most first. */
export function missingCounts(answer) {
  const counts = new Map();
  for (const zone of answer.zones) {
    for (const { criterion, state } of zone.missing) {
      if (state !== "unknown") continue;
      counts.set(criterion, (counts.get(criterion) ?? 0) + 1);
    }
  }
  return [...counts].sort((a, b) => b[1] - a[1]);
}

function missingItems(app, answer, criteria) {
  const { words } = app;
  return missingCounts(answer).map(([key, count]) =>
    el("li", {
      text: words.t("rank_unknown_for", {
        criterion: words.pick(criteria.get(key), "label"),
        count,
        all: answer.zones.length,
      }),
    }),
  );
}

function section(title, ...children) {
  return el("section", { class: "panel-section" }, el("h2", { text: title }), ...children);
}

function details(title, ...children) {
  return el("details", { class: "rank-details" }, el("summary", { text: title }), ...children);
}

function table(head, rows) {
  return el(
    "table",
    { class: "rank-table" },
    el("thead", {}, el("tr", {}, ...head.map((text) => el("th", { scope: "col", text })))),
    el("tbody", {}, ...rows),
  );
}

function chancesTable(app, answer) {
  const { words } = app;
  const head = [
    words.t("rank_chance"),
    words.t("rank_place"),
    ...TOPS.map((top) => words.t("rank_top", { top })),
  ];
  const rows = mostTold(answer.zones).map((zone) =>
    el(
      "tr",
      {},
      el("th", { scope: "row", text: shortName(app, zone) }),
      el("td", { class: "number", text: String(zone.rank) }),
      ...TOPS.map((top) => chanceCell(words, zone.chances[`top_${top}`])),
    ),
  );
  const node = table(head, rows);
  node.classList.add("chances");
  return node;
}

/** The first by score and the likeliest to come first, the likeliest on top. */
function mostTold(zones) {
  const byChance = [...zones].sort((a, b) => b.chances.top_1 - a.chances.top_1 || a.rank - b.rank);
  const told = new Set([...zones.slice(0, CHANCES_SHOWN), ...byChance.slice(0, CHANCES_SHOWN)]);
  return byChance.filter((zone) => told.has(zone));
}

function chanceCell(words, share) {
  const text = share > 0 && share < 0.005 ? `< ${percent(0.01, words)}` : wholePercent(share, words);
  return el(
    "td",
    {},
    el("span", { class: "number", text }),
    svg(
      "svg",
      { class: "chance-bar", viewBox: "0 0 100 6", preserveAspectRatio: "none", "aria-hidden": "true" },
      svg("rect", { class: "track", width: 100, height: 6 }),
      svg("rect", { class: "sure", width: share * 100, height: 6 }),
    ),
  );
}

function wholePercent(share, words) {
  return `${number(share * 100, 0, words)}%`;
}

function intervalTable(app, criteria) {
  const { words } = app;
  const head = [words.t("rank_criterion"), words.t("rank_weight"), words.t("rank_stays")];
  return table(
    head,
    criteria.map((one) => {
      return el(
        "tr",
        {},
        el("th", { scope: "row", text: words.pick(one, "label") }),
        el("td", { class: "number", text: percent(one.weight, words) }),
        el("td", { class: "number", text: intervalText(one.first_stays_first, words) }),
      );
    }),
  );
}

/** An interval of weights; an end at which another zone draws level says so. */
function intervalText({ low, high, ties_at_low: tiesLow, ties_at_high: tiesHigh }, words) {
  const end = (share, ties) => {
    const text = percent(share, words);
    return ties && (share === 0 || share === 1) ? words.t("rank_tie", { share: text }) : text;
  };
  return `${end(low, tiesLow)} – ${end(high, tiesHigh)}`;
}

function topsisNodes(app, { topsis, zones }) {
  const { words } = app;
  const rho = topsis.rho === null ? words.t("unknown") : number(topsis.rho, 2, words);
  const head = [words.t("zones"), words.t("rank_ours"), "TOPSIS"];
  const rows = zones.slice(0, CHECKED_SHOWN).map((zone) =>
    el(
      "tr",
      {},
      el("th", { scope: "row", text: shortName(app, zone) }),
      el("td", { class: "number", text: String(zone.rank) }),
      el("td", { class: "number", text: String(zone.topsis.rank) }),
    ),
  );
  return [
    el("p", { class: "rank-sentence", text: words.t("rank_rho", { rho }) }),
    table(head, rows),
    el("p", { class: "panel-note", text: words.pick(topsis, "method") }),
  ];
}

function shortName(app, zone) {
  const short = app.view.short_names.zones[zone.zone_id]?.[app.words.language];
  return short || app.words.pick(zone, "name");
}
