/** What the reader of the land book chose. Kept in the address after `#`, so that it can be sent. */

/**
 * @param {Record<string, {initial: any, allowed?: string[], kept?: boolean}>} spec What there is:
 *   its first value, the values that an address may give, and whether the address keeps it.
 * @param {string} hash `location.hash`.
 */
export function createLandState(spec, hash) {
  const events = new EventTarget();
  const given = new URLSearchParams(hash.replace(/^#/, ""));
  const values = {};
  for (const [name, { initial, allowed, kept }] of Object.entries(spec)) {
    const text = kept ? given.get(name) : null;
    values[name] = text !== null && (!allowed || allowed.includes(text)) ? text : initial;
  }

  /** Change some values; each that differs is told to its listeners, then `change` once. */
  function set(changes) {
    let changed = false;
    for (const [name, value] of Object.entries(changes)) {
      if (values[name] === value) continue;
      values[name] = value;
      changed = true;
      events.dispatchEvent(new CustomEvent(name, { detail: value }));
    }
    if (changed) writeHash(values, spec);
  }

  return {
    get: (name) => values[name],
    set,
    on(names, listener) {
      for (const name of names.split(" ")) {
        events.addEventListener(name, (event) => listener(event.detail));
      }
    },
  };
}

function writeHash(values, spec) {
  const out = new URLSearchParams();
  for (const [name, { initial, kept }] of Object.entries(spec)) {
    if (kept && values[name] && values[name] !== initial) out.set(name, values[name]);
  }
  const text = out.toString();
  const address = globalThis.location.pathname + globalThis.location.search;
  history.replaceState(history.state, "", text ? `${address}#${text}` : address);
}
