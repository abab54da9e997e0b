/** The sheet: beside the map on a wide screen, over its lower part on a phone. */

import { el, replace } from "zonemap/dom";
import { listSheet } from "zonemap/list-sheet";
import { portSheet } from "zonemap/port-sheet";
import { starButton } from "zonemap/star";
import { zoneSheet } from "zonemap/zone-sheet";

/** @param {object} app */
export function createSheet(app) {
  const box = document.getElementById("zm-sheet");
  const pageTitle = () => app.words.t("title_long");
  let opener = null;

  function render({ focus = false } = {}) {
    const content = contentOf(app);
    box.hidden = content === null;
    document.body.classList.toggle("with-sheet", content !== null);
    document.title = content ? `${content.title} – ${app.words.t("title")}` : pageTitle();
    if (!content) {
      box.replaceChildren();
      return;
    }
    const title = el("h2", { id: "zm-sheet-title", tabindex: "-1", text: content.title });
    const body = el("div", { class: "sheet-body", tabindex: "0" }, ...content.nodes.filter(Boolean));
    replace(box, sheetHead(app, title, box), body);
    if (focus) title.focus({ preventScroll: true });
  }

  app.state.on("selection", (selection) => {
    const opening = box.hidden;
    if (opening && selection) opener = document.activeElement;
    box.classList.remove("tall");
    render({ focus: selection !== null });
    if (!selection && opener?.isConnected) opener.focus({ preventScroll: true });
  });
  app.state.on("language", () => render());
  const renderList = () => {
    const type = app.state.get("selection")?.type;
    if (type === "list" || type === "missing") render();
  };
  app.state.on("measure", renderList);
  app.state.on("kept", renderList);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || box.hidden || event.defaultPrevented || isCovered()) return;
    // Only what is topmost closes.
    event.preventDefault();
    app.close();
  });
  return { render };
}

/** On a narrow screen the workspace lies over the sheet. */
function isCovered() {
  return (
    document.body.classList.contains("with-workspace") &&
    globalThis.matchMedia("(max-width: 819px)").matches
  );
}

function sheetHead(app, title, box) {
  const { words } = app;
  const grip = el("button", {
    type: "button",
    class: "grip",
    "aria-label": words.t("expand"),
    "aria-expanded": "false",
  });
  grip.addEventListener("click", () => {
    const tall = box.classList.toggle("tall");
    grip.setAttribute("aria-expanded", String(tall));
    grip.setAttribute("aria-label", words.t(tall ? "collapse" : "expand"));
  });
  const close = el("button", {
    type: "button",
    class: "close",
    "aria-label": words.t("close"),
    on: { click: () => app.close() },
  });
  const selection = app.state.get("selection");
  const star = selection.type === "zone" ? starButton(app, selection.id) : null;
  return el("div", { class: "sheet-head" }, grip, title, star, close);
}

function contentOf(app) {
  const selection = app.state.get("selection");
  if (!selection) return null;
  if (selection.type === "list") return listSheet(app, false);
  if (selection.type === "missing") return listSheet(app, true);
  if (selection.type === "port") {
    const port = app.portById.get(selection.id);
    return port ? portSheet(app, port) : null;
  }
  const zone = app.zoneById.get(selection.id);
  return zone ? zoneSheet(app, zone) : null;
}
