/** The fields of a link: how each is written in the address and read from it. */

const TABS = ["map", "find", "rank", "shortlist"];
const ID = /^[\w.-]{1,80}$/u;
const LONGEST_SHORTLIST = 20;

/**
 * @param {{measures: string[], language: string, dataVersion: string}} defaults
 * @returns {import("zonemap/state").Field[]}
 */
export function stateFields({ measures, language, dataVersion }) {
  return [
    {
      name: "language",
      param: "lang",
      value: language,
      read: (given) => oneOf(given.get("lang"), ["vi", "en"]),
      write: (value, out) => out.set("lang", value),
    },
    choice("measure", measures, measures[0]),
    choice("tab", TABS, "map"),
    {
      name: "selection",
      value: null,
      read: readSelection,
      write: writeSelection,
    },
    {
      name: "view",
      param: "view",
      value: null,
      read: (given) => (given.has("view") ? readView(given.get("view")) : undefined),
      write: writeView,
    },
    map("filters", "f"),
    map("weights", "w"),
    choice("preset", null, null),
    // Whether zones with nothing to lease are ranked, too.
    choice("land", ["to_lease", "any"], "to_lease"),
    {
      name: "shortlist",
      param: "s",
      value: null,
      read: (given) => (given.has("s") ? readIds(given.get("s")) : undefined),
      write: (value, out) => value?.length && out.set("s", value.join(",")),
    },
    {
      // Zones side by side; null for the first of the shortlist.
      name: "compare",
      param: "c",
      value: null,
      read: (given) => (given.has("c") ? readIds(given.get("c")) : undefined),
      write: (value, out) => value?.length && out.set("c", value.join(",")),
    },
    {
      name: "workspace",
      param: "show",
      value: null,
      read: (given) => oneOf(given.get("show"), ["compare", "table"]),
      write: (value, out) => value && out.set("show", value),
    },
    {
      // Which data the link was made from; the page says so when they have moved on.
      name: "dataVersion",
      param: "dv",
      value: dataVersion,
      read: (given) => given.get("dv")?.slice(0, 40) ?? undefined,
      write: (value, out) => out.set("dv", value),
    },
    { name: "highlight", value: null },
    { name: "pointed", value: null },
    { name: "kept", value: null },
    { name: "ranking", value: null },
  ];
}

/** A field of one word out of some; any short word where `words` is null. */
function choice(name, words, value) {
  return {
    name,
    param: name,
    value,
    read: (given) => oneOf(given.get(name), words),
    write: (now, out) => now !== value && now !== null && out.set(name, now),
  };
}

/** A field of texts by key, as `key:text;key:text`; what the texts mean, others check. */
function map(name, param) {
  return {
    name,
    param,
    value: {},
    read: (given) => (given.has(param) ? readPairs(given.get(param)) : undefined),
    write: (value, out) => {
      const pairs = Object.entries(value).map(([key, text]) => `${key}:${encode(text)}`);
      if (pairs.length) out.set(param, pairs.join(";"));
    },
  };
}

const encode = (text) => String(text).replace(/[%;:]/g, encodeURIComponent);

function readPairs(text) {
  if (text.length > 4000) throw new RangeError("too long");
  const pairs = text.split(";").map((pair) => {
    const at = pair.indexOf(":");
    const key = pair.slice(0, at);
    if (at < 1 || !ID.test(key)) throw new RangeError(`not a pair: ${pair}`);
    try {
      return [key, decodeURIComponent(pair.slice(at + 1))];
    } catch {
      throw new RangeError(`not text: ${pair}`);
    }
  });
  return Object.fromEntries(pairs);
}

function oneOf(text, words) {
  if (text === null) return undefined;
  if (words ? !words.includes(text) : !ID.test(text)) throw new RangeError(`not known: ${text}`);
  return text;
}

function readIds(text) {
  const ids = text.split(",").filter(Boolean);
  if (ids.length > LONGEST_SHORTLIST || !ids.every((id) => ID.test(id))) {
    throw new RangeError("not a list of ids");
  }
  return [...new Set(ids)];
}

function readSelection(given) {
  for (const type of ["zone", "port"]) {
    if (given.get(type)) return { type, id: given.get(type) };
  }
  const list = given.get("list");
  if (list === null) return undefined;
  if (list !== "all" && list !== "missing") throw new RangeError(`not a list: ${list}`);
  return { type: list === "all" ? "list" : "missing", id: null };
}

function writeSelection(open, out) {
  if (open?.type === "list") out.set("list", "all");
  else if (open?.type === "missing") out.set("list", "missing");
  else if (open) out.set(open.type, open.id);
}

/** `zoom/lat/lon`; anything but three finite numbers in range cannot be read. */
function readView(text) {
  const [zoom, lat, lon] = text.split("/").map(Number);
  const usable =
    [zoom, lat, lon].every(Number.isFinite) && Math.abs(lat) < 85 && Math.abs(lon) <= 180;
  if (!usable) throw new RangeError(`not a view: ${text}`);
  return { zoom, lat, lon };
}

function writeView(view, out) {
  if (!view) return;
  const { zoom, lat, lon } = view;
  out.set("view", `${zoom.toFixed(2)}/${lat.toFixed(4)}/${lon.toFixed(4)}`);
}
