/** What changed between two days: hectares that moved from line to line, and the parcels. */

import { el, replace } from "zonemap/dom";
import { date } from "zonemap/format";
import { fixed, hectares, isKnown } from "zonemap/land/numbers";
import { axisText, labelOf } from "zonemap/land/axes";
import { daysKnown } from "zonemap/land/history";
import { ask } from "zonemap/land/page";

/**
 * @param {object} app
 * @param {() => void} onChanged Told when other parcels are to be marked on the map.
 */
export function createDiff(app, onChanged) {
  const box = document.getElementById("zl-diff");
  const { words } = app;
  const answers = new Map();
  let days = { from: null, to: null };
  let marked = true;
  let found = null;
  let failed = false;
  let asking = null;

  /** Days to choose from: those of change, and the day before the first of them. */
  function options() {
    const known = daysKnown(app);
    return known.length ? [dayBefore(known[0]), ...known] : [];
  }

  /** Compare the state shown with the one before it. */
  function follow() {
    const known = options();
    if (known.length < 3) {
      replace(box);
      return;
    }
    const at = Math.max(1, known.findLastIndex((day) => day <= app.land.as_of));
    choose({ from: known[at - 1], to: known[at] });
  }

  async function choose(next) {
    days = { ...days, ...next };
    const key = `${days.from}/${days.to}`;
    asking = key;
    failed = false;
    if (!answers.has(key)) {
      const id = encodeURIComponent(app.zoneId);
      const query = new URLSearchParams(days);
      try {
        answers.set(key, await ask(`/api/land/${id}/diff?${query}`));
      } catch {
        failed = true;
      }
    }
    if (asking !== key) return;
    found = answers.get(key) ?? null;
    tellMap();
    render();
  }

  function tellMap() {
    app.changed = new Set(marked && found ? found.parcels.map((one) => one.parcel_id) : []);
    onChanged();
  }

  function render() {
    const known = options();
    if (known.length < 3) return;
    const focused = document.activeElement?.dataset?.diff;
    replace(
      box,
      el("h2", { text: words.t("diff_title") }),
      el(
        "div",
        { class: "filters diff-days" },
        choice("from", known),
        choice("to", known),
        el(
          "label",
          { class: "diff-mark" },
          el("input", {
            type: "checkbox",
            checked: marked,
            on: {
              change: (event) => {
                marked = event.target.checked;
                tellMap();
              },
            },
          }),
          el("span", { text: words.t("diff_show") }),
        ),
      ),
      ...results(),
    );
    if (focused) box.querySelector(`[data-diff=${focused}]`)?.focus();
  }

  function choice(name, known) {
    const select = el(
      "select",
      {
        "data-diff": name,
        "aria-label": words.t(`diff_${name}`),
        on: { change: () => choose({ [name]: select.value }) },
      },
      ...known.map((day) =>
        el("option", { value: day, selected: day === days[name], text: date(day, words) }),
      ),
    );
    return el("label", { class: "diff-day" }, el("span", { text: words.t(`diff_${name}`) }), select);
  }

  function results() {
    if (failed) return [el("p", { class: "section-note", text: words.t("load_failed") })];
    if (!found) return [el("p", { class: "section-note", text: words.t("loading") })];
    if (!found.parcels.length && !found.moved.length) {
      return [el("p", { class: "section-note", text: words.t("diff_nothing") })];
    }
    const count = found.parcels.length;
    return [
      found.moved.length ? el("h3", { text: words.t("diff_moved") }) : null,
      found.moved.length ? movedTable() : null,
      el("h3", { text: words.t(count === 1 ? "diff_changed_one" : "diff_changed", { count }) }),
      count ? changedTable() : null,
    ];
  }

  function movedTable() {
    return table(
      "moved-table",
      ["diff_from", "diff_to", "blocks_area"],
      found.moved.map((move) => [
        words.t(`line_${move.line_before}`),
        words.t(`line_${move.line_after}`),
        hectares(move.moved_ha, words),
      ]),
    );
  }

  function changedTable() {
    const rows = found.parcels.map((one) => [
      el("button", {
        type: "button",
        class: "parcel-button",
        text: labelOf(app, { ...one, zone_id: app.zoneId }),
        on: { click: () => app.selectParcel(one.parcel_id, true) },
      }),
      el("ul", {}, ...changesOf(one).map((text) => el("li", { text }))),
    ]);
    return table("changed-table", ["parcel_id", "diff_what"], rows);
  }

  function changesOf(one) {
    const arrow = (before, after) => words.t("diff_to_line", { before, after });
    const square = (value) => fixed(value, 1, words.language);
    if (!isKnown(one.area_before_m2)) {
      return [`${words.t("diff_new")}: ${axisText(words, "line", one.line_after ?? "not_net")}`];
    }
    if (!isKnown(one.area_after_m2)) {
      return [`${words.t("diff_gone")}: ${axisText(words, "line", one.line_before ?? "not_net")}`];
    }
    const said = Object.entries(one.changes).map(
      ([axis, { before, after }]) =>
        `${words.t(`axis_${axis}`)}: ${arrow(axisText(words, axis, before), axisText(words, axis, after))}`,
    );
    if (one.reshaped) {
      const ends = { before: square(one.area_before_m2), after: square(one.area_after_m2) };
      said.push(words.t("diff_reshaped", ends));
    }
    if (one.line_before !== one.line_after) {
      const ends = [one.line_before, one.line_after].map((line) =>
        axisText(words, "line", line ?? "not_net"),
      );
      said.push(`${words.t("axis_line")}: ${arrow(...ends)}`);
    }
    return said;
  }

  function table(name, heads, rows) {
    const last = heads.length - 1;
    const isNumber = (index) => name === "moved-table" && index === last;
    return el(
      "div",
      { class: "table-box wide", tabindex: "0", role: "region", "aria-label": words.t("diff_title") },
      el(
        "table",
        { class: `land-table ${name}` },
        el(
          "thead",
          {},
          el(
            "tr",
            {},
            ...heads.map((word, index) =>
              el("th", {
                scope: "col",
                class: isNumber(index) ? "number" : null,
                text: words.t(word),
              }),
            ),
          ),
        ),
        el(
          "tbody",
          {},
          ...rows.map((cells) =>
            el(
              "tr",
              {},
              ...cells.map((cell, index) =>
                el("td", { class: isNumber(index) ? "number" : null }, cell),
              ),
            ),
          ),
        ),
      ),
    );
  }

  app.state.on("language", render);
  return { follow };
}

/** The calendar day before a day, YYYY-MM-DD. */
function dayBefore(day) {
  const moment = new Date(`${day}T00:00:00Z`);
  moment.setUTCDate(moment.getUTCDate() - 1);
  return moment.toISOString().slice(0, 10);
}
