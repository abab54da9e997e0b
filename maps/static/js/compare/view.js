/** Two to six zones side by side: a table by group, the best of each row marked. */

import { bestOf, differs } from "zonemap/compare/best";
import { landBar, landOf } from "zonemap/compare/charts";
import { commonWidth, miniMap } from "zonemap/compare/mini-map";
import { chartOf, compareGroups } from "zonemap/compare/rows";
import { el, replace, svg } from "zonemap/dom";
import { MOST_COMPARED, comparedIds } from "zonemap/shortlist/compared";
import { starButton } from "zonemap/star";

const CROSS = "M5 5l10 10M15 5L5 15";

/** @param {object} app @param {HTMLElement} box */
export function createView(app, box) {
  const { state } = app;
  let onlyDifferences = false;
  box.classList.add("compare-body");

  function render() {
    const scrolled = [box.scrollLeft, box.scrollTop];
    const focused = box.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    const zones = comparedIds(app).map((id) => app.zoneById.get(id));
    const bar = toolBar(app, zones, onlyDifferences, (value) => {
      onlyDifferences = value;
      render();
    });
    replace(
      box,
      bar,
      zones.length < 2
        ? el("p", { class: "panel-lead", text: app.words.t("compare_begin") })
        : table(app, zones, onlyDifferences),
    );
    [box.scrollLeft, box.scrollTop] = scrolled;
    if (focused) {
      (box.querySelector(`[data-key="${CSS.escape(focused)}"]`) ?? bar.querySelector("select"))?.focus();
    }
  }

  // A sheet would lie over the columns at the right.
  if (state.get("selection")) {
    state.set({ selection: null });
    document.getElementById("zm-workspace-title").focus({ preventScroll: true });
  }
  const ends = ["compare", "shortlist"].map((name) => state.on(name, render));
  render();
  return { close: () => ends.forEach((end) => end()) };
}

function toolBar(app, zones, onlyDifferences, setOnly) {
  const { words, state, shortlist } = app;
  const ids = zones.map((zone) => zone.id);
  const select = el(
    "select",
    {
      "data-key": "add",
      disabled: ids.length >= MOST_COMPARED,
      on: { change: () => select.value && state.set({ compare: [...ids, select.value] }) },
    },
    el("option", { value: "", text: "–" }),
    ...[
      ["compare_add_listed", (zone) => shortlist.has(zone.id)],
      ["compare_add_others", (zone) => !shortlist.has(zone.id)],
    ].map(([key, belongs]) => choices(app, words.t(key), ids, belongs)),
  );
  return el(
    "div",
    { class: "compare-bar" },
    zones.length < 2
      ? null
      : el(
          "label",
          {},
          el("input", {
            type: "checkbox",
            role: "switch",
            "data-key": "differs",
            checked: onlyDifferences,
            on: { change: (event) => setOnly(event.target.checked) },
          }),
          words.t("compare_differs"),
        ),
    el("label", {}, words.t("compare_add"), select),
    zones.length < 2 ? null : el("p", { class: "panel-note", text: words.t("compare_note") }),
  );
}

function choices(app, label, ids, belongs) {
  const { words } = app;
  const zones = app.zones
    .filter((zone) => belongs(zone) && !ids.includes(zone.id))
    .map((zone) => ({ id: zone.id, name: words.pick(zone.properties, "name") }))
    .sort((a, b) => a.name.localeCompare(b.name, words.language));
  if (!zones.length) return null;
  return el(
    "optgroup",
    { label },
    ...zones.map(({ id, name }) => el("option", { value: id, text: name })),
  );
}

function table(app, zones, onlyDifferences) {
  const { words } = app;
  const groups = compareGroups(app);
  const bodies = groups.map((group) => groupBody(app, zones, group, onlyDifferences));
  return el(
    "table",
    { class: "compare" },
    el("caption", { class: "hidden", text: words.t("workspace_compare") }),
    el(
      "thead",
      {},
      el(
        "tr",
        {},
        el("th", { scope: "col" }, el("span", { class: "hidden", text: words.t("compare_rows") })),
        ...zones.map((zone) => zoneHead(app, zone, zones)),
      ),
    ),
    glanceBody(app, zones),
    ...bodies,
    bodies.some((body) => body)
      ? null
      : el(
          "tbody",
          {},
          el("tr", {}, el("td", { colspan: zones.length + 1, text: words.t("compare_all_same") })),
        ),
  );
}

function zoneHead(app, zone, zones) {
  const { words, state } = app;
  const name = words.pick(zone.properties, "name");
  const leave = el(
    "button",
    {
      type: "button",
      class: "icon-button",
      "data-key": `leave-${zone.id}`,
      "aria-label": words.t("compare_leave", { name }),
      title: words.t("compare_leave", { name }),
      on: {
        click: () => {
          const rest = zones.filter((one) => one !== zone).map((one) => one.id);
          state.set({ compare: rest });
        },
      },
    },
    svg("svg", { viewBox: "0 0 20 20", "aria-hidden": "true" }, svg("path", { d: CROSS })),
  );
  const short = app.view.short_names.zones[zone.id]?.[words.language];
  const open = el("button", {
    type: "button",
    class: "shortlist-name",
    text: short || name,
    title: name,
    on: {
      click: () => {
        state.set({ workspace: null });
        app.select("zone", zone.id, true);
      },
    },
  });
  return el(
    "th",
    { scope: "col", "data-zone": zone.id },
    el(
      "div",
      { class: "compare-head" },
      el("span", { class: "row-tools" }, starButton(app, zone.id), leave),
      open,
    ),
  );
}

/** What is looked at rather than read: the place, and the land on one scale. */
function glanceBody(app, zones) {
  const { words } = app;
  const across = commonWidth(zones);
  const most = Math.max(...zones.map((zone) => landOf(zone.properties).total ?? 0));
  const row = (label, draw) =>
    el(
      "tr",
      {},
      el("th", { scope: "row", text: label }),
      ...zones.map((zone) => el("td", {}, draw(zone))),
    );
  return el(
    "tbody",
    {},
    groupHead(words.t("compare_glance"), zones.length),
    row(
      words.t("compare_map"),
      (zone) =>
        miniMap(app, zone, across) ??
        el("span", { class: "figure-value unknown", text: words.t("accuracy_none") }),
    ),
    row(words.t("compare_land_bar"), (zone) => landBar(app, zone.properties, most)),
  );
}

function groupBody(app, zones, group, onlyDifferences) {
  const rows = group.rows.map((row) => ({
    row,
    knowns: zones.map((zone) => row.read(zone.properties)),
  }));
  const most = scales(rows);
  // Rows of which nothing is known are named in one line, so that nothing hides.
  const unknown = rows.filter(({ knowns }) => knowns.every(({ state }) => state === "unknown"));
  const shown = rows
    .filter((one) => !unknown.includes(one))
    .map((one) => ({ ...one, differs: differs(one.knowns, one.row.unit) }))
    .filter((one) => !onlyDifferences || one.differs);
  if (!shown.length && (onlyDifferences || !unknown.length)) return null;
  return el(
    "tbody",
    { "data-group": group.key },
    groupHead(group.label, zones.length),
    ...shown.map((one) => figuresRow(app, zones, one, most[one.row.scale])),
    onlyDifferences ? null : unknownRow(app, zones, unknown),
  );
}

function unknownRow(app, zones, rows) {
  if (!rows.length) return null;
  const names = rows.map(({ row }) => row.label).join("; ");
  return el(
    "tr",
    { class: "all-unknown" },
    el("th", { scope: "row", text: app.words.t("compare_all_unknown") }),
    el("td", { colspan: zones.length }, el("span", { text: names })),
  );
}

function groupHead(label, count) {
  return el(
    "tr",
    {},
    el("th", { scope: "rowgroup", colspan: count + 1 }, el("span", { text: label })),
  );
}

function figuresRow(app, zones, { row, knowns, differs: isDifferent }, most) {
  const best = bestOf(knowns, row.better, row.unit);
  return el(
    "tr",
    { "data-row": row.key },
    el("th", { scope: "row", text: row.label }),
    ...zones.map((zone, index) =>
      el(
        "td",
        { class: best[index] ? "best" : isDifferent ? null : "same" },
        best[index] ? el("span", { class: "best-mark", text: app.words.t("compare_best") }) : null,
        ...row.draw(zone.properties, knowns[index]),
        chartOf(row, knowns[index], most),
      ),
    ),
  );
}

/** The longest figure of each scale of a group. */
function scales(rows) {
  const most = { share: 1 };
  for (const { row, knowns } of rows) {
    if (!row.scale || row.scale === "share") continue;
    for (const known of knowns) {
      const high = known.value ?? known.high ?? 0;
      most[row.scale] = Math.max(most[row.scale] ?? 0, high);
    }
  }
  return most;
}
