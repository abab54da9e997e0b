/** The sheet of one port. */

import { el } from "zonemap/dom";
import { badge, figureRow } from "zonemap/figures";

const METRICS = ["max_vessel_dwt", "berth_length_m", "annual_capacity_teu", "operator"];

/**
 * @param {object} app
 * @param {object} port Feature.
 * @returns {{title: string, nodes: Node[]}}
 */
export function portSheet(app, port) {
  const { words } = app;
  const { properties } = port;
  const accuracy = properties.location_accuracy ?? "none";
  return {
    title: words.pick(properties, "name"),
    nodes: [
      el(
        "div",
        { class: "sheet-intro" },
        el("p", {
      class: "other-name",
      lang: words.otherLanguage,
      text: words.other(properties, "name"),
    }),
        el(
          "p",
          { class: "tags" },
          el("span", { class: "tag", text: words.t(`kind_${properties.kind}`) }),
          el("span", {
            class: `tag status-${properties.status}`,
            text: words.t(`status_${properties.status}`),
          }),
          properties.inside_region
            ? null
            : el("span", { class: "tag warn", text: words.t("outside_region") }),
        ),
        properties.cluster ? el("p", { class: "where", lang: "vi", text: properties.cluster }) : null,
      ),
      el(
        "section",
        { class: "sheet-section" },
        el("h3", { text: words.t("about_port") }),
        ...METRICS.map((key) => figureRow(app, key, properties.figures?.[key])),
        el(
          "div",
          { class: "figure plain" },
          el("span", { class: "figure-label", text: words.t("position") }),
          el(
            "span",
            { class: "figure-value text" },
            `${words.t(`accuracy_${accuracy}`)} `,
            badge(app, properties.badge),
          ),
        ),
        properties.note ? el("p", { class: "section-note", text: properties.note }) : null,
      ),
    ],
  };
}
