/** The table of all zones: the map's twin. */

/** @param {object} app @param {HTMLElement} box */
export function createView(app, box) {
  box.textContent = app.words.t("workspace_table");
}
