/** A button that opens a small panel below itself; Escape and a click elsewhere close it. */

import { el, replace } from "zonemap/dom";

let menus = 0;

/**
 * @param {string} label Text of the button.
 * @param {() => Node[]} content Made anew each time it opens.
 * @param {string} [name] Class of the panel, for tests and style.
 */
export function menu(label, content, name = "") {
  menus += 1;
  const id = `zl-menu-${menus}`;
  const panel = el("div", { class: `menu-panel ${name}`, id, hidden: true });
  const button = el("button", {
    type: "button",
    class: `menu-button ${name}-button`,
    "aria-expanded": "false",
    "aria-controls": id,
    text: label,
    on: { click: () => (panel.hidden ? open() : close()) },
  });
  const box = el("div", { class: "menu" }, button, panel);

  function open() {
    replace(panel, ...content());
    panel.hidden = false;
    button.setAttribute("aria-expanded", "true");
    document.addEventListener("pointerdown", onPointer);
  }

  function close() {
    panel.hidden = true;
    button.setAttribute("aria-expanded", "false");
    document.removeEventListener("pointerdown", onPointer);
  }

  function onPointer(event) {
    if (!box.contains(event.target)) close();
  }

  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || panel.hidden) return;
    event.preventDefault();
    close();
    button.focus();
  });
  return box;
}
