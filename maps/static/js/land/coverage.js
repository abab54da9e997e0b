/** How much is known of the zones, how old it is, and what the columns mean. */

import { el, replace } from "zonemap/dom";
import { date } from "zonemap/format";
import { fixed } from "zonemap/land/numbers";

const AGES = ["under_1", "under_3", "under_5", "over_5", "undated"];

/** @param {object} app */
export function createCoverage(app) {
  const box = document.getElementById("zl-coverage");
  const render = () =>
    replace(box, coverage(app), freshness(app), definitions(app));
  app.state.on("language", render);
  render();
}

function coverage(app) {
  const { words, book } = app;
  const count = book.zones.length;
  return el(
    "section",
    { class: "land-section" },
    el("h2", { text: words.t("coverage_title") }),
    el("p", { class: "section-note", text: words.t("coverage_note", { count }) }),
    el(
      "ul",
      { class: "bars" },
      ...book.coverage.map((one) =>
        el(
          "li",
          { "data-coverage": one.key },
          el("span", { class: "bar-label", text: words.t(`coverage_${one.key}`) }),
          el(
            "span",
            { class: "bar-track", "aria-hidden": "true" },
            el("span", {
              class: `bar ${/illustrative|schematic/.test(one.key) ? "weak" : ""}`,
              style: { width: `${(one.share ?? 0) * 100}%` },
            }),
          ),
          el("span", {
            class: "bar-value",
            text: `${one.count} (${fixed((one.share ?? 0) * 100, 1, words.language)}%)`,
          }),
        ),
      ),
    ),
  );
}

function freshness(app) {
  const { words, book, view } = app;
  const colours = view.land.ages;
  const most = Math.max(1, ...book.freshness.map((one) => one.known));
  const heads = ["metric", "known", "newest", "median", "oldest", "ages"];
  const when = (one) =>
    one
      ? el(
          "td",
          {},
          date(one.as_of, words),
          el("span", {
            class: "passport-line",
            text: words.t("years", { count: fixed(one.age_years, 1, words.language) }),
          }),
        )
      : el("td", { class: "unknown", text: words.t("cell_unknown") });
  return el(
    "section",
    { class: "land-section" },
    el("h2", { text: words.t("freshness_title") }),
    el("p", {
      class: "section-note",
      text: words.t("freshness_note", { date: date(app.doc.as_of, words) }),
    }),
    el(
      "ul",
      { class: "age-key" },
      ...AGES.map((age) =>
        el(
          "li",
          {},
          el("span", { class: `age-dot age-${age}`, style: { background: colours[age] } }),
          el("span", { text: words.t(`freshness_${age}`) }),
        ),
      ),
    ),
    el(
      "div",
      { class: "table-box wide", tabindex: "0", role: "region", "aria-label": words.t("freshness_title") },
      el(
        "table",
        { class: "land-table freshness-table" },
        el(
          "thead",
          {},
          el(
            "tr",
            {},
            ...heads.map((name) =>
              el("th", {
                scope: "col",
                class: name === "known" ? "number" : null,
                text: words.t(`freshness_${name}`),
              }),
            ),
          ),
        ),
        el(
          "tbody",
          {},
          ...book.freshness.map((one) =>
            el(
              "tr",
              { "data-freshness": one.metric },
              el("th", { scope: "row", text: words.pick(app.doc.metrics[one.metric], "label") }),
              el("td", { class: "number", text: String(one.known) }),
              when(one.newest),
              when(one.median),
              when(one.oldest),
              el("td", {}, ageBar(app, one, most, colours)),
            ),
          ),
        ),
      ),
    ),
  );
}

/** One bar a metric: its length is the number of zones, its parts are their ages. */
function ageBar(app, one, most, colours) {
  const { words } = app;
  const counts = { ...one, undated: one.known - one.dated };
  const parts = AGES.filter((age) => counts[age] > 0);
  const said = parts.map((age) => `${words.t(`freshness_${age}`)}: ${counts[age]}`).join("; ");
  return el(
    "span",
    { class: "age-bar", role: "img", "aria-label": said, title: said },
    ...parts.map((age) =>
      el("span", {
        class: `age-${age}`,
        style: { width: `${(counts[age] / most) * 100}%`, background: colours[age] },
        text: counts[age] / most > 0.05 ? String(counts[age]) : "",
      }),
    ),
  );
}

function definitions(app) {
  const { words } = app;
  const columns = app.columns.filter((column) => column.key !== "name");
  return el(
    "section",
    { class: "land-section" },
    el("h2", { text: words.t("definitions_title") }),
    el("p", { class: "section-note", text: words.t("total_note") }),
    el(
      "dl",
      { class: "definitions" },
      ...columns.flatMap((column) => [
        el(
          "dt",
          {},
          words.pick(column, "label"),
          column.group === "zone"
            ? null
            : el("span", { class: "passport-line", text: words.t(`group_${column.group}`) }),
        ),
        el("dd", { text: words.pick(column, "definition") }),
      ]),
    ),
  );
}
