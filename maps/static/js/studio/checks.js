/** What the linter found, in words; each leads the eye to its place. Below it, moved labels. */

import { el, replace } from "zonemap/dom";
import { moveOf, withLabel } from "zonemap/studio/spec";

/** Units by which a button moves a label. */
const STEP = 8;

/** @param {object} app */
export function createChecks(app) {
  const section = document.getElementById("st-checks");
  const labelSection = document.getElementById("st-labels");
  let findings = null;
  let pinned = null;
  let chosenLabel = null;

  function render() {
    const { words } = app;
    const rows = (findings ?? []).map(rowOf);
    const faults = (findings ?? []).filter((one) => one.severity === "fault").length;
    const warnings = rows.length - faults;
    const state = findings === null ? "none" : faults ? "faulty" : warnings ? "warned" : "clean";
    const key = { none: "checks_none_yet", clean: "checks_clean" }[state] ?? "checks_count";
    replace(
      section,
      el("h2", { id: "st-checks-title", text: words.t("checks") }),
      el("p", { class: `verdict ${state}`, text: words.t(key, { faults, warnings }) }),
      rows.length ? el("ol", { class: "findings" }, ...rows) : null,
    );
    mark(pinned);
  }

  function rowOf(finding) {
    const { words } = app;
    const button = el(
      "button",
      {
        type: "button",
        class: `finding ${finding.severity}`,
        "aria-pressed": String(finding === pinned),
        on: {
          pointerenter: () => mark(finding),
          pointerleave: () => mark(pinned),
          focus: () => mark(finding),
          blur: () => mark(pinned),
          click: () => pin(finding),
        },
      },
      el("span", { class: "severity", text: words.t(finding.severity) }),
      el("span", { class: "finding-text", text: finding[words.language] }),
      finding.box ? null : el("span", { class: "finding-where", text: words.t("whole_picture") }),
    );
    return el("li", {}, button);
  }

  function pin(finding) {
    pinned = pinned === finding ? null : finding;
    for (const [index, node] of [...section.querySelectorAll(".finding")].entries()) {
      node.setAttribute("aria-pressed", String(findings[index] === pinned));
    }
    mark(finding);
    if (pinned?.box) app.stage.frame.scrollIntoView({ block: "nearest", behavior: "instant" });
  }

  function mark(finding) {
    app.stage.mark(finding);
  }

  function renderLabels() {
    const { words, store } = app;
    const ids = Object.keys(store.spec.labels ?? {});
    const held = document.activeElement;
    const heldReset = held?.dataset?.reset;
    const heldId = labelSection.contains(held) ? held.id : "";
    replace(
      labelSection,
      el("h2", { id: "st-labels-title", text: words.t("labels") }),
      ...mover(),
      ids.length ? el("h3", { text: words.t("labels_moved") }) : null,
      ids.length ? el("ul", { class: "moved-labels" }, ...ids.map(labelRow)) : null,
      ids.length > 1
        ? el("button", {
            type: "button",
            class: "plain",
            text: words.t("labels_reset"),
            on: { click: () => store.set({ labels: null }) },
          })
        : null,
    );
    if (heldId) document.getElementById(heldId)?.focus();
    else if (heldReset) (labelSection.querySelector(".plain") ?? labelSection.querySelector("select"))?.focus();
  }

  /** The labels as a list with buttons, for those who cannot drag. */
  function mover() {
    const { words, stage } = app;
    const ids = stage.labels.ids();
    if (!ids.length) return [el("p", { class: "note", text: words.t("labels_none") })];
    if (!ids.includes(chosenLabel)) chosenLabel = ids[0];
    const select = el("select", {
      id: "st-label",
      on: {
        change: () => {
          chosenLabel = select.value;
          stage.labels.point(chosenLabel);
        },
        focus: () => stage.labels.point(chosenLabel),
        blur: () => stage.labels.point(null),
      },
    });
    for (const id of ids) {
      select.append(el("option", { value: id, text: stage.labels.nameOf(id), selected: id === chosenLabel }));
    }
    const ways = [
      ["left", "←", -STEP, 0],
      ["up", "↑", 0, -STEP],
      ["down", "↓", 0, STEP],
      ["right", "→", STEP, 0],
    ];
    const buttons = ways.map(([name, text, x, y]) =>
      moverButton(name, text, () => stage.labels.moveBy(chosenLabel, x, y, `move ${chosenLabel}`)),
    );
    return [
      el("p", { class: "note", text: words.t("labels_how") }),
      el("label", { class: "hidden", for: "st-label", text: words.t("label_choose") }),
      select,
      el("div", { class: "mover" }, ...buttons, moverButton("hide", words.t("hide"), () => stage.labels.hide(chosenLabel))),
    ];
  }

  function moverButton(name, text, act) {
    const { words, stage } = app;
    return el("button", {
      type: "button",
      id: `st-label-${name}`,
      "aria-label": name === "hide" ? null : words.t(`move_${name}`),
      text,
      on: {
        click: act,
        focus: () => stage.labels.point(chosenLabel),
        blur: () => stage.labels.point(null),
      },
    });
  }

  function labelRow(id) {
    const { words, store } = app;
    const name = app.stage.labels.nameOf(id);
    const { dx, dy, hidden } = moveOf(store.spec, id);
    const where = hidden ? words.t("hidden") : `${signed(dx)}, ${signed(dy)}`;
    return el(
      "li",
      {},
      el("span", { class: "label-name", text: name }),
      el("span", { class: "label-where", text: where }),
      el("button", {
        type: "button",
        class: "plain",
        "data-reset": id,
        "aria-label": words.t(hidden ? "label_show" : "label_reset", { name }),
        text: words.t(hidden ? "show" : "reset"),
        on: {
          click: () =>
            store.set(withLabel(store.spec, id, hidden && (dx || dy) ? { dx, dy } : null)),
        },
      }),
    );
  }

  return {
    render() {
      render();
      renderLabels();
    },
    renderLabels,
    show(next) {
      findings = next;
      pinned = null;
      render();
    },
  };
}

const signed = (value) => (value > 0 ? `+${value}` : String(value).replace("-", "−"));
