/** Labels of the picture as boxes that people drag, or move with the keyboard. */

import { el } from "zonemap/dom";
import { moveOf, withLabel } from "zonemap/studio/spec";

const STEP = 4;
const FAR_STEP = 40;
/** Units between a label and its frame. */
const AROUND = 6;
/** Pixels that a pointer moves before it is a drag. */
const DRAG_PX = 3;

/**
 * @param {object} app
 * @param {HTMLElement} overlay
 */
export function createLabels(app, overlay) {
  const nodes = new Map();
  const names = new Map();
  let layout = null;
  let boxes = new Map();
  /** The label that a pointer holds, and how far it has come, in units of the picture. */
  let held = null;

  function show(next) {
    layout = next;
    boxes = labelBoxes(next.layout.texts);
    for (const [id, { content }] of boxes) names.set(id, content);
    for (const [id, node] of nodes) {
      if (!boxes.has(id)) {
        node.remove();
        nodes.delete(id);
        if (held?.id === id) held = null;
      }
    }
    for (const id of boxes.keys()) if (!nodes.has(id)) nodes.set(id, nodeOf(id));
    // In the order of reading, so that Tab goes from the top down; but never under a hand: a node
    // that is moved in the document loses the pointer, and the drag with it.
    if (!held && !overlay.contains(document.activeElement)) {
      const ids = [...nodes.keys()].sort((a, b) => boxes.get(a).top - boxes.get(b).top);
      overlay.append(...ids.map((id) => nodes.get(id)));
    }
    anticipate();
  }

  /** Put each box where the present spec has it, though the picture still shows the one before. */
  function anticipate() {
    for (const id of nodes.keys()) place(id);
  }

  function place(id) {
    const drag = held?.id === id ? held.way : { x: 0, y: 0 };
    const node = nodes.get(id);
    const box = boxes.get(id);
    const [, , width, height] = layout.layout.canvas;
    const now = moveOf(app.store.spec, id);
    const then = moveOf(layout.spec, id);
    // By its middle: a small one is made larger around it, so that a finger finds it.
    const x = (box.left + box.right) / 2 + now.dx - then.dx + drag.x;
    const y = (box.top + box.bottom) / 2 + now.dy - then.dy + drag.y;
    node.style.setProperty("left", `${(x / width) * 100}%`);
    node.style.setProperty("top", `${(y / height) * 100}%`);
    node.style.setProperty("width", `${((box.right - box.left + 2 * AROUND) / width) * 100}%`);
    node.style.setProperty("height", `${((box.bottom - box.top + 2 * AROUND) / height) * 100}%`);
    node.classList.toggle("moved", now.dx !== 0 || now.dy !== 0);
    node.classList.toggle("leaving", now.hidden);
    node.setAttribute("aria-label", app.words.t("label_name", { name: box.content }));
  }

  function nodeOf(id) {
    const node = el("button", {
      type: "button",
      class: "label-box",
      "data-label": id,
      "aria-describedby": "st-label-keys",
      on: {
        keydown: (event) => onKey(event, id),
        pointerdown: (event) => drag(event, id),
      },
    });
    overlay.append(node);
    return node;
  }

  function moveBy(id, x, y, kind) {
    const { dx, dy } = moveOf(app.store.spec, id);
    const move = { dx: rounded(dx + x), dy: rounded(dy + y) };
    app.store.set(withLabel(app.store.spec, id, move), kind);
    say("label_moved", id, move);
  }

  function say(key, id, values = {}) {
    app.say(app.words.t(key, { name: nameOf(id), ...values }));
  }

  function hide(id) {
    const ids = [...overlay.querySelectorAll(".label-box:not(.leaving)")].map((node) => node.dataset.label);
    const next = ids[ids.indexOf(id) + 1] ?? ids[ids.indexOf(id) - 1];
    const { dx, dy } = moveOf(app.store.spec, id);
    app.store.set(withLabel(app.store.spec, id, { ...(dx && { dx }), ...(dy && { dy }), hidden: true }));
    say("label_hidden", id);
    if (overlay.contains(document.activeElement)) nodes.get(next)?.focus();
  }

  function onKey(event, id) {
    const step = event.shiftKey ? FAR_STEP : STEP;
    const ways = {
      ArrowLeft: [-step, 0],
      ArrowRight: [step, 0],
      ArrowUp: [0, -step],
      ArrowDown: [0, step],
    };
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (ways[event.key]) moveBy(id, ...ways[event.key], `move ${id}`);
    else if (event.key === "Delete" || event.key === "Backspace") hide(id);
    else if (event.key === "Home") app.store.set(withLabel(app.store.spec, id, null));
    else return;
    event.preventDefault();
  }

  function drag(event, id) {
    if (event.button !== 0) return;
    const node = nodes.get(id);
    const scale = layout.layout.canvas[2] / overlay.getBoundingClientRect().width;
    const from = { x: event.clientX, y: event.clientY };
    let way = { x: 0, y: 0 };
    let isDrag = false;
    const onMove = (moved) => {
      way = { x: (moved.clientX - from.x) * scale, y: (moved.clientY - from.y) * scale };
      isDrag ||= Math.hypot(way.x, way.y) / scale > DRAG_PX;
      if (!isDrag) return;
      held = { id, way };
      node.classList.add("dragged");
      place(id);
    };
    const end = (ended) => {
      node.removeEventListener("pointermove", onMove);
      node.removeEventListener("pointerup", end);
      node.removeEventListener("pointercancel", end);
      node.classList.remove("dragged");
      held = null;
      if (isDrag && ended.type === "pointerup") moveBy(id, way.x, way.y, null);
      else place(id);
    };
    held = { id, way };
    node.setPointerCapture(event.pointerId);
    node.addEventListener("pointermove", onMove);
    node.addEventListener("pointerup", end);
    node.addEventListener("pointercancel", end);
    // What scrolls here would be measured as a part of the drag.
    node.focus({ preventScroll: true });
  }

  /** What a label says, also while it is hidden. */
  function nameOf(id) {
    if (names.has(id)) return names.get(id);
    const zone = app.options.zones.find((one) => `zone:${one.id}` === id);
    return zone ? app.words.pick(zone, "name") : id;
  }

  return {
    show,
    anticipate,
    nameOf,
    /** Ids of the labels on the picture, from the top down. */
    ids: () => [...boxes.keys()].sort((a, b) => boxes.get(a).top - boxes.get(b).top),
    moveBy,
    hide,
    point: (id) => {
      for (const [one, node] of nodes) node.classList.toggle("pointed", one === id);
    },
  };
}

const rounded = (value) => Math.round(value);

/** The box and the words of each label: it may have several lines. */
function labelBoxes(texts) {
  const boxes = new Map();
  for (const { label_id: id, box, content } of texts) {
    if (!id) continue;
    const [left, top, right, bottom] = box;
    const known = boxes.get(id);
    boxes.set(
      id,
      known
        ? {
            left: Math.min(known.left, left),
            top: Math.min(known.top, top),
            right: Math.max(known.right, right),
            bottom: Math.max(known.bottom, bottom),
            content: `${known.content} ${content}`,
          }
        : { left, top, right, bottom, content },
    );
  }
  return boxes;
}
