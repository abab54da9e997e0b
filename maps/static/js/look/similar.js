/** Zones like a zone: those that share most of seven known likenesses, three at least. */

import { knownDistance, knownFigure, knownReading } from "zonemap/compare/knowns";

const MOST = 5;
const LEAST = 3;

/** Each likeness counts only where both values are known. */
const LIKENESSES = {
  province: (a, b) => same(a.former_province, b.former_province),
  kind: (a, b) => same(a.kind, b.kind),
  status: (a, b) => same(a.status, b.status),
  area: (a, b) => ratio(area(a), area(b)) <= 1.5,
  remaining: (a, b) => ratio(remaining(a), remaining(b)) <= 1.5,
  rent: (a, b) => ratio(rent(a), rent(b)) <= 1.15,
  berth: (a, b) => Math.abs(berth(a) - berth(b)) <= 10_000,
};

/**
 * @returns {{zone: object, why: string[]}[]} The most alike first; of equals the one nearer in
 *   area.
 */
export function similarZones(app, zone) {
  return app.zones
    .filter((other) => other.id !== zone.id)
    .map((other) => ({ zone: other, why: likenesses(zone.properties, other.properties) }))
    .filter(({ why }) => why.length >= LEAST)
    .sort((a, b) => b.why.length - a.why.length || areaGap(zone, a.zone) - areaGap(zone, b.zone))
    .slice(0, MOST);
}

export function likenesses(one, other) {
  return Object.keys(LIKENESSES).filter((key) => LIKENESSES[key](one, other));
}

function same(one, other) {
  return Boolean(one) && one === other;
}

/** How many times the larger is the smaller; NaN, which is like nothing, where one is unknown. */
function ratio(one, other) {
  return one > 0 && other > 0 ? Math.max(one / other, other / one) : Number.NaN;
}

function areaGap(one, other) {
  const gap = ratio(area(one.properties), area(other.properties));
  return Number.isNaN(gap) ? Number.MAX_VALUE : gap;
}

function area(properties) {
  return knownFigure(properties.figures?.total_area_ha, "ha").value ?? Number.NaN;
}

function remaining(properties) {
  return knownReading(properties.remaining_ha).value ?? Number.NaN;
}

function rent(properties) {
  return knownFigure(properties.figures?.lease_price_usd_m2, "USD/m2/term").value ?? Number.NaN;
}

function berth(properties) {
  return knownDistance(properties, "deep_sea_berth").value ?? Number.NaN;
}
