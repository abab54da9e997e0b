/** What is wrong with the link that led here, or has changed since it was made. */

import { el, replace } from "zonemap/dom";

/** @param {object} app */
export function tellLinkFaults(app) {
  const { state, words, doc } = app;
  const box = document.getElementById("zm-link-note");
  const linked = state.get("dataVersion");
  const hasMoved = linked !== doc.data_version;
  const selection = state.get("selection");
  const unknown = [...app.shortlist.unknown];
  if (selection?.type === "zone" && !app.zoneById.has(selection.id)) unknown.push(selection.id);
  // From here on the link is made from the present data.
  state.set({ dataVersion: doc.data_version });

  /** What knows what would have been possible says so in the language shown. */
  const faultTexts = () => state.faults.map((one) => (typeof one === "function" ? one() : one));

  function render() {
    const notes = [
      state.faults.length ? words.t("link_faults", { parts: faultTexts().join(", ") }) : null,
      unknown.length ? words.t("link_unknown", { ids: unknown.join(", ") }) : null,
      hasMoved ? words.t("link_moved") : null,
    ].filter(Boolean);
    box.hidden = notes.length === 0;
    if (!notes.length) return;
    replace(
      box,
      ...notes.map((text) => el("p", { text })),
      el("button", {
        type: "button",
        class: "button",
        text: words.t("dismiss"),
        on: { click: () => dismiss() },
      }),
    );
  }

  function dismiss() {
    state.faults.length = 0;
    box.hidden = true;
    box.replaceChildren();
  }

  state.on("language", () => !box.hidden && render());
  render();
}
