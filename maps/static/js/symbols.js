/** Symbols drawn once for map and legend: the legend cannot show what the map does not. */

import { svg } from "zonemap/dom";

/** What is not filled shows the paper, in either scheme. */
const HOLLOW = "var(--hollow)";

/** Radius of a zone's circle in pixels. Area of the circle follows the declared area. */
export function zoneRadius(style, hectares, zoom) {
  const { factor, growth, smallest, without_area: withoutArea } = style.zone;
  const scale = growth ** (zoom - 10);
  if (!hectares) return withoutArea * Math.max(1, Math.sqrt(scale));
  return Math.max(smallest, factor * Math.sqrt(hectares) * scale);
}

/** Path options of a zone's circle: fill by class, outline by status. */
export function zonePaint(style, fill, status) {
  const stroke = style.zone.stroke[status] ?? style.zone.stroke.operating;
  return {
    fillColor: fill || style.paper.unknown_fill,
    fillOpacity: fill ? 0.9 : 0.6,
    color: fill ? style.paper.zone_stroke : style.paper.unknown_stroke,
    weight: stroke.width,
    dashArray: stroke.dash,
    opacity: fill ? 0.85 : 1,
  };
}

/** A circle as the map draws it, for the legend. */
export function zoneSwatch(style, fill, status = "operating", radius = 7) {
  const paint = zonePaint(style, fill, status);
  const side = Math.ceil(radius * 2 + 3);
  return picture(
    side,
    side,
    svg("circle", {
      cx: side / 2,
      cy: side / 2,
      r: radius,
      fill: paint.fillColor,
      "fill-opacity": paint.fillOpacity,
      stroke: paint.color,
      "stroke-width": paint.weight,
      "stroke-dasharray": paint.dashArray,
      "stroke-opacity": paint.opacity,
    }),
  );
}

/** An outline and fill as the map draws a boundary of that quality. */
export function boundarySwatch(style, quality, fill) {
  const look = style.zone.boundary[quality] ?? style.zone.boundary.schematic;
  return picture(
    26,
    16,
    svg("rect", {
      x: 1.5,
      y: 1.5,
      width: 23,
      height: 13,
      fill: look.hatched ? `url(#${hatchId(fill)})` : fill || style.paper.unknown_fill,
      "fill-opacity": look.hatched ? 1 : 0.55,
      stroke: style.paper.zone_stroke,
      "stroke-width": look.width,
      "stroke-dasharray": look.dash ? "4 2.5" : null,
    }),
  );
}

/** A parcel as the map draws it. */
export function parcelSwatch(style, commercial, illustrative) {
  return swatch(style, style.parcel[commercial], illustrative);
}

/** A parcel as tiles draw it, by its line of the ledger. */
export function ledgerSwatch(style, line, illustrative) {
  return swatch(style, style.parcel_line[line], illustrative);
}

function swatch(style, fill, illustrative) {
  return picture(
    22,
    16,
    svg("rect", {
      x: 1,
      y: 1,
      width: 20,
      height: 14,
      fill: parcelFill(fill, illustrative),
      stroke: style.paper.zone_stroke,
      "stroke-width": 0.7,
      "stroke-opacity": 0.7,
    }),
  );
}

/** A port: shape by kind, size by vessel, filled if it takes cargo now. */
export function portSymbol(style, kind, sizeKey, status) {
  const size = [...style.port.sizes, style.port.unknown].find((one) => one.key === sizeKey);
  const look = style.port.status[status] ?? style.port.status.operating;
  const known = sizeKey !== style.port.unknown.key;
  const px = size.px;
  const side = px + 4;
  const common = {
    fill: look.filled && known ? style.paper.port : HOLLOW,
    stroke: look.filled && known ? HOLLOW : style.paper.port,
    "stroke-width": look.filled && known ? 1.2 : 1.5,
    "stroke-dasharray": look.dash,
    "stroke-linejoin": "round",
  };
  return picture(side, side, portShape(style.port.shape[kind] ?? "square", px, side / 2, common));
}

function portShape(shape, px, middle, common) {
  const half = px / 2;
  if (shape === "diamond") {
    const d = half * 1.2;
    const points = [[0, -d], [d, 0], [0, d], [-d, 0]];
    return polygon(points, middle, common);
  }
  if (shape === "triangle") {
    return polygon([[0, -half], [half, half * 0.85], [-half, half * 0.85]], middle, common);
  }
  const box = { x: middle - half, y: middle - half, width: px, height: px, rx: 1.5 };
  return svg("rect", { ...common, ...box });
}

function polygon(points, middle, common) {
  const text = points.map(([x, y]) => `${middle + x},${middle + y}`).join(" ");
  return svg("polygon", { ...common, points: text });
}

const PLANE =
  "M8 1.2c.7 0 1.1.8 1.1 1.9v3l5 3.1v1.5l-5-1.6v3.1l1.5 1.2v1.2L8 13.9l-2.6.7v-1.2l1.5-1.2V9.1l-5 1.6V9.2l5-3.1v-3c0-1.1.4-1.9 1.1-1.9z";

/** An airport: a plane in a ring; the ring is dashed until it operates. */
export function airportSymbol(style, status) {
  const color = style.linkKind.airport.color;
  const open = status === "operating";
  const ring = svg("circle", {
    cx: 11,
    cy: 11,
    r: 9.5,
    fill: open ? color : HOLLOW,
    stroke: open ? HOLLOW : color,
    "stroke-width": open ? 1.2 : 1.5,
    "stroke-dasharray": open ? null : status === "planned" ? "1.5 2" : "4 2",
  });
  const plane = svg("path", { d: PLANE, fill: open ? HOLLOW : color });
  return picture(22, 22, ring, svg("g", { transform: "translate(3.6 3.5) scale(.92)" }, plane));
}

/** A rail station: a small ring, dashed if planned. */
export function stationSymbol(style, status) {
  const color = style.linkKind.rail_station.color;
  return picture(
    10,
    10,
    svg("circle", {
      cx: 5,
      cy: 5,
      r: 3.4,
      fill: HOLLOW,
      stroke: color,
      "stroke-width": 1.6,
      "stroke-dasharray": status === "planned" ? "1.6 1.4" : null,
    }),
  );
}

/** A piece of line as the map draws it. */
export function lineSwatch(style, kind, status) {
  const look = style.linkKind[kind];
  return picture(
    30,
    10,
    svg("line", {
      x1: 1,
      x2: 29,
      y1: 5,
      y2: 5,
      stroke: look.color,
      "stroke-width": Math.max(1.4, look.width),
      "stroke-dasharray": style.linkStatus[status],
    }),
  );
}

/** An SVG picture of a size; decoration, so hidden from screen readers. */
export function picture(width, height, ...children) {
  const box = { width, height, viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" };
  return svg("svg", box, ...children);
}

/** Fill of a parcel: dotted while it is illustrative. */
export function parcelFill(fill, illustrative) {
  if (!fill) return illustrative ? `url(#${dotsId("")})` : HOLLOW;
  return illustrative ? `url(#${dotsId(fill)})` : fill;
}

export const hatchId = (fill) => `zm-hatch-${(fill || "unknown").replace("#", "")}`;
export const dotsId = (fill) => `zm-dots-${(fill || "unknown").replace("#", "")}`;

/** Definitions of every hatch and dot pattern the style can ask for. */
export function patternDefinitions(style) {
  const fills = new Set(style.measures.flatMap((measure) => measure.classes.map((c) => c.fill)));
  const hatches = [...fills].map((fill) => hatch(style, fill));
  const states = [style.parcel, style.parcel_line].flatMap((fills) => Object.values(fills));
  const dots = [...new Set(states)].map((fill) => dotted(fill));
  const root = picture(0, 0, svg("defs", {}, ...hatches, ...dots));
  root.setAttribute("class", "patterns");
  return root;
}

function hatch(style, fill) {
  const box = { id: hatchId(fill), width: 7, height: 7, patternUnits: "userSpaceOnUse" };
  return svg(
    "pattern",
    { ...box, patternTransform: "rotate(45)" },
    svg("rect", { width: 7, height: 7, fill: fill || HOLLOW, "fill-opacity": fill ? 0.38 : 0.6 }),
    svg("rect", {
      width: fill ? 2.6 : 1,
      height: 7,
      fill: fill || style.paper.unknown_stroke,
      "fill-opacity": fill ? 0.85 : 0.7,
    }),
  );
}

function dotted(fill) {
  const box = { id: dotsId(fill), width: 6, height: 6, patternUnits: "userSpaceOnUse" };
  return svg(
    "pattern",
    box,
    svg("rect", { width: 6, height: 6, fill: fill || HOLLOW, "fill-opacity": 0.72 }),
    svg("circle", { cx: 3, cy: 3, r: 1, fill: fill ? "#ffffff" : "var(--unknown-stroke)", "fill-opacity": 0.9 }),
  );
}
