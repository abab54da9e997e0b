/** Buttons above the picture: undo, redo, guides, frames, a new picture. */

import { el, replace } from "zonemap/dom";

/** @param {object} app */
export function createTools(app) {
  const box = document.getElementById("st-tools");
  const shown = { guides: true, boxes: true };
  document.addEventListener("keydown", onKey);

  function build() {
    const { words, store } = app;
    replace(
      box,
      button("undo", () => store.undo()),
      button("redo", () => store.redo()),
      toggle("guides", (value) => app.stage.setGuides(value)),
      toggle("boxes", (value) => app.stage.setBoxes(value)),
      button("start_over", () => store.replace({})),
    );
    refresh();

    function button(key, act) {
      return el("button", { type: "button", "data-tool": key, text: words.t(key), on: { click: act } });
    }

    function toggle(key, act) {
      const node = button(key, () => {
        shown[key] = !shown[key];
        node.setAttribute("aria-pressed", String(shown[key]));
        act(shown[key]);
      });
      node.setAttribute("aria-pressed", String(shown[key]));
      return node;
    }
  }

  /** A button that has nothing to do says so, but keeps the focus. */
  function refresh() {
    const { store } = app;
    for (const [key, can] of [
      ["undo", store.canUndo],
      ["redo", store.canRedo],
    ]) {
      box.querySelector(`[data-tool=${key}]`)?.setAttribute("aria-disabled", String(!can));
    }
  }

  function onKey(event) {
    const isMain = event.ctrlKey || event.metaKey;
    const isTyping = event.target.closest?.("textarea, input[type=text], input[type=number]");
    if (!isMain || event.altKey || isTyping) return;
    const key = event.key.toLowerCase();
    if (key === "z" && !event.shiftKey) app.store.undo();
    else if (key === "y" || (key === "z" && event.shiftKey)) app.store.redo();
    else return;
    event.preventDefault();
  }

  return { build, refresh };
}
