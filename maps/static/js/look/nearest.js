/** The two nearest places of two geometries, for drawing: flat around the first, good to 0.1 %. */

/**
 * @param {object} from GeoJSON geometry.
 * @param {object[]} targets GeoJSON geometries taken together.
 * @returns {{from: number[], to: number[], metres: number}|null} Ends as lat, lon; 0 m where they
 *   touch or one lies in the other.
 */
export function nearestPlaces(from, targets) {
  const own = linesOf(from);
  const origin = own[0]?.[0];
  if (!origin) return null;
  const flat = flatAround(origin);
  const here = own.map((line) => line.map(flat.to));
  let best = null;
  for (const target of targets) {
    for (const line of linesOf(target)) {
      const there = line.map(flat.to);
      const inside = isArea(from) ? there.find((point) => isWithin(point, here)) : null;
      if (inside) return { from: flat.back(inside), to: flat.back(inside), metres: 0 };
      for (const one of here) best = nearer(best, between(one, there));
    }
  }
  if (!best) return null;
  return { from: flat.back(best.a), to: flat.back(best.b), metres: Math.sqrt(best.square) };
}

/** Lines of lon, lat that a geometry is made of; a point is a line of one place. */
function linesOf(geometry) {
  const { type, coordinates } = geometry ?? {};
  if (type === "Point") return [[coordinates]];
  if (type === "LineString") return [coordinates];
  if (type === "MultiLineString" || type === "Polygon") return coordinates;
  if (type === "MultiPolygon") return coordinates.flat();
  return [];
}

function isArea(geometry) {
  return geometry.type.endsWith("Polygon");
}

/** Metres east and north of a place, by the radii of WGS 84 there. */
function flatAround([lon0, lat0]) {
  const angle = (lat0 * Math.PI) / 180;
  const north = 111132.95 - 559.85 * Math.cos(2 * angle);
  const east = 111412.88 * Math.cos(angle) - 93.5 * Math.cos(3 * angle);
  return {
    to: ([lon, lat]) => [(lon - lon0) * east, (lat - lat0) * north],
    back: ([x, y]) => [lat0 + y / north, lon0 + x / east],
  };
}

/** Nearest places of two lines: one of them is a vertex, unless the lines cross. */
function between(one, other) {
  let best = null;
  for (let i = 0; i < one.length; i += 1) {
    for (let j = 0; j < other.length; j += 1) {
      const a = [one[i], one[Math.min(i + 1, one.length - 1)]];
      const b = [other[j], other[Math.min(j + 1, other.length - 1)]];
      const cross = crossing(a, b);
      if (cross) return { a: cross, b: cross, square: 0 };
      best = nearer(best, pair(a[0], foot(a[0], b)));
      const back = pair(b[0], foot(b[0], a));
      best = nearer(best, { a: back.b, b: back.a, square: back.square });
    }
  }
  return best;
}

function nearer(best, candidate) {
  if (!best) return candidate;
  return candidate && candidate.square < best.square ? candidate : best;
}

function pair(a, b) {
  return { a, b, square: (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 };
}

/** The place of a stretch that is nearest to a point. */
function foot([px, py], [[ax, ay], [bx, by]]) {
  const [dx, dy] = [bx - ax, by - ay];
  const length = dx * dx + dy * dy;
  if (length === 0) return [ax, ay];
  const along = Math.min(1, Math.max(0, ((px - ax) * dx + (py - ay) * dy) / length));
  return [ax + along * dx, ay + along * dy];
}

function crossing([p, p2], [q, q2]) {
  const r = [p2[0] - p[0], p2[1] - p[1]];
  const s = [q2[0] - q[0], q2[1] - q[1]];
  const turn = r[0] * s[1] - r[1] * s[0];
  if (turn === 0) return null;
  const [x, y] = [q[0] - p[0], q[1] - p[1]];
  const t = (x * s[1] - y * s[0]) / turn;
  const u = (x * r[1] - y * r[0]) / turn;
  if (t < 0 || t > 1 || u < 0 || u > 1) return null;
  return [p[0] + t * r[0], p[1] + t * r[1]];
}

function isWithin([x, y], rings) {
  let inside = false;
  for (const ring of rings) {
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
      const [[xi, yi], [xj, yj]] = [ring[i], ring[j]];
      if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
    }
  }
  return inside;
}
