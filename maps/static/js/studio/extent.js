/** What the map shows: chosen by the template, by name, or by a box that is moved and zoomed. */

import { el } from "zonemap/dom";
import { fieldOf, groupOf, selectOf } from "zonemap/studio/fields";

const SIDES = ["west", "south", "east", "north"];
/** What a button does to a box: shares of its width and height, y upward, and a factor. */
const MOVES = [
  ["west", "←", { x: -0.2 }],
  ["north", "↑", { y: 0.2 }],
  ["south", "↓", { y: -0.2 }],
  ["east", "→", { x: 0.2 }],
  ["in", "+", { factor: 0.75 }],
  ["out", "−", { factor: 1 / 0.75 }],
];
const LEAST_DEGREES = 0.004;
const DIGITS = 4;
const MOST_PADDING = 40;

/** A box moved and zoomed, within what may be shown. */
export function moved([west, south, east, north], { x = 0, y = 0, factor = 1 }, most) {
  // Sides that somebody typed may be the wrong way round.
  const [width, height] = [Math.abs(east - west), Math.abs(north - south)];
  const [wide, high] = [most[2] - most[0], most[3] - most[1]];
  const scale = Math.max(factor, LEAST_DEGREES / Math.max(Math.min(width, height), LEAST_DEGREES / 100));
  const [w, h] = [Math.min(width * scale, wide), Math.min(height * scale, high)];
  const within = (value, least, room) => Math.min(Math.max(value, least), least + Math.max(room, 0));
  const left = within((west + east) / 2 + x * width - w / 2, most[0], wide - w);
  const foot = within((south + north) / 2 + y * height - h / 2, most[1], high - h);
  return [left, foot, left + w, foot + h].map(rounded);
}

const rounded = (value) => Number(value.toFixed(DIGITS));
const isSame = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/**
 * The field, and what keeps it as the spec is.
 * @param {object} app
 * @returns {{ node: HTMLElement, refresh: () => void }}
 */
export function createExtent(app) {
  const { words, options, store } = app;
  const { region, most } = options.extents;
  const extent = () => store.spec.extent ?? {};

  const select = selectOf("st-extent", choices(), choose);
  const others = [...select.options].find((one) => one.value === "other");
  const inputs = SIDES.map((side) =>
    el("input", {
      id: `st-${side}`,
      type: "number",
      step: "any",
      inputmode: "decimal",
      on: { change: () => takeSides() },
    }),
  );
  const sides = el(
    "div",
    { class: "pair" },
    ...inputs.map((input, index) =>
      el("div", {}, el("label", { for: input.id, text: words.t(SIDES[index]) }), input),
    ),
  );
  const moves = el(
    "div",
    { class: "mover", role: "group", "aria-label": words.t("extent_moves") },
    ...MOVES.map(([name, sign, move]) => {
      const label = words.t(`extent_${name}`);
      const act = () => take(moved(box(), move, most));
      return el("button", { type: "button", id: `st-extent-${name}`, "aria-label": label, title: label, text: sign, on: { click: act } });
    }),
  );
  const note = el("p", { class: "note", text: words.t("extent_note") });
  const own = el("div", { class: "extent-box" }, moves, sides, note);
  const padding = el("input", {
    id: "st-padding",
    type: "number",
    inputmode: "decimal",
    min: 0,
    max: MOST_PADDING,
    step: "any",
    placeholder: inWords(100 * options.defaults.extent.padding, 1),
    on: { change: takePadding },
  });

  function inWords(value, digits) {
    const locale = words.language === "vi" ? "vi-VN" : "en-GB";
    return new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(value);
  }

  function choices() {
    return [
      ["", words.t("extent_auto")],
      ["region", words.t("extent_region")],
      ...options.provinces.map((one) => [`province:${one.id}`, words.pick(one, "label")]),
      ["zones", words.t("extent_zones")],
      ["bbox", words.t("extent_bbox")],
      ["other", ""],
    ];
  }

  function choose(value) {
    if (value === "") set({});
    else if (value === "region") set({ bbox: region });
    else if (value === "zones") set({ zones: store.spec.zones ?? [] });
    else if (value === "bbox") take(seen());
    else if (value.startsWith("province:")) set({ province: value.slice("province:".length) });
  }

  /** What is kept of the extent is how much room is left around it. */
  function set(changes, kind = null) {
    const { padding: share } = extent();
    const next = { ...changes, ...((share ?? null) !== null && { padding: share }) };
    store.set({ extent: Object.keys(next).length ? next : null }, kind);
  }

  function take(bbox) {
    const [west, south, east, north] = bbox.map((one) => inWords(one, 2));
    app.say(words.t("extent_said", { west, south, east, north }));
    set({ bbox }, "extent");
  }

  function takeSides() {
    const bbox = inputs.map((input) => Number(input.value));
    // A field that is half typed has no value; the server says what is wrong with the others.
    if (inputs.every((input) => input.value !== "" && !input.validity.badInput)) set({ bbox }, "extent");
  }

  function takePadding() {
    const share = rounded(Number(padding.value) / 100);
    const isFit = padding.value !== "" && share >= 0 && share <= MOST_PADDING / 100;
    if (!isFit && padding.value !== "") {
      refresh();
      return;
    }
    const { padding: _, ...rest } = extent();
    const next = isFit ? { ...rest, padding: share } : rest;
    store.set({ extent: Object.keys(next).length ? next : null });
  }

  /** What the picture shows now; the region where it has not come or has no map. */
  function seen() {
    return app.stage.layout?.layout.extent ?? region;
  }

  function box() {
    return extent().bbox ?? seen();
  }

  function chosen() {
    const { bbox, province, zones } = extent();
    if (bbox) return isSame(bbox, region) ? "region" : "bbox";
    if (province) return `province:${province}`;
    if (zones?.length) return isSame(zones, store.spec.zones) ? "zones" : "other";
    return "";
  }

  function refresh() {
    const value = chosen();
    const names = (extent().zones ?? []).map(nameOf).join(", ");
    others.textContent = words.t("extent_other_zones", { names });
    others.hidden = value !== "other";
    others.disabled = value !== "other";
    const around = [...select.options].find((one) => one.value === "zones");
    around.disabled = !store.spec.zones?.length;
    select.value = value;
    own.hidden = value !== "bbox";
    const bbox = extent().bbox ?? [];
    inputs.forEach((input, index) => {
      if (document.activeElement !== input) input.value = bbox[index] ?? "";
    });
    const { padding: share } = extent();
    if (document.activeElement !== padding) padding.value = (share ?? null) === null ? "" : rounded(100 * share);
  }

  function nameOf(id) {
    const zone = options.zones.find((one) => one.id === id);
    return zone ? words.pick(zone, "name") : id;
  }

  const show = fieldOf("extent_choice", words.t("extent_choice"), select);
  const node = groupOf("extent", words.t("extent"), show, own, fieldOf("padding", words.t("padding"), padding));
  return { node, refresh };
}

/** Changes of a spec whose zones change: an extent around them goes along. */
export function withZones(spec, ids) {
  const { zones, ...rest } = spec.extent ?? {};
  const changes = { zones: ids.length ? ids : null };
  if (!zones?.length || !isSame(zones, spec.zones)) return changes;
  const next = ids.length ? { ...rest, zones: ids } : rest;
  return { ...changes, extent: Object.keys(next).length ? next : null };
}

/** Whether a value of a link is an extent that the page can work with. */
export function isExtent(value) {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return false;
  const isNumber = (one) => typeof one === "number" && Number.isFinite(one);
  const kinds = {
    bbox: (one) => Array.isArray(one) && one.length === 4 && one.every(isNumber),
    zones: (one) => Array.isArray(one) && one.every((id) => typeof id === "string"),
    province: (one) => typeof one === "string",
    padding: isNumber,
  };
  return Object.entries(value).every(([name, one]) => one === null || (Object.hasOwn(kinds, name) && kinds[name](one)));
}
