/** The picture with what lies over it: safe areas, labels to drag, texts to edit, findings. */

import { el, replace, svg } from "zonemap/dom";
import { createLabels } from "zonemap/studio/labels";
import { pixelsOf } from "zonemap/studio/spec";
import { createTextEditor } from "zonemap/studio/text-editor";

const LEAST_PX = 480;
const MOST_PX = 1280;
const STEP_PX = 80;
/** Width over height below which a picture leaves room beside it for the findings. */
const TALL = 1.3;

/** @param {object} app */
export function createStage(app) {
  const frame = document.getElementById("st-frame");
  const image = el("img", { class: "picture", alt: "", draggable: "false" });
  const guides = svg("svg", { class: "guides", "aria-hidden": "true", preserveAspectRatio: "none" });
  const marks = el("div", { class: "marks", "aria-hidden": "true" });
  const overlay = el("div", { class: "overlay" });
  const labels = createLabels(app, overlay);
  const editor = createTextEditor(app, overlay);
  let layout = null;
  let showsGuides = true;
  frame.append(image, guides, marks, overlay);
  shape(pixelsOf(app.store.spec.size ?? "hd", app.options.sizes));

  function shape({ width, height }) {
    frame.style.setProperty("--ratio", String(width / height));
    frame.closest(".desk").classList.toggle("tall", width < TALL * height);
  }

  function drawGuides() {
    guides.toggleAttribute("hidden", !showsGuides || !layout);
    if (!layout || !showsGuides) return;
    const [, , width, height] = layout.layout.canvas;
    guides.setAttribute("viewBox", `0 0 ${width} ${height}`);
    replace(guides, ...guideShapes(app, layout.layout, width, height));
  }

  function titleText() {
    const said = layout.layout.texts.filter((text) => ["title", "subtitle"].includes(text.role));
    return said.map((text) => text.content).join(" ");
  }

  function drawWords() {
    if (!layout) return;
    image.alt = app.words.t("picture_alt", { title: titleText() });
    labels.show(layout);
    editor.show(layout);
  }

  return {
    frame,
    labels,
    get layout() {
      return layout;
    },
    /** Show a picture that has come, and where things stand in it. */
    async show(address, next) {
      image.src = address;
      await image.decode().catch(() => {});
      layout = next;
      const [, , width, height] = next.layout.canvas;
      shape({ width, height });
      frame.classList.toggle("see-through", next.spec.ground === "transparent");
      drawGuides();
      drawWords();
    },
    drawWords,
    /** The spec has changed, the picture has not come yet. */
    anticipate() {
      labels.anticipate();
    },
    mark(finding) {
      replace(marks, ...(finding?.box ? [markOf(finding, layout.layout.canvas)] : []));
    },
    setGuides(value) {
      showsGuides = value;
      drawGuides();
    },
    setBoxes: (value) => overlay.classList.toggle("quiet", !value),
    /** Width of the preview that fills the frame, in steps, so that few sizes are asked for. */
    previewWidth() {
      const { width, height } = pixelsOf(app.store.spec.size ?? "hd", app.options.sizes);
      const box = document.getElementById("st-frame-box").getBoundingClientRect();
      const shown = Math.min(box.width || 960, ((globalThis.innerHeight - 200) * width) / height);
      const wanted = shown * Math.min(globalThis.devicePixelRatio || 1, 2);
      const stepped = Math.ceil(wanted / STEP_PX) * STEP_PX;
      return Math.min(Math.max(stepped, LEAST_PX), MOST_PX, Math.max(width, LEAST_PX));
    },
  };
}

function guideShapes(app, layout, width, height) {
  const [left, top, right, bottom] = layout.safe;
  const shapes = [];
  if (layout.area !== "none") {
    const outer = `M0 0H${width}V${height}H0Z`;
    const inner = `M${left} ${top}V${bottom}H${right}V${top}Z`;
    shapes.push(svg("path", { class: "unsafe", d: outer + inner }));
    shapes.push(outline("safe-under", layout.safe), outline("safe", layout.safe));
  }
  if (layout.area === "graphics") {
    const [x, y] = insetsOf(app, "action");
    const action = [x * width, y * height, (1 - x) * width, (1 - y) * height];
    shapes.push(outline("action", action));
  }
  const [x, y] = [width / 2, height / 2];
  const cross = `M${x - 24} ${y}H${x + 24}M${x} ${y - 24}V${y + 24}`;
  shapes.push(svg("path", { class: "cross-under", d: cross }), svg("path", { class: "cross", d: cross }));
  return shapes;
}

function insetsOf(app, area) {
  return app.options.safe_areas.find((one) => one.id === area)?.insets ?? [0.035, 0.035, 0, 0];
}

function outline(name, [left, top, right, bottom]) {
  return svg("rect", { class: name, x: left, y: top, width: right - left, height: bottom - top });
}

function markOf(finding, [, , width, height]) {
  const [left, top, right, bottom] = finding.box;
  const around = 6;
  const style = {
    left: `${((left - around) / width) * 100}%`,
    top: `${((top - around) / height) * 100}%`,
    width: `${((right - left + 2 * around) / width) * 100}%`,
    height: `${((bottom - top + 2 * around) / height) * 100}%`,
  };
  return el("div", { class: `mark ${finding.severity}`, style });
}
