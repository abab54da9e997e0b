/** A small map of one zone; all of a comparison have the same scale and the same extent. */

import { svg } from "zonemap/dom";
import { toPaths, toRings } from "zonemap/geometry";
import { number } from "zonemap/format";
import { parcelFill } from "zonemap/symbols";

const WIDTH = 160;
const HEIGHT = 120;
const LEAST_KM = 9;
const ROOM = 1.5;
const KM_A_DEGREE = 111.2;
const ROADS = ["expressway", "national_road", "ring_road", "provincial_road", "railway", "waterway"];

/** Kilometres across that show every zone whole. */
export function commonWidth(zones) {
  const spans = zones.filter(isDrawn).map((zone) => {
    const [x, y] = spanOf(zone, projection(centreOf(zone), 1));
    return ROOM * Math.max(x, (y * WIDTH) / HEIGHT);
  });
  return Math.max(LEAST_KM, ...spans);
}

/**
 * @param {object} app
 * @param {object} zone Feature.
 * @param {number} across Kilometres from left to right.
 * @returns {SVGElement|null} Null for a zone without a place.
 */
export function miniMap(app, zone, across) {
  if (!zone.geometry) return null;
  const { words, doc, style } = app;
  const scale = WIDTH / across;
  const project = projection(centreOf(zone), scale);
  const name = words.pick(zone.properties, "name");
  return svg(
    "svg",
    {
      class: "mini-map",
      viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
      role: "img",
      "aria-label": words.t("compare_map_of", { name }),
    },
    svg("rect", { class: "sea", width: WIDTH, height: HEIGHT }),
    ...[doc.land_context, doc.land]
      .filter((land) => land)
      .map((land) => svg("path", { class: "land", d: areaPath(land, project) })),
    ...roadsNear(app, project).map(({ link, d }) => {
      const look = style.linkKind[link.properties.kind];
      return svg("path", { class: "road", d, stroke: look.color, "stroke-width": look.width * 0.6 });
    }),
    ...zoneShape(app, zone, project),
    ...scaleBar(words, scale, across),
  );
}

function zoneShape(app, zone, project) {
  const { geometry, properties } = zone;
  if (!isDrawn(zone)) {
    const [cx, cy] = project(geometry.coordinates);
    return [svg("circle", { class: "outline", cx, cy, r: 5, "stroke-dasharray": "2 1.5" })];
  }
  const parcels = app.parcels.filter((parcel) => parcel.properties.zone_id === zone.id);
  const drawn = parcels.map((parcel) =>
    svg("path", {
      class: "parcel",
      d: areaPath(parcel.geometry, project),
      fill: parcelFill(
        app.style.parcel[parcel.properties.commercial] ?? "",
        parcel.properties.illustrative,
      ),
      "stroke-width": 0.4,
    }),
  );
  const schematic = properties.boundary_quality === "schematic";
  const outline = svg("path", {
    class: "outline",
    d: areaPath(geometry, project),
    "fill-rule": "evenodd",
    "stroke-width": 1.3,
    "stroke-dasharray": schematic ? "5 3" : null,
    "fill-opacity": parcels.length ? 0 : null,
  });
  return [...drawn, outline];
}

function roadsNear(app, project) {
  return app.links
    .filter((link) => link.geometry.type !== "Point" && ROADS.includes(link.properties.kind))
    .map((link) => {
      const sketch = link.properties.geometry_quality === "schematic";
      const paths = toPaths(link.geometry, sketch).map((path) =>
        path.map(([lat, lon]) => project([lon, lat])),
      );
      return { link, paths: paths.filter(crossesPicture) };
    })
    .filter(({ paths }) => paths.length)
    .map(({ link, paths }) => ({ link, d: paths.map((path) => pathText(path)).join("") }));
}

function crossesPicture(path) {
  const xs = path.map(([x]) => x);
  const ys = path.map(([, y]) => y);
  return (
    Math.max(...xs) > 0 && Math.min(...xs) < WIDTH && Math.max(...ys) > 0 && Math.min(...ys) < HEIGHT
  );
}

function scaleBar(words, scale, across) {
  const km = [1, 2, 5, 10].findLast((one) => one <= across / 3) ?? 1;
  const width = km * scale;
  const y = HEIGHT - 8;
  return [
    svg("path", {
      class: "scale",
      d: `M8 ${y - 3}V${y}H${8 + width}V${y - 3}`,
      fill: "none",
      "stroke-width": 1.4,
    }),
    svg("text", { x: 8, y: y - 6, "font-size": 11, text: `${number(km, 0, words)} km` }),
  ];
}

function areaPath(geometry, project) {
  return toRings(geometry)
    .flat()
    .map((ring) => `${pathText(ring.map(([lat, lon]) => project([lon, lat])))}Z`)
    .join("");
}

function pathText(points) {
  return points.map(([x, y], i) => `${i ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");
}

/** Equidistant about the zone: within this extent true to a thousandth. */
function projection([lon0, lat0], scale) {
  const east = KM_A_DEGREE * Math.cos((lat0 * Math.PI) / 180) * scale;
  const north = KM_A_DEGREE * scale;
  return ([lon, lat]) => [WIDTH / 2 + (lon - lon0) * east, HEIGHT / 2 - (lat - lat0) * north];
}

function isDrawn(zone) {
  return Boolean(zone.geometry) && zone.geometry.type !== "Point";
}

/** Middle of the outline's box, or the point. */
function centreOf(zone) {
  if (!isDrawn(zone)) return zone.geometry.coordinates;
  const [west, south, east, north] = boxOfRings(zone);
  return [(west + east) / 2, (south + north) / 2];
}

function spanOf(zone, project) {
  const [west, south, east, north] = boxOfRings(zone);
  const [left, bottom] = project([west, south]);
  const [right, top] = project([east, north]);
  return [right - left, bottom - top];
}

function boxOfRings(zone) {
  const points = toRings(zone.geometry).flat(2);
  const lats = points.map(([lat]) => lat);
  const lons = points.map(([, lon]) => lon);
  return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)];
}
