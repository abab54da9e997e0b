/** Keeps the set of zones that meet the filters: the one place where filters become zones. */

import { facetName } from "zonemap/find/filter-words";
import { applyFilters, facetOf, waysToLoosen } from "zonemap/find/filtering";
import { isoToday, number } from "zonemap/format";

const LONGEST = 60;

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
  const today = /\d{4}.*/.exec(doc.data_date ?? "")?.[0] ?? isoToday();
  let result = null;

  function update() {
    result = applyFilters(zones, state.get("filters"), today);
    const any = Object.keys(result.filters).length > 0;
    state.set({ kept: any ? result.kept : null });
  }

  dropFaults(app, today);
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
function dropFaults({ state, zones, words }, today) {
  const texts = state.get("filters");
  const { faults } = applyFilters(zones, texts, today);
  if (!faults.length) return;
  state.faults.push(...faults.map((key) => () => faultText(words, key, texts[key].slice(0, LONGEST))));
  const sound = Object.entries(texts).filter(([key]) => !faults.includes(key));
  state.set({ filters: Object.fromEntries(sound) });
}

/** A filter that cannot be read, with what is possible where that is a number. */
function faultText(words, key, text) {
  const facet = facetOf(key);
  if (!facet) return `${key}:${text}`.slice(0, LONGEST);
  if (facet.values) return `${facetName(words, key)}: ${text}`;
  const end = `${number(facet.end, 0, words)} ${words.t(`unit_${facet.unit}`)}`;
  return words.t("link_limit", { facet: facetName(words, key), text, end });
}
