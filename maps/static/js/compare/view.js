/** Zones side by side. */

/** @param {object} app @param {HTMLElement} box */
export function createView(app, box) {
  box.textContent = app.words.t("workspace_compare");
}
