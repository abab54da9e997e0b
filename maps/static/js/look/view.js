/** What a zone's open sheet shows beyond its figures: lines on the map and sections around it. */

import { sectorRow } from "zonemap/find/sector-row";
import { aroundNodes } from "zonemap/look/around";
import { createLines } from "zonemap/look/lines";

/** @param {object} app */
export function createLook(app) {
  const sheet = document.getElementById("zm-sheet");
  const lines = createLines(app);

  /** Draw what the selection asks for. */
  function refresh() {
    const selection = app.state.get("selection");
    const zone = selection?.type === "zone" ? (app.zoneById.get(selection.id) ?? null) : null;
    lines.show(zone);
    const box = sheet.querySelector(".look-sections");
    if (!zone || !box) return;
    box.replaceChildren(...aroundNodes(app, zone));
    sheet.querySelector("[data-metric=main_sectors]")?.replaceWith(sectorRow(app, zone.properties));
  }

  const keyAt = (target) => target?.closest?.("[data-distance]")?.dataset.distance ?? null;
  sheet.addEventListener("mouseover", (event) => lines.emphasise(keyAt(event.target)));
  sheet.addEventListener("mouseleave", () => lines.emphasise(keyAt(document.activeElement)));
  sheet.addEventListener("focusin", (event) => lines.emphasise(keyAt(event.target)));
  // Whoever opens a distance wants to see where it leads to.
  sheet.addEventListener("click", (event) => {
    const row = event.target.closest?.("summary")?.closest("[data-distance]");
    if (row && !row.open) lines.fit(row.dataset.distance);
  });
  sheet.addEventListener("focusout", () => lines.emphasise(null));
  return { refresh };
}
