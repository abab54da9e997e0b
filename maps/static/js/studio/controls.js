/** The form: template, data, words, look and parts of the picture. */

import { el, replace } from "zonemap/dom";
import { createExtent, withZones } from "zonemap/studio/extent";
import {
  fieldOf,
  groupOf,
  radiosOf,
  selectOf,
  selectValue,
  setError,
  switchOf,
} from "zonemap/studio/fields";
import { createTemplates } from "zonemap/studio/templates";
import { createZonePicker } from "zonemap/studio/zone-picker";

const PARTS = [
  "legend",
  "scale_bar",
  "north_arrow",
  "inset",
  "source_line",
  "data_date",
  "badge_notes",
  "qr",
];
/** @param {object} app */
export function createControls(app) {
  const form = document.getElementById("st-controls");
  let refreshers = [];
  let templates = null;
  form.addEventListener("submit", (event) => event.preventDefault());

  function build() {
    refreshers = [];
    templates = createTemplates(app);
    refreshers.push(templates.refresh);
    const { words } = app;
    replace(
      form,
      sectionOf("template", groupOf("template", words.t("template"), templates.node)),
      sectionOf("data", ...dataFields()),
      sectionOf("words", ...wordFields()),
      sectionOf("look", ...lookFields()),
      sectionOf("parts", ...partFields()),
    );
    refresh();
  }

  function sectionOf(name, ...children) {
    const id = `st-section-${name}`;
    return el(
      "section",
      { class: `section section-${name}`, "aria-labelledby": id },
      el("h2", { id, text: app.words.t(name) }),
      ...children,
    );
  }

  const set = (changes, kind) => app.store.set(changes, kind);
  const spec = () => app.store.spec;
  const template = () => spec().template ?? "overview";
  const labelled = (choices) => choices.map((one) => [one.id, app.words.pick(one, "label")]);
  const valueOf = (name) => spec()[name] ?? app.options.defaults[name];

  /** Set a field, or take it away where it is as by default: the spec stays short. */
  function setOrDefault(name, value, kind = null) {
    set({ [name]: value === app.options.defaults[name] ? null : value }, kind);
  }

  function simpleSelect(name, choices, { empty = null } = {}) {
    const offered = empty === null ? choices : [["", empty], ...choices];
    const select = selectOf(`st-${name}`, offered, (value) =>
      value === "" ? set({ [name]: null }) : setOrDefault(name, value),
    );
    refreshers.push(() => selectValue(select, valueOf(name) ?? ""));
    return fieldOf(name, app.words.t(name), select);
  }

  function dataFields() {
    const { words, options } = app;
    const picker = createZonePicker(app, {
      chosen: () => spec().zones ?? [],
      most: () => zoneLimits()[1],
      choose: (ids) => set(withZones(spec(), ids)),
    });
    picker.input.placeholder = words.t("zone_search");
    const zones = fieldOf("zones", words.t("zones"), picker.input, ...picker.nodes);
    refreshers.push(() => {
      picker.refresh();
      const [least, most] = zoneLimits();
      const isSubject = least > 0 || most === 1;
      zones.querySelector("label").textContent = words.t(isSubject ? "zone" : "zones");
    });
    const extent = createExtent(app);
    refreshers.push(extent.refresh);
    const nodes = {
      zones,
      measure: simpleSelect("measure", labelled(options.measures)),
      province: simpleSelect("province", labelled(options.provinces), {
        empty: words.t("province_all"),
      }),
      top: numberField("top", 3, 12, words.t("top_auto")),
      claim: simpleSelect("claim", labelled(options.claims), { empty: words.t("claim_auto") }),
      before: dayField("before", words.t("before_note")),
      as_of: dayField("as_of", words.t("as_of_note")),
      extent: extent.node,
    };
    refreshers.push(() => {
      const read = templateNow()?.fields ?? Object.keys(nodes);
      for (const [name, node] of Object.entries(nodes)) node.hidden = !read.includes(name);
      const measures = templateNow()?.measures ?? [];
      for (const option of nodes.measure.querySelectorAll("option")) {
        option.disabled = !measures.includes(option.value);
      }
    });
    return Object.values(nodes);
  }

  function zoneLimits() {
    return templateNow()?.zones ?? [0, 150];
  }

  function templateNow() {
    return app.options.templates.find((one) => one.id === template());
  }

  function dayField(name, note = null) {
    const input = el("input", {
      id: `st-${name}`,
      type: "date",
      min: "1900-01-01",
      max: app.options.today,
      on: {
        change: () => {
          // A day that is half typed has no value, and is not yet an answer.
          if (!input.validity.badInput) set({ [name]: input.value || null });
        },
      },
    });
    refreshers.push(() => {
      if (document.activeElement !== input) input.value = spec()[name] ?? "";
    });
    return fieldOf(name, app.words.t(name), input, note && el("p", { class: "note", text: note }));
  }

  function numberField(name, least, most, placeholder = null) {
    const input = el("input", {
      placeholder,
      id: `st-${name}`,
      type: "number",
      inputmode: "numeric",
      min: least,
      max: most,
      step: 1,
      on: {
        change: () => {
          const value = Math.round(Number(input.value));
          const isFit = input.value !== "" && value >= least && value <= most;
          if (isFit || input.value === "") setOrDefault(name, isFit ? value : null);
          else input.value = valueOf(name) ?? "";
        },
      },
    });
    refreshers.push(() => {
      if (document.activeElement !== input) input.value = valueOf(name) ?? "";
    });
    return fieldOf(name, app.words.t(name), input);
  }

  function wordFields() {
    const { words } = app;
    const languages = radiosOf(
      "language",
      [
        ["", words.t("language_as_page")],
        ["vi", words.t("vietnamese")],
        ["en", words.t("english")],
      ],
      (value) => set({ language: value || null }),
    );
    refreshers.push(() => languages.choose(spec().language ?? ""));
    return [
      ...textFields("title", 2),
      ...textFields("subtitle", 2),
      groupOf("language", words.t("language_of_picture"), el("div", { class: "chip-row" }, ...languages.nodes)),
    ];
  }

  function textFields(name, rows) {
    const { words } = app;
    const area = el("textarea", {
      id: `st-${name}`,
      rows,
      maxlength: app.fields.longest_text,
      on: { input: () => set({ [name]: area.value === "" ? null : area.value }, name) },
    });
    const none = switchOf(`st-${name}-none`, words.t(`${name}_left_out`), (isOut) =>
      set({ [name]: isOut ? "" : null }),
    );
    refreshers.push(() => {
      const text = spec()[name] ?? "";
      if (area.value !== text) area.value = text;
      area.disabled = spec()[name] === "";
      none.input.checked = spec()[name] === "";
      area.placeholder = app.autoText(name) || words.t("text_auto");
    });
    return [fieldOf(name, words.t(name), area, none.node)];
  }

  function lookFields() {
    const { words } = app;
    const auto = () => {
      const { width, height } = app.pixels();
      const id = height >= 1.6 * width ? "vertical" : "graphics";
      const found = app.options.safe_areas.find((one) => one.id === id);
      return words.t("safe_area_auto", { name: words.pick(found, "label") });
    };
    const area = simpleSelect("safe_area", labelled(app.options.safe_areas), { empty: auto() });
    refreshers.push(() => (area.querySelector("option").textContent = auto()));
    return [
      ...sizeFields(),
      simpleSelect("theme", labelled(app.options.themes)),
      simpleSelect("ground", labelled(app.options.grounds)),
      area,
      simpleSelect("levels", labelled(app.options.levels)),
      numberField("seconds", 1, 120),
    ];
  }

  function sizeFields() {
    const { words } = app;
    const choices = app.options.sizes.map((one) => [
      one.id,
      `${words.pick(one, "label")} – ${one.width_px} × ${one.height_px}`,
    ]);
    const select = selectOf("st-size", [...choices, ["own", words.t("size_own")]], (value) => {
      if (value !== "own") setOrDefault("size", value);
      else setOwn(app.pixels());
    });
    const sides = ["width_px", "height_px"].map((side) => {
      const input = el("input", {
        id: `st-${side}`,
        type: "number",
        inputmode: "numeric",
        min: 180,
        max: 8192,
        on: { change: () => setOwn({ width: Number(inputs[0].value), height: Number(inputs[1].value) }) },
      });
      return el("div", {}, el("label", { for: input.id, text: words.t(side) }), input);
    });
    const inputs = sides.map((one) => one.querySelector("input"));
    const own = el("div", { class: "pair", hidden: true }, ...sides);
    refreshers.push(() => {
      const size = valueOf("size");
      const isNamed = app.options.sizes.some((one) => one.id === size);
      select.value = isNamed ? size : "own";
      own.hidden = isNamed;
      const { width, height } = app.pixels();
      if (!own.contains(document.activeElement)) [inputs[0].value, inputs[1].value] = [width, height];
    });
    return [fieldOf("size", words.t("size"), select, own)];
  }

  function setOwn({ width, height }) {
    if (width > 0 && height > 0) set({ size: `${Math.round(width)}x${Math.round(height)}` });
  }

  function partFields() {
    const { words } = app;
    const switches = PARTS.map((name) => {
      const one = switchOf(`st-${name}`, words.t(name), (value) => setOrDefault(name, value));
      refreshers.push(() => (one.input.checked = valueOf(name)));
      return one.node;
    });
    return [groupOf("parts", words.t("parts"), el("div", { class: "switches" }, ...switches)), layerField()];
  }

  function layerField() {
    const { words } = app;
    const all = app.options.layers.map((one) => one.id);
    const own = switchOf("st-layers-own", words.t("layers_own"), (isOwn) =>
      set({ layers: isOwn ? all.filter((id) => id !== "parcels") : null }),
    );
    const switches = app.options.layers.map((one) => {
      const made = switchOf(`st-layer-${one.id}`, words.pick(one, "label"), (isOn) => {
        const chosen = new Set(spec().layers ?? []);
        if (isOn) chosen.add(one.id);
        else chosen.delete(one.id);
        set({ layers: all.filter((id) => chosen.has(id)) });
      });
      refreshers.push(() => (made.input.checked = (spec().layers ?? []).includes(one.id)));
      return made.node;
    });
    const list = el("div", { class: "switches" }, ...switches);
    refreshers.push(() => {
      own.input.checked = Array.isArray(spec().layers);
      list.hidden = !own.input.checked;
    });
    return groupOf("layers", words.t("layers"), own.node, list);
  }

  function refresh() {
    for (const one of refreshers) one();
  }

  return {
    build,
    refresh,
    zoneLimits,
    setError: (name, text) => setError(form, name, text),
    showThumbs: () => templates.showThumbs(),
  };
}
