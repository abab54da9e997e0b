/** The link that shows the same to somebody else: copied, shared, or at least shown. */

import { el } from "zonemap/dom";

/** Absolute address of the page with everything chosen in it. */
export function linkOf(app) {
  return globalThis.location.href.split("#")[0] + app.state.link();
}

/** The same without the server's name. */
export function pathOf(app) {
  return globalThis.location.pathname + app.state.link();
}

/** @param {object} app */
export function shareBox(app) {
  const { words } = app;
  const said = el("p", { class: "panel-note", role: "status" });
  const address = el("input", {
    id: "zm-share-link",
    type: "text",
    readonly: true,
    class: "share-link",
    "aria-label": words.t("share_link"),
    on: { focus: () => address.select() },
  });
  const shown = el("div", { class: "share-shown", hidden: true }, address, said);
  const button = el("button", {
    type: "button",
    class: "button",
    "data-share": "copy",
    text: words.t("share"),
    on: { click: () => copy(app, { address, said, shown }) },
  });
  const send = navigator.share
    ? el("button", {
        type: "button",
        class: "button",
        "data-share": "send",
        text: words.t("share_send"),
        on: { click: () => sendOn(app, { address, said, shown }) },
      })
    : null;
  return { nodes: [button, send].filter(Boolean), shown };
}

async function copy(app, { address, said, shown }) {
  address.value = linkOf(app);
  shown.hidden = false;
  try {
    await navigator.clipboard.writeText(address.value);
    said.textContent = app.words.t("share_copied");
  } catch {
    // No clipboard, or none for a page that is not served safely: the field is there to copy from.
    said.textContent = app.words.t("share_by_hand");
    address.focus();
    address.select();
  }
}

async function sendOn(app, parts) {
  try {
    await navigator.share({ title: app.words.t("title"), url: linkOf(app) });
  } catch (error) {
    if (error.name !== "AbortError") await copy(app, parts);
  }
}
