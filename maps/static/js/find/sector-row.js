/** Main sectors in English: sources write them in Vietnamese, so the classes of the filter are told. */

import { figureRow } from "zonemap/figures";
import { sectorsOf } from "zonemap/find/sectors";

/** The row of a zone's main sectors, with the text of the source in its passport. */
export function sectorRow(app, properties) {
  const figure = properties.figures?.main_sectors;
  const subject = { zone: properties.zone_id };
  return figureRow(app, "main_sectors", figure, { subject, text: sectorText(app.words, figure?.text) });
}

/** Names of the classes that a text names; null in Vietnamese, where the text itself is told. */
export function sectorText(words, text) {
  const keys = words.language === "vi" ? null : sectorsOf(text);
  return keys ? keys.map((key) => words.t(`sector_${key}`)).join("; ") : null;
}
