/** What parcels can be coloured by, the words and colours of each value, and the legend. */

import { el, replace, svg } from "zonemap/dom";
import { date } from "zonemap/format";
import { parcelFill, picture } from "zonemap/symbols";
import { hectares, sumShown } from "zonemap/land/numbers";

export const AXES = ["line", "use", "clearance", "servicing", "commercial", "occupation"];

/** Value of an axis; land that is in no line of the ledger is `not_net`. */
export function axisWord(properties, axis) {
  return axis === "line" ? (properties.line ?? "not_net") : properties[axis];
}

/** Words of a value. */
export function axisText(words, axis, value) {
  if (value === null || value === undefined) return "–";
  if (axis === "constraint") return value === "none" ? words.t("constraint_none") : value;
  const key = `${axis}_${value}`;
  return words.has(key) ? words.t(key) : value;
}

/** Colour of a parcel; empty for hollow. */
export function fillOf(app, properties, axis) {
  return app.view.land.axes[axis][axisWord(properties, axis)] ?? "";
}

/** What people call a parcel: its id without the zone it stands in. */
export function labelOf(app, { parcel_id: id, zone_id: zone }) {
  for (const head of [`${zone}/`, `${zone}-`]) {
    if (id.startsWith(head) && id.length > head.length) return id.slice(head.length);
  }
  return id;
}

/** A parcel's colour as a small picture. */
export function swatch(app, fill, illustrative) {
  return picture(
    20,
    14,
    svg("rect", {
      x: 1,
      y: 1,
      width: 18,
      height: 12,
      rx: 1.5,
      fill: parcelFill(fill, illustrative),
      stroke: app.style.paper.zone_stroke,
      "stroke-width": 0.8,
    }),
  );
}

/** @param {object} app */
export function createLegend(app) {
  const { state, words } = app;
  const chips = document.getElementById("zl-axes");
  const legend = document.getElementById("zl-legend");

  function renderChips() {
    const chosen = state.get("axis");
    chips.setAttribute("aria-label", words.t("colour_axis"));
    replace(
      chips,
      ...AXES.map((axis) =>
        el("button", {
          type: "button",
          class: "chip",
          role: "radio",
          "data-axis": axis,
          "aria-checked": String(axis === chosen),
          tabindex: axis === chosen ? "0" : "-1",
          text: words.t(`axis_${axis}`),
          on: {
            click: () => state.set({ axis, highlight: null }),
            keydown: (event) => step(event, axis),
          },
        }),
      ),
    );
  }

  function step(event, axis) {
    const move = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!move) return;
    event.preventDefault();
    const next = AXES[(AXES.indexOf(axis) + move + AXES.length) % AXES.length];
    state.set({ axis: next, highlight: null });
    chips.querySelector(`[data-axis=${next}]`).focus();
  }

  function renderLegend() {
    const axis = state.get("axis");
    const parcels = app.land.parcels.features.map((one) => one.properties);
    const invented = parcels.some((one) => one.illustrative);
    const rows = Object.entries(app.view.land.axes[axis])
      .map(([value, fill]) => [value, fill, parcels.filter((p) => axisWord(p, axis) === value)])
      .filter(([, , members]) => members.length);
    replace(
      legend,
      el(
        "ul",
        { class: "zone-legend-list" },
        ...rows.map(([value, fill, members]) =>
          el(
            "li",
            {},
            el(
              "button",
              {
                type: "button",
                class: "legend-row",
                "data-value": value,
                "aria-pressed": String(state.get("highlight") === value),
                on: {
                  click: () =>
                    state.set({ highlight: state.get("highlight") === value ? null : value }),
                },
              },
              swatch(app, fill, invented),
              el("span", { class: "legend-word", text: axisText(words, axis, value) }),
              el("span", {
                class: "legend-amount",
                text: words.t("legend_count", {
                  count: members.length,
                  area: hectares(areaOf(members) / 10_000, words),
                }),
              }),
            ),
          ),
        ),
      ),
    );
  }

  state.on("language axis", renderChips);
  state.on("language axis highlight", renderLegend);
  renderChips();
  return { render: renderLegend };
}

/** Square metres of some parcels, the sum of what is shown. */
export function areaOf(parcels) {
  return sumShown(
    parcels.map((one) => one.area_m2),
    1,
  );
}

/** The commercial state with the end of its option. */
export function commercialText(words, { commercial, option_expires: expires }) {
  const text = axisText(words, "commercial", commercial);
  if (commercial !== "optioned" || !expires) return text;
  return `${text}, ${words.t("parcel_option", { date: date(expires, words) })}`;
}
