/** Search of zones and ports, with or without diacritics, by keyboard or finger. */

import { el, replace } from "zonemap/dom";
import { matchScore, searchKey } from "zonemap/text";

const MOST = 8;
/** Words for what a thing is; people write them otherwise than its name does. */
const KIND_WORDS =
  /\b(kcn|kcx|kcnc|ccn|industrial|export|processing|high|tech|zone|park|cluster|estate|cang|port|terminal)\b/g;

/** @param {object} app */
export function createSearch(app) {
  const input = document.getElementById("zm-search");
  const list = document.getElementById("zm-results");
  const status = document.getElementById("zm-search-status");
  const index = buildIndex(app);
  let results = [];
  let active = -1;

  function update() {
    const query = searchKey(input.value);
    results = query ? find(index, query) : [];
    const bare = query.replace(KIND_WORDS, " ").replace(/\s+/g, " ").trim();
    if (!results.length && bare) results = find(index, bare);
    active = results.length ? 0 : -1;
    render(query);
  }

  function render(query) {
    const { words } = app;
    const open = Boolean(query);
    list.hidden = !open;
    input.setAttribute("aria-expanded", String(open));
    const rows = results.map((result, position) => option(app, result, position, choose));
    if (open && !rows.length) {
      const text = words.t("search_none", { query: input.value.trim() });
      rows.push(el("li", { class: "nothing", role: "option", "aria-disabled": "true", text }));
    }
    replace(list, ...rows);
    status.textContent = open ? words.t("search_results", { count: results.length }) : "";
    mark();
  }

  function mark() {
    [...list.children].forEach((node, position) => {
      node.setAttribute("aria-selected", String(position === active));
    });
    const node = list.children[active];
    if (node && results.length) {
      input.setAttribute("aria-activedescendant", node.id);
      node.scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  }

  function choose(result) {
    input.value = "";
    update();
    input.blur();
    app.select(result.type, result.id, true);
  }

  function onKey(event) {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const step = event.key === "ArrowDown" ? 1 : -1;
      if (results.length) active = (active + step + results.length) % results.length;
      mark();
    } else if (event.key === "Enter" && results[active]) {
      choose(results[active]);
    } else if (event.key === "Escape" && input.value) {
      input.value = "";
      update();
    } else return;
    event.preventDefault();
  }

  input.addEventListener("input", update);
  input.addEventListener("focus", update);
  input.addEventListener("keydown", onKey);
  document.addEventListener("pointerdown", (event) => {
    if (!event.target.closest(".search")) {
      list.hidden = true;
      input.setAttribute("aria-expanded", "false");
    }
  });
  app.state.on("language", update);
}

function buildIndex(app) {
  const entry = (type, feature, priority) => {
    const { properties } = feature;
    const short = app.view.short_names[type === "zone" ? "zones" : "ports"][feature.id];
    const names = [properties.name_vi, properties.name_en, short.vi, short.en, feature.id];
    const others = app.view.other_names?.[feature.id] ?? [];
    const keys = [...new Set([...names, ...others].filter((name) => name).map(searchKey))];
    return { type, id: feature.id, feature, keys, others, priority };
  };
  return [
    ...app.zones.map((zone) => entry("zone", zone, 1)),
    ...app.ports.map((port) => entry("port", port, 0)),
  ];
}

function find(index, query) {
  return index
    .map((entry) => ({
      ...entry,
      score: Math.max(...entry.keys.map((key) => matchScore(key, query))),
    }))
    .filter((entry) => entry.score > 0)
    .sort(
      (a, b) =>
        b.score - a.score ||
        b.priority - a.priority ||
        a.keys[0].length - b.keys[0].length ||
        (a.id < b.id ? -1 : 1),
    )
    .slice(0, MOST);
}

function option(app, result, position, choose) {
  const { words } = app;
  const { properties, geometry } = result.feature;
  const where =
    result.type === "zone"
      ? [words.t(`kind_${properties.kind}`), words.t(`province_${properties.former_province}`)]
      : [words.t(`kind_${properties.kind}`), properties.cluster];
  if (result.others.length) where.push(words.t("find_other_names", { name: result.others.join(", ") }));
  return el(
    "li",
    {
      id: `zm-result-${position}`,
      role: "option",
      "data-id": result.id,
      "data-type": result.type,
      on: {
        pointerdown: (event) => event.preventDefault(),
        click: () => choose(result),
      },
    },
    el("span", { class: "result-name", text: words.pick(properties, "name") }),
    el("span", { class: "result-where", text: where.filter((one) => one).join(" · ") }),
    geometry ? null : el("span", { class: "tag warn", text: words.t("not_on_map") }),
    result.type === "zone" && app.isOut(result.id)
      ? el("span", { class: "tag warn", text: words.t("find_out_mark") })
      : null,
  );
}
