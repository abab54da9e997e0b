/** Rows of land whose figure may be another than the one declared: computed, added up or a statement. */

import { figureRow } from "zonemap/figures";

const UNITS = { remaining_ha: "ha", occupancy: "share" };

/**
 * The row of remaining land or of occupancy.
 * @param {object} app
 * @param {object} properties Of the zone.
 * @param {string} metric Metric of the figures declared.
 * @param {"remaining_ha"|"occupancy"} key Key of the reading that is shown.
 */
export function landRow(app, properties, metric, key) {
  const reading = properties[key];
  const declared = properties.figures?.[metric] ?? null;
  const subject = { zone: properties.zone_id };
  const options = { unit: UNITS[key], subject };
  if (!reading || reading.method === "declared" || reading.state === "unknown") {
    return figureRow(app, metric, reading && { ...declaredRest(declared), ...reading }, options);
  }
  // What is published is then another figure than the one shown: its note does not go with it.
  const figure = {
    ...reading,
    rivals: declared ? (declared.rivals ?? 0) + 1 : 0,
    conflict: declared ? declared.conflict || differs(declared, reading) : false,
  };
  const how = `method_${reading.method}_${key}`;
  return figureRow(app, metric, figure, {
    ...options,
    how: app.words.has(how) ? app.words.t(how) : null,
    subject: { ...subject, declared, shown: false },
  });
}

/** What a source says in words, where a figure of remaining land stands beside it or none does. */
export function statementRow(app, properties) {
  const figure = properties.figures?.no_land_left;
  if (!figure || properties.remaining_ha?.state === "none_left") return null;
  const said = { ...figure, state: "none_left", note: figure.note ?? figure.text };
  return figureRow(app, "no_land_left", said, {
    label: app.words.t("statement"),
    subject: { zone: properties.zone_id },
  });
}

function declaredRest(declared) {
  const { rivals = 0, conflict = false, note = null } = declared ?? {};
  return { rivals, conflict, note };
}

function differs(declared, reading) {
  return !(Math.abs((declared.value ?? NaN) - (reading.value ?? NaN)) <= 0.005);
}
