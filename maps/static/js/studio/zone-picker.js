/** Zones found by name, with or without diacritics, and those that are chosen. */

import { el, replace } from "zonemap/dom";
import { matchScore, searchKey } from "zonemap/text";

const MOST = 8;

/**
 * @param {object} app
 * @param {object} choice
 * @param {() => string[]} choice.chosen
 * @param {() => number} choice.most
 * @param {(ids: string[]) => void} choice.choose
 */
export function createZonePicker(app, { chosen, most, choose }) {
  const { words } = app;
  const index = app.options.zones.map((zone) => {
    const names = [zone.name_vi, zone.name_en, zone.id, ...zone.other_names];
    return { zone, keys: [...new Set(names.map(searchKey))] };
  });
  const byId = new Map(app.options.zones.map((zone) => [zone.id, zone]));
  let results = [];
  let active = -1;

  const list = el("ul", { id: "st-zone-list", class: "options", role: "listbox", hidden: true });
  const status = el("p", { class: "hidden", role: "status" });
  const input = el("input", {
    id: "st-zone",
    type: "text",
    inputmode: "search",
    enterkeyhint: "search",
    autocomplete: "off",
    spellcheck: "false",
    role: "combobox",
    "aria-expanded": "false",
    "aria-autocomplete": "list",
    "aria-controls": "st-zone-list",
    on: { input: update, focus: update, keydown: onKey, blur: () => setTimeout(close, 150) },
  });
  const picked = el("ul", { class: "chips" });

  function update() {
    const query = searchKey(input.value);
    results = query ? find(query) : [];
    active = results.length ? 0 : -1;
    const rows = results.map((zone, position) => optionOf(zone, position));
    if (query && !rows.length) {
      const text = words.t("zone_none", { query: input.value.trim() });
      rows.push(el("li", { class: "nothing", role: "option", "aria-disabled": "true", text }));
    }
    replace(list, ...rows);
    list.hidden = !query;
    input.setAttribute("aria-expanded", String(!list.hidden));
    status.textContent = query ? words.t("zone_found", { count: results.length }) : "";
    mark();
  }

  function find(query) {
    return index
      .map(({ zone, keys }) => ({
        zone,
        score: Math.max(...keys.map((key) => matchScore(key, query))),
      }))
      .filter(({ zone, score }) => score > 0 && !chosen().includes(zone.id))
      .sort((a, b) => b.score - a.score || nameOf(a.zone).localeCompare(nameOf(b.zone), "vi"))
      .slice(0, MOST)
      .map(({ zone }) => zone);
  }

  function optionOf(zone, position) {
    const where = [words.pick(app.options.provinces.find((one) => one.id === zone.province), "label")];
    if (!zone.has_location) where.push(words.t("zone_unplaced"));
    return el(
      "li",
      {
        id: `st-zone-${position}`,
        role: "option",
        on: {
          pointerdown: (event) => {
            event.preventDefault();
            take(zone);
          },
        },
      },
      el("span", { class: "option-name", text: nameOf(zone) }),
      el("span", { class: "option-where", text: where.join(" · ") }),
    );
  }

  function mark() {
    [...list.children].forEach((node, position) => {
      node.setAttribute("aria-selected", String(position === active));
    });
    const node = results.length ? list.children[active] : null;
    if (node) {
      input.setAttribute("aria-activedescendant", node.id);
      node.scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  }

  function take(zone) {
    const ids = most() === 1 ? [zone.id] : [...chosen(), zone.id].slice(-most());
    input.value = "";
    update();
    choose(ids);
  }

  function close() {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
  }

  function onKey(event) {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const step = event.key === "ArrowDown" ? 1 : -1;
      if (results.length) active = (active + step + results.length) % results.length;
      mark();
    } else if (event.key === "Enter") {
      if (results[active]) take(results[active]);
    } else if (event.key === "Escape" && input.value) {
      input.value = "";
      update();
    } else return;
    event.preventDefault();
  }

  function nameOf(zone) {
    return words.pick(zone, "name");
  }

  function refresh() {
    const ids = chosen();
    const held = picked.contains(document.activeElement);
    replace(
      picked,
      ...ids.map((id) => {
        const name = byId.has(id) ? nameOf(byId.get(id)) : id;
        return el(
          "li",
          {},
          el("span", { text: name }),
          el("button", {
            type: "button",
            "data-zone": id,
            "aria-label": words.t("zone_remove", { name }),
            text: "×",
            on: { click: () => choose(chosen().filter((one) => one !== id)) },
          }),
        );
      }),
    );
    picked.hidden = !ids.length;
    if (held) (picked.querySelector("button") ?? input).focus();
  }

  el("div", { class: "combo" }, input, list);
  return { input, nodes: [picked, status], refresh };
}
