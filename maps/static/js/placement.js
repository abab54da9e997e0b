/** Where names go: greedy by priority, so that no two names ever overlap. Pure arithmetic. */

/**
 * @typedef {object} Item
 * @property {string} key
 * @property {{x: number, y: number}} at Middle of the symbol, pixels.
 * @property {number} width Of the text, pixels.
 * @property {number} height
 * @property {number} gap From the middle of the symbol to the text.
 * @property {number} priority Higher goes first.
 * @property {boolean} centred Only the place on the middle will do.
 * @property {boolean} [loose] On the middle if that is free, around it otherwise.
 * @property {boolean} [near] On the middle, or right above or below it.
 * @property {number} [tolerance] Square pixels of symbols it may cover, instead of the usual.
 * @property {boolean} [must] Place it even where it covers symbols.
 * @property {string} [group] Names of one thing, such as a long road's sign at several places, or
 *   a town and its airport.
 * @property {number} [apart] Pixels at least between two names of a group.
 */

/**
 * Places of a text around its symbol: direction and cost, the best reading order first. The text
 * stands beside the symbol (x = ±1), over or under it (x = 0), or at a corner.
 */
const PLACES = [
  [1, 0, 0],
  [-1, 0, 1],
  [0, -1, 2],
  [0, 1, 2],
  [0.8, -0.8, 3],
  [0.8, 0.8, 3],
  [-0.8, -0.8, 4],
  [-0.8, 0.8, 4],
];

/** What it costs a place to be out of sight; more than any place costs for its direction. */
const HIDDEN = 8;
const LOOSE = [[0, 0, 0], ...PLACES];
const NEAR = [
  [0, 0, 0],
  [0, -1, 1],
  [0, 1, 1],
];

/**
 * @param {Item[]} items
 * @param {{left: number, top: number, right: number, bottom: number, key: string}[]} symbols
 *   Boxes of symbols, which names avoid covering.
 * @param {{margin: number, tolerance: number, view?: object, overlays?: object[]}} options `margin`:
 *   pixels kept free around a name; `tolerance`: square pixels of symbols a name may cover before
 *   it is left out; `view`: box a name should lie in; `overlays`: boxes it should not lie under.
 * @returns {{item: Item, left: number, top: number, align: string}[]}
 */
export function placeNames(items, symbols, options) {
  const taken = [];
  const placed = [];
  const ordered = [...items].sort((a, b) => b.priority - a.priority || (a.key < b.key ? -1 : 1));
  for (const item of ordered) {
    if (item.group && placed.some((other) => repeats(item, other.item))) continue;
    const best = bestPlace(item, symbols, taken, options);
    if (!best) continue;
    taken.push(best.box);
    placed.push({ item, left: best.box.left, top: best.box.top, align: best.align });
  }
  return placed;
}

function repeats(item, other) {
  if (other.group !== item.group) return false;
  return Math.hypot(item.at.x - other.at.x, item.at.y - other.at.y) < item.apart;
}

function bestPlace(item, symbols, taken, { margin, tolerance, view = null, overlays = [] }) {
  let best = null;
  const places = item.centred ? [[0, 0, 0]] : item.near ? NEAR : item.loose ? LOOSE : PLACES;
  for (const [x, y, cost] of places) {
    if (best && cost >= best.cost) continue;
    const box = boxAt(item, x, y);
    if (taken.some((other) => overlaps(box, other, margin))) continue;
    const covered = coverOf(box, symbols, item.key);
    if (covered > (item.tolerance ?? tolerance) && !item.must) continue;
    const hidden = view && !isWhole(box, view, overlays);
    const total = cost + covered / 25 + (hidden ? HIDDEN : 0);
    if (!best || total < best.cost) {
      best = { box, cost: total, align: x > 0 ? "left" : x < 0 ? "right" : "center" };
    }
  }
  return best;
}

function boxAt({ at, width, height, gap }, x, y) {
  const across = x === 0 ? -width / 2 : x > 0 ? gap * x : -gap * -x - width;
  const down = y === 0 ? -height / 2 : y > 0 ? gap * y : -gap * -y - height;
  const left = at.x + across;
  const top = at.y + (x !== 0 && y !== 0 ? down * 0.8 : down);
  return { left, top, right: left + width, bottom: top + height };
}

/** Whether a box lies in the view and under nothing. */
export function isWhole(box, view, overlays) {
  const inside =
    box.left >= view.left &&
    box.top >= view.top &&
    box.right <= view.right &&
    box.bottom <= view.bottom;
  return inside && !overlays.some((other) => overlaps(box, other, 2));
}

/** Whether two boxes come closer than a margin. */
function overlaps(a, b, margin) {
  return (
    a.left - margin < b.right &&
    a.right + margin > b.left &&
    a.top - margin < b.bottom &&
    a.bottom + margin > b.top
  );
}

function coverOf(box, symbols, key) {
  let sum = 0;
  for (const symbol of symbols) {
    if (symbol.key === key) continue;
    const across = Math.min(box.right, symbol.right) - Math.max(box.left, symbol.left);
    const down = Math.min(box.bottom, symbol.bottom) - Math.max(box.top, symbol.top);
    if (across > 0 && down > 0) sum += across * down * (symbol.weight ?? 1);
  }
  return sum;
}
