/** The filters themselves: numbers with a limit and choices with counts, in groups that fold. */

import { el, replace } from "zonemap/dom";
import { choiceName, facetName, splitText } from "zonemap/find/filter-words";
import { facetOf, rangeKnown, writeFilter } from "zonemap/find/filtering";
import { number } from "zonemap/format";

const GROUPS = {
  land: ["remaining", "block", "rent", "term"],
  distance: ["coastline", "berth", "port", "airport", "expressway"],
  zone: ["province", "kind", "status"],
  sector: ["sector", "badge"],
};

/**
 * @param {object} app
 * @param {object} finding
 * @returns {{node: HTMLElement, update: () => void}}
 */
export function createFacets(app, finding) {
  const { words } = app;
  const facets = new Map();
  const groups = Object.entries(GROUPS).map(([name, keys]) => {
    for (const key of keys) {
      const make = facetOf(key).values ? choiceFacet : numberFacet;
      facets.set(key, make(app, finding, key));
    }
    const mark = el("span", { class: "find-group-count" });
    const node = el(
      "details",
      { class: "find-group", "data-group": name },
      el("summary", {}, el("span", { text: words.t(`find_group_${name}`) }), mark),
      ...keys.map((key) => facets.get(key).node),
    );
    return { node, mark, keys };
  });
  return {
    node: el("div", { class: "find-groups" }, ...groups.map(({ node }) => node)),
    update() {
      const { filters } = finding.result();
      for (const facet of facets.values()) facet.update();
      for (const { mark, keys } of groups) {
        const set = keys.filter((key) => filters[key]).length;
        mark.textContent = set ? String(set) : "";
      }
    },
  };
}

/** A label, a number with its unit, what is known, and whether unknown is let through. */
function numberFacet(app, finding, key) {
  const { words, zones } = app;
  const facet = facetOf(key);
  const id = `zm-f-${key}`;
  const unit = words.t(`unit_${facet.unit}`);
  const input = el("input", {
    id,
    type: "text",
    inputmode: "decimal",
    autocomplete: "off",
    maxlength: "9",
    "aria-describedby": `${id}-note`,
  });
  const note = el("p", { class: "find-note", id: `${id}-note`, text: knownText(app, key, finding.today) });
  const known = note.textContent;
  const unknown = unknownSwitch(app, finding, key);
  const sign = words.t(facet.type === "least" ? "find_least" : "find_most");
  const node = el(
    "div",
    { class: "find-facet number", "data-facet": key },
    el(
      "label",
      { for: id },
      el("span", { "aria-hidden": "true", text: facetName(words, key) }),
      el("span", { class: "hidden", text: `${facetName(words, key)}, ${sign}, ${unit}` }),
    ),
    el(
      "span",
      { class: "find-input" },
      el("span", { "aria-hidden": "true", text: facet.type === "least" ? "≥" : "≤" }),
      input,
      el("span", { class: "unit", "aria-hidden": "true", text: unit }),
    ),
    note,
    unknown.node,
  );

  function say(bad) {
    input.setAttribute("aria-invalid", String(bad));
    note.classList.toggle("bad", bad);
    note.textContent = bad ? words.t("find_bad", { end: number(facet.end, 0, words) }) : known;
  }

  input.addEventListener("input", () => {
    const limit = readNumber(input.value, words.language);
    const bad = limit !== null && !(limit >= 0 && limit <= facet.end);
    say(bad);
    if (bad) return;
    const rounded = limit === null ? null : Math.round(limit * 100) / 100;
    finding.set(key, rounded === null ? null : writeFilter({ limit: rounded, unknown: unknown.isOn() }));
  });
  if (!zones.length) input.disabled = true;
  return {
    node,
    update() {
      const filter = finding.result().filters[key];
      unknown.update(filter);
      if (document.activeElement === input) return;
      input.value = filter ? plainNumber(filter.limit, words.language) : "";
      say(false);
    },
  };
}

function knownText(app, key, today) {
  const { words, zones } = app;
  const range = rangeKnown(zones, key, today);
  if (!range) return words.t("find_known_none");
  const [low, high] = [range.low, range.high].map((end) => number(end, 0, words));
  const text = words.t("find_known", {
    count: number(range.count, 0, words),
    range: `${low} – ${high} ${words.t(`unit_${facetOf(key).unit}`)}`,
  });
  return key === "term" ? `${text}, ${words.t("find_term_note", { year: today.slice(0, 4) })}` : text;
}

/** Boxes to tick, each with the zones it would leave under the other filters. */
function choiceFacet(app, finding, key) {
  const { words } = app;
  const facet = facetOf(key);
  const single = facet.type === "badge";
  const unknown = unknownSwitch(app, finding, key);
  const offered = facet.values.map((value) => {
    const input = el("input", {
      type: "checkbox",
      id: `zm-f-${key}-${value}`,
      "data-value": value,
      on: { change: () => choose(value, input.checked) },
    });
    const count = el("span", { class: "find-count" });
    const name = el("span", { text: choiceName(words, key, value) });
    return { value, input, count, node: el("label", { class: "find-choice", for: input.id }, input, name, count) };
  });

  function choose(value, on) {
    const chosen = finding.result().filters[key]?.values ?? [];
    const rest = single ? [] : chosen.filter((one) => one !== value);
    const values = facet.values.filter((one) => rest.includes(one) || (on && one === value));
    finding.set(key, values.length ? writeFilter({ values, unknown: unknown.isOn() }) : null);
  }

  const node = el(
    "fieldset",
    { class: "find-facet", "data-facet": key },
    el("legend", { text: facetName(words, key) }),
    single ? el("p", { class: "find-note", text: words.t("find_badge_note") }) : null,
    el("div", { class: "find-choices" }, ...offered.map((one) => one.node)),
    unknown.node,
  );
  return {
    node,
    update() {
      const { filters, counts } = finding.result();
      const chosen = filters[key]?.values ?? [];
      for (const { value, input, count, node: label } of offered) {
        const left = counts[key].choices[value];
        input.checked = chosen.includes(value);
        replace(count, number(left, 0, words));
        label.classList.toggle("none", left === 0);
        label.hidden = value === "other" && left === 0 && !input.checked;
      }
      unknown.update(filters[key]);
    },
  };
}

/** Whether zones come too of which it is not known; there only once the filter is set. */
function unknownSwitch(app, finding, key) {
  const { words } = app;
  const input = el("input", { type: "checkbox", "data-unknown": key });
  const text = el("span", {});
  const node = el("label", { class: "find-unknown", hidden: true }, input, text);
  input.addEventListener("change", () => {
    const filter = finding.result().filters[key];
    if (filter) finding.set(key, writeFilter({ ...filter, unknown: input.checked }));
  });
  return {
    node,
    isOn: () => !node.hidden && input.checked,
    update(filter) {
      const { unknown: count, possible } = finding.result().counts[key];
      input.checked = filter?.unknown ?? false;
      node.hidden = !filter || (count === 0 && !filter.unknown);
      const told = possible ? splitText(words, count, possible) : number(count, 0, words);
      text.textContent = words.t("find_with_unknown", { count: told });
    },
  };
}

/**
 * A number as people type it: decimal comma or point, thousands as the language writes them, and
 * behind thousands the other sign.
 * @returns {number|null} NaN for what is no number, null for nothing.
 */
export function readNumber(text, language) {
  const plain = text.trim().replace(/\s/g, "");
  if (!plain) return null;
  const thousands = language === "vi" ? /^\d{1,3}(\.\d{3})+(,\d*)?$/ : /^\d{1,3}(,\d{3})+(\.\d*)?$/;
  const sign = language === "vi" ? "." : ",";
  const digits = (thousands.test(plain) ? plain.replaceAll(sign, "") : plain).replace(",", ".");
  return /^\d+(\.\d*)?$/.test(digits) ? Number(digits) : Number.NaN;
}

const plainNumber = (value, language) =>
  language === "vi" ? String(value).replace(".", ",") : String(value);
