/** Buttons over the map, the narrow legend of a phone, scale, credits and data date. */

import { el, replace, sourceLink } from "zonemap/dom";
import { date } from "zonemap/format";
import { L } from "zonemap/leaflet";
import { zoneSwatch } from "zonemap/symbols";

/** @param {object} app */
export function createControls(app) {
  const render = () => {
    renderTools(app);
    renderStrip(app);
    renderFoot(app);
  };
  L.control.scale({ imperial: false, position: "bottomleft", maxWidth: 110 }).addTo(app.map);
  app.state.on("language", render);
  app.state.on("measure", () => renderStrip(app));
  app.state.on("kept", () => renderStrip(app));
  globalThis.addEventListener("beforeprint", () => {
    document.querySelector(".foot-link").textContent = globalThis.location.href;
  });
  panelSwitch(app);
  languageSwitch(app);
  render();
}

function renderTools(app) {
  const { words, map } = app;
  const button = (name, key, action) =>
    el("button", {
      type: "button",
      class: `tool tool-${name}`,
      "aria-label": words.t(key),
      title: words.t(key),
      on: { click: action },
    });
  replace(
    document.getElementById("zm-tools"),
    button("in", "zoom_in", () => map.zoomIn()),
    button("out", "zoom_out", () => map.zoomOut()),
    button("home", "whole_region", () => app.showRegion()),
  );
}

/** On a phone the legend is a strip of its classes; touching it opens the whole panel. */
function renderStrip(app) {
  const { words, view, style } = app;
  const measure = app.measureOf(app.state.get("measure"));
  // The classes of the whole legend: an empty one tells how far the next one reaches.
  const counts = view.class_counts[measure.key];
  const classes = measure.classes.filter((one) => one.key !== "unknown" || counts[one.key] > 0);
  const strip = document.getElementById("zm-strip");
  replace(
    strip,
    el("span", { class: "strip-title", text: words.pick(measure, "label") + keptText(app) }),
    el("span", { class: "strip-more", text: words.t("panel_open") }),
    el(
      "span",
      { class: "strip-classes" },
      ...classes.map((one) =>
        el(
          "span",
          { class: "strip-class" },
          zoneSwatch(style, one.fill, "operating", 6),
          el("span", { text: words.pick(one, "short") }),
        ),
      ),
    ),
  );
}

/** How many zones the filters keep, after the title; nothing without filters. */
function keptText({ state, zones }) {
  const kept = state.get("kept");
  return kept ? ` · ${kept.size}/${zones.length}` : "";
}

function renderFoot(app) {
  const { words, doc } = app;
  const credits = doc.credits.map((credit) => {
    const text = words.pick(credit, "text");
    return credit.href ? sourceLink(credit.href, text) : el("span", { text });
  });
  replace(
    document.getElementById("zm-foot"),
    el("span", {
      class: "foot-date",
      text: datesText(doc, words),
    }),
    ...credits,
    el("span", { class: "foot-link" }),
  );
}

/** From when to when the figures are, not only the latest. */
function datesText({ data_from: from, data_date: to }, words) {
  const [first, last] = [date(from, words), date(to, words)];
  if (!from || first === last) return words.t("data_date", { date: last });
  return words.t("data_span", { first, last });
}

function panelSwitch(app) {
  const strip = document.getElementById("zm-strip");
  const panel = document.getElementById("zm-panel");
  const close = el("button", {
    type: "button",
    class: "panel-close",
    "data-w": "panel_close",
    text: app.words.t("panel_close"),
  });
  const set = (open) => {
    document.body.classList.toggle("with-panel", open);
    strip.setAttribute("aria-expanded", String(open));
    (open ? close : strip).focus({ preventScroll: true });
  };
  panel.prepend(close);
  strip.addEventListener("click", () => set(true));
  close.addEventListener("click", () => set(false));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && document.body.classList.contains("with-panel")) {
      event.preventDefault();
      set(false);
    }
  });
  app.state.on("selection", () => document.body.classList.remove("with-panel"));
}

function languageSwitch(app) {
  const buttons = [...document.querySelectorAll("[data-language]")];
  const mark = () => {
    for (const button of buttons) {
      button.setAttribute("aria-pressed", String(button.dataset.language === app.words.language));
    }
  };
  for (const button of buttons) {
    button.addEventListener("click", () => app.setLanguage(button.dataset.language));
  }
  app.state.on("language", mark);
  mark();
}
