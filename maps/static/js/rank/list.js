/** The zones in order, each with its score from its certain to its possible end. */

import { el, svg } from "zonemap/dom";
import { scoreText } from "zonemap/rank/knowns";
import { starButton } from "zonemap/star";

const FIRST_SHOWN = 10;

/**
 * @param {object} app
 * @param {object[]} zones Of the answer.
 * @param {boolean} isWhole Whether all are listed.
 * @param {() => void} onMore
 */
export function rankList(app, zones, isWhole, onMore) {
  const { words } = app;
  const shown = isWhole ? zones : zones.slice(0, FIRST_SHOWN);
  return [
    el("ol", { class: "rank-list" }, ...shown.map((zone) => row(app, zone))),
    zones.length > shown.length
      ? el("button", {
          type: "button",
          class: "link-button",
          text: words.t("rank_all", { count: zones.length }),
          on: { click: onMore },
        })
      : null,
  ];
}

function row(app, zone) {
  const { words, state } = app;
  const name = words.pick(zone, "name");
  const known = app.zoneById.has(zone.zone_id);
  const point = (id) => () => state.set({ pointed: id });
  return el(
    "li",
    {
      class: "rank-row",
      "data-zone": zone.zone_id,
      on: { mouseenter: point(zone.zone_id), mouseleave: point(null) },
    },
    el("span", { class: "rank-number", text: String(zone.rank) }),
    el("button", {
      type: "button",
      class: "rank-name",
      text: name,
      disabled: !known,
      on: { click: () => app.select("zone", zone.zone_id, true) },
    }),
    known ? starButton(app, zone.zone_id) : null,
    el(
      "span",
      { class: "rank-score" },
      scoreBar(zone.score),
      el("span", {
        class: "rank-points",
        text: scoreText(zone.score, words),
        title: words.t("rank_score_title"),
      }),
    ),
  );
}

/** A score from 0 to 100: solid as far as it is certain, paler as far as it is possible. */
export function scoreBar({ low, high }) {
  return svg(
    "svg",
    {
      class: "score-bar",
      viewBox: "0 0 100 8",
      preserveAspectRatio: "none",
      "aria-hidden": "true",
    },
    svg("rect", { class: "track", x: 0, y: 3, width: 100, height: 2 }),
    svg("rect", { class: "maybe", x: low * 100, y: 1.5, width: (high - low) * 100, height: 5 }),
    svg("rect", { class: "sure", x: 0, y: 1, width: low * 100, height: 6 }),
  );
}
