/** What the reader chose. Fields that a link carries are kept in the address after `#`. */

/**
 * @typedef {object} Field
 * @property {string} name Name of the value.
 * @property {string} [param] Name in the address; a field without one is not in it.
 * @property {(given: URLSearchParams) => unknown} [read] Value from an address; undefined = not
 *   there. Throws a RangeError for what cannot be read.
 * @property {(value: unknown, out: URLSearchParams) => void} [write]
 * @property {unknown} value Value where the address says nothing.
 */

/** Marks the entries of the history that the page wrote; one of a link that was followed is bare. */
const OURS = { zonemap: true };

/**
 * @param {Field[]} fields
 * @param {string} hash `location.hash`.
 */
export function createState(fields, hash) {
  const events = new EventTarget();
  const given = new URLSearchParams(hash.replace(/^#/, ""));
  const values = {};
  /** Parts of the address that could not be read, by the name of their parameter. */
  const faults = [];
  for (const field of fields) values[field.name] = valueFrom(field, given, faults);

  /**
   * Change some values; each that differs is told to its listeners.
   *
   * @param {object} changes
   * @param {{enters?: boolean}} [how] Whether the browser's Back is to lead to what was before.
   */
  function set(changes, { enters = false } = {}) {
    for (const [name, value] of Object.entries(changes)) {
      if (values[name] === value) continue;
      values[name] = value;
      events.dispatchEvent(new CustomEvent(name, { detail: value }));
    }
    writeHash(enters);
  }

  /** The present choice as the part of an address after `#`. */
  function link() {
    const out = new URLSearchParams();
    for (const field of fields) field.write?.(values[field.name], out);
    return `#${out}`;
  }

  function writeHash(enters) {
    try {
      history[enters ? "pushState" : "replaceState"](OURS, "", link());
    } catch {
      // Some browsers forbid it for a page opened from disk.
    }
  }

  return {
    get: (name) => values[name],
    set,
    link,
    faults,
    /** What an address says of one field; its usual value where it says nothing that can be read. */
    valueIn(name, otherHash) {
      const there = new URLSearchParams(otherHash.replace(/^#/, ""));
      return valueFrom(fields.find((field) => field.name === name), there, []);
    },
    /** Whether the entry of the history that the browser stands at was written here. */
    isOurEntry: () => history.state?.zonemap === OURS.zonemap,
    /** Hear of changes of a value; gives what ends the hearing. */
    on(name, listener) {
      const hear = (event) => listener(event.detail);
      events.addEventListener(name, hear);
      return () => events.removeEventListener(name, hear);
    },
  };
}

function valueFrom(field, given, faults) {
  try {
    return field.read?.(given) ?? field.value;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    faults.push(field.param ?? field.name);
    return field.value;
  }
}
