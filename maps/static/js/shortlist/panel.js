/** The tab Shortlist. */

/** @param {object} app @param {HTMLElement} box */
export function createPanel(app, box) {
  box.textContent = app.words.t("tab_shortlist");
}
