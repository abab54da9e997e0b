/** The table of parcels: the twin of the map of one zone. */

import { el, replace } from "zonemap/dom";
import { date } from "zonemap/format";
import { fixed } from "zonemap/land/numbers";
import {
  areaOf,
  axisText,
  axisWord,
  commercialText,
  fillOf,
  labelOf,
  swatch,
} from "zonemap/land/axes";

const COLUMNS = [
  { key: "id", word: "parcel_id", text: (app, one) => labelOf(app, one) },
  { key: "area", word: "parcel_area", value: (one) => one.area_m2 },
  ...["line", "use", "clearance", "servicing"].map((axis) => ({
    key: axis,
    word: `axis_${axis}`,
    text: (app, one) => axisText(app.words, axis, axisWord(one, axis)),
  })),
  { key: "commercial", word: "axis_commercial", text: (app, one) => commercialText(app.words, one) },
  {
    key: "occupation",
    word: "axis_occupation",
    text: (app, one) => axisText(app.words, "occupation", one.occupation),
  },
  {
    key: "constraint",
    word: "axis_constraint",
    text: (app, one) => axisText(app.words, "constraint", one.constraint_kind),
  },
  {
    key: "since",
    word: "parcel_since",
    text: (app, one) => (one.holds_from ? date(one.holds_from, app.words) : "–"),
    sort: (one) => one.holds_from ?? "",
  },
];

/** @param {object} app */
export function createParcelTable(app) {
  const box = document.getElementById("zl-parcels");
  const { state, words } = app;
  let sort = { key: "id", down: false };

  function render() {
    const parcels = sorted(app.land.parcels.features.map((one) => one.properties));
    replace(
      box,
      el("h2", { text: words.t("parcel_table") }),
      parcels.length
        ? el(
            "div",
            {
              class: "table-box wide parcel-box",
              tabindex: "0",
              role: "region",
              "aria-label": words.t("parcel_table"),
            },
            el(
              "table",
              { class: "land-table parcel-table" },
              head(),
              el("tbody", {}, ...parcels.map(line)),
              foot(parcels),
            ),
          )
        : el("p", { class: "section-note", text: words.t("zone_no_parcels") }),
    );
    mark("hover", "hovered");
    mark("selection", "selected");
  }

  function sorted(parcels) {
    const column = COLUMNS.find((one) => one.key === sort.key);
    const collator = new Intl.Collator("vi", { numeric: true });
    const valueOf = column.value ?? column.sort ?? ((one) => column.text(app, one));
    const gap = (a, b) =>
      column.value ? valueOf(a) - valueOf(b) : collator.compare(valueOf(a), valueOf(b));
    return parcels.sort(
      (a, b) => (sort.down ? -1 : 1) * gap(a, b) || collator.compare(a.parcel_id, b.parcel_id),
    );
  }

  function head() {
    return el(
      "thead",
      {},
      el(
        "tr",
        {},
        ...COLUMNS.map((column) => {
          const on = sort.key === column.key;
          const order = sort.down ? "descending" : "ascending";
          return el(
            "th",
            {
              scope: "col",
              class: column.value ? "number" : null,
              "aria-sort": on ? order : "none",
            },
            el(
              "button",
              {
                type: "button",
                "data-sort": column.key,
                on: {
                  click: () => {
                    sort = { key: column.key, down: on ? !sort.down : Boolean(column.value) };
                    render();
                    box.querySelector(`[data-sort=${column.key}]`).focus();
                  },
                },
              },
              el("span", { class: "label", text: words.t(column.word) }),
              el("span", { class: `arrow ${on ? order : ""}`, "aria-hidden": "true" }),
            ),
          );
        }),
      ),
    );
  }

  function line(one) {
    const [, ...rest] = COLUMNS;
    return el(
      "tr",
      { "data-parcel": one.parcel_id },
      el(
        "th",
        { scope: "row" },
        el(
          "button",
          { type: "button", class: "parcel-button" },
          swatch(app, fillOf(app, one, state.get("axis")), one.illustrative),
          el("span", { text: labelOf(app, one) }),
        ),
        one.illustrative ? el("span", { class: "mark", text: words.t("illustrative") }) : null,
      ),
      ...rest.map((column) =>
        el("td", {
          class: column.value ? "number" : null,
          text: column.value ? fixed(one.area_m2, 1, words.language) : column.text(app, one),
        }),
      ),
    );
  }

  function foot(parcels) {
    return el(
      "tfoot",
      {},
      el(
        "tr",
        {},
        el("th", { scope: "row", text: words.t("parcel_total", { count: parcels.length }) }),
        el("td", {
          class: "number",
          "data-total": "area_m2",
          text: fixed(areaOf(parcels), 1, words.language),
        }),
        el("td", { colspan: COLUMNS.length - 2 }),
      ),
    );
  }

  function mark(name, className) {
    for (const row of box.querySelectorAll(`tr.${className}`)) row.classList.remove(className);
    const value = state.get(name);
    const id = name === "selection" ? value?.id : value;
    const row = [...box.querySelectorAll("[data-parcel]")].find((one) => one.dataset.parcel === id);
    row?.classList.add(className);
    return row;
  }

  const idOf = (event) => event.target.closest("tr[data-parcel]")?.dataset.parcel ?? null;
  box.addEventListener("pointerover", (event) => state.set({ hover: idOf(event) }));
  box.addEventListener("pointerleave", () => state.set({ hover: null }));
  box.addEventListener("focusin", (event) => state.set({ hover: idOf(event) }));
  box.addEventListener("focusout", () => state.set({ hover: null }));
  box.addEventListener("click", (event) => {
    const id = idOf(event);
    if (id) app.selectParcel(id, true);
  });
  state.on("hover", () => mark("hover", "hovered"));
  state.on("selection", () => {
    const row = mark("selection", "selected");
    if (!row || row.matches(":hover, :focus-within")) return;
    const scroller = box.querySelector(".parcel-box");
    scroller.scrollTop = row.offsetTop - scroller.clientHeight / 2;
  });
  state.on("language axis", render);
  return { render };
}
