/** The workspace over the map: the table of all zones, and zones side by side. */

import { el, replace } from "zonemap/dom";

const LOADERS = {
  table: () => import("zonemap/find/table"),
  compare: () => import("zonemap/compare/view"),
};

/**
 * @param {object} app
 *
 * A module of the workspace exports `createView(app, box)`, which fills the box and may return
 * `{close}`, called when it is closed.
 */
export function createWorkspace(app) {
  const { state, words } = app;
  const box = document.getElementById("zm-workspace");
  let opener = null;
  let view = null;

  async function show(name) {
    view?.close?.();
    view = null;
    box.hidden = name === null;
    document.body.classList.toggle("with-workspace", name !== null);
    if (name === null) {
      box.replaceChildren();
      if (opener?.isConnected) opener.focus({ preventScroll: true });
      return;
    }
    opener = document.activeElement;
    const title = el("h2", {
      id: "zm-workspace-title",
      tabindex: "-1",
      text: words.t(`workspace_${name}`),
    });
    const body = el("div", { class: "workspace-body", tabindex: "0" });
    replace(box, el("div", { class: "workspace-head" }, title, closeButton(app)), body);
    title.focus({ preventScroll: true });
    try {
      const { createView } = await LOADERS[name]();
      if (state.get("workspace") === name) view = createView(app, body) ?? null;
    } catch (error) {
      replace(body, el("p", { class: "panel-failure", role: "alert", text: words.t("panel_failed") }));
      console.error(error);
    }
  }

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented || state.get("workspace") === null) return;
    event.preventDefault();
    state.set({ workspace: null });
  });
  state.on("workspace", show);
  state.on("language", () => state.get("workspace") && show(state.get("workspace")));
  if (state.get("workspace")) show(state.get("workspace"));
}

function closeButton(app) {
  return el("button", {
    type: "button",
    class: "close",
    "aria-label": app.words.t("close"),
    on: { click: () => app.state.set({ workspace: null }) },
  });
}
