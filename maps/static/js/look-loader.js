/** Loads what a zone's sheet shows beyond its figures when the first such sheet opens. */

/** @param {object} app */
export function keepLook(app) {
  let look = null;

  async function refresh() {
    if (!look && app.state.get("selection")?.type !== "zone") return;
    try {
      look ??= import("zonemap/look/view").then(({ createLook }) => createLook(app));
      (await look).refresh();
    } catch (error) {
      look = null;
      console.error(error);
    }
  }

  app.state.on("selection", refresh);
  app.state.on("language", refresh);
  refresh();
}
