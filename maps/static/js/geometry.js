/** Coordinates for drawing. GeoJSON is lon, lat; Leaflet wants lat, lon: they swap here. */

/** @param {number[]} position lon, lat. @returns {number[]} lat, lon. */
export function toLatLng([lon, lat]) {
  return [lat, lon];
}

/** Rings of a Polygon or MultiPolygon as Leaflet nests them. */
export function toRings(geometry) {
  if (!geometry) return [];
  const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
  return polygons.map((rings) => rings.map((ring) => ring.map(toLatLng)));
}

/**
 * Lines of a LineString or MultiLineString.
 * @param {object} geometry
 * @param {boolean} isSketch Drawn by hand: shown as a curve through its vertices.
 * @returns {number[][][]} Lines of lat, lon.
 */
export function toPaths(geometry, isSketch) {
  const lines = geometry.type === "LineString" ? [geometry.coordinates] : geometry.coordinates;
  return lines.map((line) => {
    const path = line.map(toLatLng);
    return isSketch ? smooth(path) : path;
  });
}

/**
 * The lines of a land outline that are shore: edges along the sides of the boxes the land was cut
 * with are not.
 * @param {object} geometry Polygon or MultiPolygon.
 * @param {number[][]} boxes west, south, east, north.
 * @returns {number[][][]} Lines of lat, lon.
 */
export function shoreLines(geometry, boxes) {
  const lines = [];
  for (const ring of toRings(geometry).flat()) {
    let line = [];
    for (let i = 1; i < ring.length; i += 1) {
      if (boxes.some((box) => onSide(ring[i - 1], ring[i], box))) {
        if (line.length > 1) lines.push(line);
        line = [];
      } else {
        if (!line.length) line.push(ring[i - 1]);
        line.push(ring[i]);
      }
    }
    if (line.length > 1) lines.push(line);
  }
  return lines;
}

function onSide(a, b, [west, south, east, north]) {
  const near = (x, y) => Math.abs(x - y) < 2e-4;
  return (
    [south, north].some((side) => near(a[0], side) && near(b[0], side)) ||
    [west, east].some((side) => near(a[1], side) && near(b[1], side))
  );
}

/** west, south, east, north of a Polygon or MultiPolygon; null if it is empty. */
export function boxOf(geometry) {
  const points = toRings(geometry).flat(2);
  if (!points.length) return null;
  let [south, west] = points[0];
  let [north, east] = points[0];
  for (const [lat, lon] of points) {
    south = Math.min(south, lat);
    north = Math.max(north, lat);
    west = Math.min(west, lon);
    east = Math.max(east, lon);
  }
  return [west, south, east, north];
}

/**
 * A sketch drawn as a curve through its own vertices (Catmull-Rom), so that few vertices do not
 * read as sharp bends.
 * @param {number[][]} points
 * @param {number} [steps] Points put between two vertices.
 */
export function smooth(points, steps = 6) {
  if (points.length < 3) return points;
  const out = [];
  for (let i = 0; i < points.length - 1; i += 1) {
    const p0 = points[Math.max(0, i - 1)];
    const p1 = points[i];
    const p2 = points[i + 1];
    const p3 = points[Math.min(points.length - 1, i + 2)];
    for (let s = 0; s < steps; s += 1) out.push(between(p0, p1, p2, p3, s / steps));
  }
  out.push(points.at(-1));
  return out;
}

function between(p0, p1, p2, p3, t) {
  return [0, 1].map(
    (k) =>
      0.5 *
      (2 * p1[k] +
        (p2[k] - p0[k]) * t +
        (2 * p0[k] - 5 * p1[k] + 4 * p2[k] - p3[k]) * t * t +
        (3 * p1[k] - p0[k] - 3 * p2[k] + p3[k]) * t * t * t),
  );
}
