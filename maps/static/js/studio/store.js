/** The spec that is being made, what it was before, and what is kept of it for the next visit. */

import { changed } from "zonemap/studio/spec";

const STORE = "zonemap.studio";
const MOST_STEPS = 200;
/** Milliseconds within which changes of one kind are one step, as when somebody types. */
const ONE_STEP_MS = 1200;

/** @param {object} initial */
export function createStore(initial) {
  const listeners = [];
  let spec = initial;
  let past = [];
  let future = [];
  let last = { kind: null, at: 0 };

  function tell() {
    keep(spec);
    for (const listener of listeners) listener(spec);
  }

  function become(next, kind) {
    if (JSON.stringify(next) === JSON.stringify(spec)) return;
    const now = performance.now();
    const isSameStep = kind !== null && kind === last.kind && now - last.at < ONE_STEP_MS;
    if (!isSameStep) past = [...past.slice(-MOST_STEPS + 1), spec];
    last = { kind, at: now };
    future = [];
    spec = next;
    tell();
  }

  function step(from, to) {
    if (!from.length) return;
    to.push(spec);
    spec = from.pop();
    last = { kind: null, at: 0 };
    tell();
  }

  keep(spec);

  return {
    get spec() {
      return spec;
    },
    get canUndo() {
      return past.length > 0;
    },
    get canRedo() {
      return future.length > 0;
    },
    on: (listener) => listeners.push(listener),
    /**
     * Change fields; undefined and null take them away.
     * @param {object} changes
     * @param {string|null} [kind] Changes of one kind that follow at once are undone at once.
     */
    set: (changes, kind = null) => become(changed(spec, changes), kind),
    replace: (next) => become(next, null),
    undo: () => step(past, future),
    redo: () => step(future, past),
  };
}

/** The spec of the last visit as it was kept, or null. Storage may be forbidden. */
export function keptSpec() {
  try {
    return JSON.parse(globalThis.localStorage.getItem(STORE));
  } catch {
    return null;
  }
}

function keep(spec) {
  try {
    globalThis.localStorage.setItem(STORE, JSON.stringify(spec));
  } catch {
    // Forbidden or full: the address still carries it.
  }
}
