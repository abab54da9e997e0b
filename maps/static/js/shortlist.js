/** The shortlist: ids of zones in order of preference, kept in the link and in the browser. */

const STORE = "zonemap.shortlist";
const MOST = 20;

/**
 * @param {object} app
 * @returns {{ids: () => string[], has: (id: string) => boolean, toggle: (id: string) => void,
 *   move: (id: string, step: number) => void, clear: () => void, isFull: () => boolean}}
 */
export function createShortlist(app) {
  const { state, zoneById } = app;
  const known = (ids) => ids.filter((id) => zoneById.has(id));
  // A link says what its sender chose; what is kept here stays until the reader changes it.
  const linked = state.get("shortlist");
  const unknown = (linked ?? []).filter((id) => !zoneById.has(id));
  let ids = known(linked ?? stored());

  function write(next) {
    ids = next;
    state.set({ shortlist: next });
    store(next);
  }

  state.set({ shortlist: ids });
  return {
    ids: () => ids,
    /** Ids of the link that no zone has. */
    unknown,
    has: (id) => ids.includes(id),
    isFull: () => ids.length >= MOST,
    toggle(id) {
      if (ids.includes(id)) write(ids.filter((one) => one !== id));
      else if (ids.length < MOST) write([...ids, id]);
    },
    move(id, step) {
      const from = ids.indexOf(id);
      const to = from + step;
      if (from < 0 || to < 0 || to >= ids.length) return;
      const next = [...ids];
      next.splice(from, 1);
      next.splice(to, 0, id);
      write(next);
    },
    clear: () => write([]),
  };
}

function stored() {
  try {
    const ids = JSON.parse(globalThis.localStorage.getItem(STORE) ?? "[]");
    return Array.isArray(ids) ? ids.filter((id) => typeof id === "string").slice(0, MOST) : [];
  } catch {
    return [];
  }
}

function store(ids) {
  try {
    globalThis.localStorage.setItem(STORE, JSON.stringify(ids));
  } catch {
    // Storage is refused: the link in the address still carries the list.
  }
}
