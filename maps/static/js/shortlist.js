/** The shortlist: ids of zones in order of preference, kept in the link and in the browser. */

const STORE = "zonemap.shortlist";
const MOST = 20;

/**
 * @param {object} app
 * @returns {{ids: () => string[], has: (id: string) => boolean, toggle: (id: string) => void,
 *   move: (id: string, step: number) => void, clear: () => void, isFull: () => boolean,
 *   isRefused: () => boolean, newlyRefused: () => boolean}}
 */
export function createShortlist(app) {
  const { state, zoneById } = app;
  const known = (ids) => ids.filter((id) => zoneById.has(id));
  // A link says what its sender chose; what is kept here stays until the reader changes it.
  const linked = state.get("shortlist");
  const unknown = (linked ?? []).filter((id) => !zoneById.has(id));
  let ids = known(linked ?? stored());
  let isRefused = false;
  let isTold = false;

  function write(next) {
    ids = next;
    state.set({ shortlist: next });
    isRefused = !store(next);
  }

  state.set({ shortlist: ids });
  return {
    ids: () => ids,
    /** Ids of the link that no zone has. */
    unknown,
    has: (id) => ids.includes(id),
    isFull: () => ids.length >= MOST,
    /** Whether the browser refused to keep the list: then only the link does. */
    isRefused: () => isRefused,
    /** The same, once: who has been told is not told again. */
    newlyRefused() {
      const news = isRefused && !isTold;
      isTold ||= isRefused;
      return news;
    },
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

/** Whether the browser kept the list; the link in the address carries it either way. */
function store(ids) {
  try {
    globalThis.localStorage.setItem(STORE, JSON.stringify(ids));
    return true;
  } catch {
    return false;
  }
}
