/** Title and subtitle edited where they stand on the picture. */

import { el } from "zonemap/dom";

const ROLES = ["title", "subtitle"];

/**
 * @param {object} app
 * @param {HTMLElement} overlay
 */
export function createTextEditor(app, overlay) {
  const buttons = new Map();
  let layout = null;
  let open = null;

  function show(next) {
    layout = next;
    for (const role of ROLES) {
      const box = boxOf(role);
      if (!box) {
        buttons.get(role)?.remove();
        buttons.delete(role);
        continue;
      }
      if (!buttons.has(role)) buttons.set(role, buttonOf(role));
      stand(buttons.get(role), box);
      buttons.get(role).setAttribute("aria-label", app.words.t(`edit_${role}`));
      buttons.get(role).title = app.words.t(`edit_${role}`);
    }
  }

  function boxOf(role) {
    const texts = layout.layout.texts.filter((text) => text.role === role);
    if (!texts.length) return null;
    return {
      left: Math.min(...texts.map((text) => text.box[0])),
      top: Math.min(...texts.map((text) => text.box[1])),
      right: Math.max(...texts.map((text) => text.box[2])),
      bottom: Math.max(...texts.map((text) => text.box[3])),
      size: texts[0].size,
      content: texts.map((text) => text.content).join(" "),
    };
  }

  function stand(node, box, least = 0) {
    const [, , width, height] = layout.layout.canvas;
    const across = Math.max(box.right - box.left, least * width);
    node.style.setProperty("left", `${(Math.min(box.left, width - across) / width) * 100}%`);
    node.style.setProperty("top", `${(box.top / height) * 100}%`);
    node.style.setProperty("width", `${(across / width) * 100}%`);
    node.style.setProperty("height", `${((box.bottom - box.top) / height) * 100}%`);
  }

  function buttonOf(role) {
    const node = el("button", {
      type: "button",
      class: "text-box",
      "data-text": role,
      on: { click: () => edit(role) },
    });
    overlay.prepend(node);
    if (role === "subtitle" && buttons.has("title")) buttons.get("title").after(node);
    return node;
  }

  function edit(role) {
    open?.(true);
    const box = boxOf(role);
    const scale = overlay.getBoundingClientRect().width / layout.layout.canvas[2];
    const area = el("textarea", {
      class: "text-editor",
      "aria-label": app.words.t(role),
      "aria-description": app.words.t("edit_keys"),
      maxlength: app.fields.longest_text,
      rows: 2,
    });
    area.value = app.store.spec[role] ?? box.content;
    const before = area.value;
    stand(area, box, 0.6);
    area.style.setProperty("font-size", `${Math.max(14, box.size * scale * 0.8)}px`);
    const close = (keeps) => {
      if (open !== close) return;
      open = null;
      if (keeps && area.value !== before) app.store.set({ [role]: area.value });
      area.remove();
    };
    open = close;
    area.addEventListener("blur", () => close(true));
    area.addEventListener("keydown", (event) => {
      event.stopPropagation();
      const isKept = event.key === "Enter" && !event.shiftKey && !event.isComposing;
      if (!isKept && event.key !== "Escape") return;
      event.preventDefault();
      close(isKept);
      buttons.get(role)?.focus();
    });
    overlay.append(area);
    area.focus();
    area.select();
  }

  return { show };
}
