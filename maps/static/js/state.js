/** What the reader chose: language, measure, what is open. Kept in the address after `#`. */

/**
 * @typedef {object} Selection
 * @property {"zone"|"port"|"list"|"missing"} type
 * @property {string|null} id
 */

/**
 * @param {{measures: string[], language: string}} defaults
 * @param {string} hash `location.hash`.
 */
export function createState(defaults, hash) {
  const events = new EventTarget();
  const given = new URLSearchParams(hash.replace(/^#/, ""));
  const values = {
    language: given.get("lang") ?? defaults.language,
    measure: defaults.measures.includes(given.get("measure"))
      ? given.get("measure")
      : defaults.measures[0],
    selection: selectionFrom(given),
    view: viewFrom(given.get("view")),
    highlight: null,
  };

  /** Change some values; each that differs is told to its listeners. */
  function set(changes) {
    for (const [name, value] of Object.entries(changes)) {
      if (values[name] === value) continue;
      values[name] = value;
      events.dispatchEvent(new CustomEvent(name, { detail: value }));
    }
    writeHash(values, defaults);
  }

  return {
    get: (name) => values[name],
    set,
    on: (name, listener) => events.addEventListener(name, (event) => listener(event.detail)),
  };
}

function selectionFrom(given) {
  for (const type of ["zone", "port"]) {
    if (given.get(type)) return { type, id: given.get(type) };
  }
  const list = given.get("list");
  return list === "all" || list === "missing"
    ? { type: list === "all" ? "list" : "missing", id: null }
    : null;
}

/** `zoom/lat/lon`, or null if it is not three finite numbers in range. */
function viewFrom(text) {
  if (!text) return null;
  const [zoom, lat, lon] = text.split("/").map(Number);
  const usable =
    [zoom, lat, lon].every(Number.isFinite) && Math.abs(lat) < 85 && Math.abs(lon) <= 180;
  return usable ? { zoom, lat, lon } : null;
}

function writeHash(values, defaults) {
  const out = new URLSearchParams();
  out.set("lang", values.language);
  if (values.measure !== defaults.measures[0]) out.set("measure", values.measure);
  const open = values.selection;
  if (open?.type === "list") out.set("list", "all");
  else if (open?.type === "missing") out.set("list", "missing");
  else if (open) out.set(open.type, open.id);
  if (values.view) {
    const { zoom, lat, lon } = values.view;
    out.set("view", `${zoom.toFixed(2)}/${lat.toFixed(4)}/${lon.toFixed(4)}`);
  }
  try {
    history.replaceState(null, "", `#${out}`);
  } catch {
    // Some browsers forbid it for a page opened from disk.
  }
}
