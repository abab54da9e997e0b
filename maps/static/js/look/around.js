/** Sections of a zone's sheet that look around it: blocks, what lies near, zones like it. */

import { knownBlock, knownBlocks, knownFigure, knownYears } from "zonemap/compare/knowns";
import { badge } from "zonemap/figures";
import { el } from "zonemap/dom";
import { figureText, hectares, isoToday, joined, number } from "zonemap/format";
import { reachOf, reachText } from "zonemap/look/reach";
import { similarZones } from "zonemap/look/similar";
import { readingOf } from "zonemap/readings";

const SIZES = [3, 5, 10, 25];
const NEAR = 10_000;
const AROUND = 25_000;
const MOST = 12;

/** The sections, in the order of the sheet. */
export function aroundNodes(app, zone) {
  return [blockSection(app, zone), nearSection(app, zone), similarSection(app, zone)].filter(Boolean);
}

/** Blocks of free land and the years left on its term: what a deal of 3 to 25 ha asks first. */
function blockSection(app, zone) {
  const { words } = app;
  const { properties } = zone;
  const counts = SIZES.map((size) => {
    const known = knownBlocks(properties, size);
    const text = known.state === "known" ? number(known.value, 0, words) : words.t("unknown");
    return row(words.t("blocks_of", { size }), text, known.state !== "known");
  });
  const illustrative = properties.ledger?.illustrative;
  return section(
    words.t("look_blocks"),
    largestRow(app, properties),
    ...counts,
    yearsRow(app, properties),
    note(words.t(illustrative ? "look_blocks_illustrative" : "look_blocks_note")),
  );
}

function largestRow(app, properties) {
  const { words } = app;
  const block = knownBlock(properties);
  const label = words.t("look_largest");
  if (block.state === "known") return row(label, hectares(block.value, words));
  if (block.state === "none_left") return row(label, words.t("none_left"));
  if (block.state === "unknown") return row(label, words.t("unknown"), true);
  const most = words.t("at_most", { value: hectares(block.high, words) });
  return row(label, most, false, words.t("bounded_by_remaining"));
}

function yearsRow(app, properties) {
  const { words } = app;
  const label = words.t("years_left");
  const known = knownYears(properties, Number(isoToday().slice(0, 4)));
  if (known.state === "unknown") return row(label, words.t("unknown"), true);
  const figure = properties.figures.lease_expiry_year;
  const ends = knownFigure(figure, "year");
  const span = (low, high) => [...new Set([low, high].filter(Number.isFinite))].join(" – ");
  const count = span(known.value ?? known.low, known.value ?? known.high);
  const year = span(ends.value ?? ends.low, ends.value ?? ends.high);
  const until = el("span", {}, words.t("look_until", { year }), " ", badge(app, figure.badge));
  return row(label, words.t("years_count", { count }), false, until);
}

/** Ports, airports and roads within 10 and 25 km, the nearest first. */
function nearSection(app, zone) {
  const { words } = app;
  if (!zone.geometry) return null;
  const found = [...app.ports, ...app.links]
    .filter(({ properties }) => properties.kind !== "waterway")
    .map((feature) => ({ feature, reach: reachOf(zone, feature) }))
    .filter(({ reach }) => reach && reach.metres <= AROUND)
    .sort((a, b) => a.reach.metres - b.reach.metres);
  const near = found.filter(({ reach }) => reach.metres <= NEAR);
  const groups = [
    [words.t("look_within", { km: 10 }), near],
    [words.t("look_beyond", { from: 10, to: 25 }), found.slice(near.length)],
  ];
  return section(
    words.t("look_around"),
    ...groups.flatMap(([title, list]) => [
      el("h4", { text: `${title} (${list.length})` }),
      list.length
        ? el("ul", { class: "near-list" }, ...list.slice(0, MOST).map((one) => nearItem(app, zone, one)))
        : note(words.t("look_none")),
      list.length > MOST ? note(words.t("look_more", { count: list.length - MOST })) : null,
    ]),
    note(words.t("look_around_note")),
  );
}

function nearItem(app, zone, { feature, reach }) {
  const { words } = app;
  const { kind, status } = feature.properties;
  const isPort = app.portById.has(feature.id);
  const facts = [words.t(`kind_${kind}`)];
  if (status && status !== "operating") facts.push(words.t(`status_${status}`).toLocaleLowerCase(words.language));
  const go = isPort ? () => app.select("port", feature.id, true) : () => showPlace(app, reach.to);
  return el(
    "li",
    {},
    el(
      "button",
      { type: "button", on: { click: go } },
      el("span", { class: "near-name", text: words.pick(feature.properties, "name") }),
      el("span", { class: "near-value", text: reachText(app, zone, feature, reach.metres) }),
      el("span", { class: "near-kind", text: facts.join(" · ") }),
    ),
  );
}

/** A road has no sheet: the map goes to where it is nearest. */
function showPlace(app, place) {
  app.map.panInside(place, { ...app.mapPadding(), animate: app.moves() });
}

function similarSection(app, zone) {
  const { words } = app;
  const found = similarZones(app, zone);
  const list = found.map(({ zone: other, why }) =>
    el(
      "li",
      {},
      el(
        "button",
        { type: "button", on: { click: () => app.select("zone", other.id, true) } },
        el("span", { class: "near-name", text: words.pick(other.properties, "name") }),
        el("span", { class: "near-kind strong", text: factsOf(app, other.properties) }),
        el("span", { class: "near-kind", text: why.map((key) => words.t(`alike_${key}`)).join(" · ") }),
      ),
      compareButton(app, [zone.id, other.id], {
        text: words.t("compare"),
        "aria-label": words.t("compare_this", { name: words.pick(other.properties, "name") }),
      }),
    ),
  );
  const all = [zone.id, ...found.map((one) => one.zone.id)];
  return section(
    words.t("look_similar"),
    found.length
      ? el("ul", { class: "near-list similar" }, ...list)
      : note(words.t("look_similar_none")),
    found.length > 1
      ? compareButton(app, all, { text: words.t("look_compare_all", { count: all.length }) })
      : null,
    note(words.t("look_similar_note")),
  );
}

/** What an alike zone is looked at for: its area, the land left and the rent. */
function factsOf(app, properties) {
  const { words, doc } = app;
  const figure = (key) => figureText(properties.figures?.[key], doc.metrics[key], words);
  const parts = [
    ["col_total", figure("total_area_ha")],
    ["facet_remaining", readingOf(app, properties, "remaining_ha")],
    ["facet_rent", figure("lease_price_usd_m2")],
  ];
  const unknown = { text: words.t("unknown"), unit: "" };
  return parts.map(([label, part]) => `${words.t(label)}: ${joined(part ?? unknown)}`).join(" · ");
}

function compareButton(app, ids, options) {
  const click = () => app.state.set({ compare: ids, workspace: "compare" });
  return el("button", { type: "button", class: "link-button compare-these", ...options, on: { click } });
}

function row(label, text, isUnknown = false, more = null) {
  return el(
    "div",
    { class: "figure plain" },
    el("span", { class: "figure-label", text: label }),
    el("span", { class: isUnknown ? "figure-value unknown" : "figure-value", text }),
    more ? el("span", { class: "figure-source" }, more) : null,
  );
}

function note(text) {
  return el("p", { class: "section-note", text });
}

function section(title, ...children) {
  return el("section", { class: "sheet-section" }, el("h3", { text: title }), ...children);
}
