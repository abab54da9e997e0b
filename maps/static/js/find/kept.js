/** Keeps the set of zones that meet the filters: the one place where filters become zones. */

import { applyFilters, waysToLoosen } from "zonemap/find/filtering";

/**
 * From now on `kept` of the state follows `filters`; calling it again changes nothing.
 * @param {object} app
 * @returns {{result: () => object, today: string, ways: () => object[],
 *   set: (key: string, text: string|null) => void, clear: () => void}}
 */
export function keepUp(app) {
  if (app.finding) return app.finding;
  const { state, zones, doc } = app;
  // Of the data, so that a link means the same on any day it is opened with the same data.
  const today = doc.data_date ?? new Date().toISOString().slice(0, 10);
  let result = null;

  function update() {
    result = applyFilters(zones, state.get("filters"), today);
    const any = Object.keys(result.filters).length > 0;
    state.set({ kept: any ? result.kept : null });
  }

  dropFaults(state, zones, today);
  update();
  state.on("filters", update);
  app.finding = {
    result: () => result,
    today,
    ways: () => waysToLoosen(zones, state.get("filters"), today),
    set(key, text) {
      const { [key]: _, ...others } = state.get("filters");
      state.set({ filters: text === null ? others : { ...others, [key]: text } });
    },
    clear: () => state.set({ filters: {} }),
  };
  return app.finding;
}

/** Filters of a link that mean nothing are left out, and told with its other faults. */
function dropFaults(state, zones, today) {
  const texts = state.get("filters");
  const { faults } = applyFilters(zones, texts, today);
  if (!faults.length) return;
  state.faults.push(...faults.map((key) => `${key}:${texts[key]}`.slice(0, 60)));
  const sound = Object.entries(texts).filter(([key]) => !faults.includes(key));
  state.set({ filters: Object.fromEntries(sound) });
}
