/** The studio: a spec, its form, the picture that the server makes of it, and what is wrong. */

import { el, replace } from "zonemap/dom";
import { applyWords, createWords, storeLanguage, storedLanguage } from "zonemap/words";
import { readRefusal } from "zonemap/studio/asking";
import { createChecks } from "zonemap/studio/checks";
import { createControls } from "zonemap/studio/controls";
import { createDownloads } from "zonemap/studio/downloads";
import { createPreview } from "zonemap/studio/preview";
import { cleanSpec, pixelsOf, specOfLink } from "zonemap/studio/spec";
import { createStage } from "zonemap/studio/stage";
import { createStore, keptSpec } from "zonemap/studio/store";
import { createTools } from "zonemap/studio/tools";

const ADDRESS_REST_MS = 250;

export function start() {
  const { options, words: table, fields } = JSON.parse(document.getElementById("st-data").textContent);
  const asked = new URLSearchParams(globalThis.location.search).get("lang");
  const words = createWords(table, asked ?? storedLanguage() ?? "vi");
  const first = firstSpec(words);
  const app = {
    options,
    fields,
    words,
    store: createStore(first.spec),
    asked: () => spoken(app.store.spec, words, options),
    pixels: () => pixelsOf(app.store.spec.size ?? options.defaults.size, options.sizes),
    link: () => linkOf(app),
    autoText: (role) => (app.store.spec[role] === undefined ? saidAs(app, role) : ""),
    previewWidth: () => app.stage.previewWidth(),
    say: (text) => (document.getElementById("st-said").textContent = text),
    status: (text) => (document.getElementById("st-status").textContent = text),
    refuse: (error) => tell(app, readRefusal(error.message)),
  };
  app.stage = createStage(app);
  app.checks = createChecks(app);
  app.controls = createControls(app);
  app.downloads = createDownloads(app);
  app.tools = createTools(app);
  app.preview = createPreview(app, eventsOf(app));
  setUpLanguages(app);
  app.store.on(() => onChange(app));
  showLanguage(app);
  tellOfLink(app, first);
  onChange(app);
}

/** The spec of the address, else that of the last visit, else a fresh one. */
function firstSpec(words) {
  const { search } = globalThis.location;
  const linked = specOfLink(search);
  if (linked && linked !== "broken") return { ...linked, spec: pinned(linked.spec, search, words), isBroken: false };
  const isBroken = linked === "broken";
  const kept = isBroken ? null : cleanSpec(keptSpec());
  return { spec: kept?.spec ?? {}, dropped: [], isBroken };
}

/** A picture's own link names no language of the page, and means the same picture on any. */
function pinned(spec, search, words) {
  const query = new URLSearchParams(search);
  if (!query.has("spec") || query.has("lang") || spec.language || words.language === "vi") return spec;
  return { ...spec, language: "vi" };
}

/** The spec as the server is asked: a picture speaks as the page does unless its spec says. */
function spoken(spec, words, options) {
  const { language = words.language, ...rest } = spec;
  return language === options.defaults.language ? rest : { ...rest, language };
}

function linkOf(app) {
  const query = new URLSearchParams({ lang: app.words.language });
  query.set("spec", JSON.stringify(app.store.spec));
  return `${globalThis.location.origin}/studio?${query}`;
}

/** What the template writes where the spec says nothing. */
function saidAs(app, role) {
  const { layout } = app.stage;
  if (!layout || layout.spec[role] !== null) return "";
  const lines = layout.layout.texts.filter((text) => text.role === role);
  return lines.map((text) => text.content).join(" ");
}

let addressTimer = 0;

function onChange(app) {
  const { store, controls, preview, words } = app;
  controls.refresh();
  app.tools.refresh();
  app.checks.renderLabels();
  app.downloads.render();
  app.stage.anticipate();
  clearTimeout(addressTimer);
  addressTimer = setTimeout(() => {
    globalThis.history.replaceState(null, "", app.link());
  }, ADDRESS_REST_MS);
  const [least] = controls.zoneLimits();
  if ((store.spec.zones ?? []).length < least) {
    preview.stop();
    tell(app, { field: "zones", key: "zone_needed", values: {} });
    controls.showThumbs();
    ready();
  } else preview.refresh();
  document.title = `${words.t("studio")} – ${store.spec.title || words.t("studio_long")}`;
}

function eventsOf(app) {
  const { words } = app;
  const frame = document.getElementById("st-frame");
  return {
    begun() {
      frame.classList.add("drawing");
      app.status(words.t("drawing"));
    },
    async shown(address, layout) {
      await app.stage.show(address, layout);
      frame.classList.remove("drawing", "stale");
      hideMessage();
      app.controls.setError(null, "");
      app.checks.show(layout.findings);
      app.checks.renderLabels();
      app.controls.refresh();
      app.controls.showThumbs();
      sayDrawn(app);
      frame.dataset.shown = JSON.stringify(app.asked());
      ready();
    },
    refused(problem) {
      tell(app, problem);
      app.controls.showThumbs();
      ready();
    },
    waiting(key, seconds) {
      showMessage(app, words.t(key, { seconds }), true);
      ready();
    },
    gaveUp() {
      frame.classList.remove("drawing");
      showMessage(app, words.t("gave_up"), true);
      ready();
    },
  };
}

function sayDrawn(app) {
  const { findings, layout } = app.stage.layout;
  const faults = findings.filter((one) => one.severity === "fault").length;
  const size = layout.size.replace("x", " × ");
  app.status(app.words.t("drawn", { size, faults, warnings: findings.length - faults }));
}

/** Say what keeps the picture from being drawn, beside the field it is about. */
function tell(app, { field, key, values }) {
  const { words } = app;
  const text = words.t(key, values);
  document.getElementById("st-frame").classList.remove("drawing");
  document.getElementById("st-frame").classList.add("stale");
  app.controls.setError(field, text);
  const isStale = app.stage.layout !== null;
  showMessage(app, isStale ? `${text} ${words.t("stale")}` : text, false, values.detail);
  app.status("");
}

function showMessage(app, text, offersRetry, detail = null) {
  const { words } = app;
  const box = document.getElementById("st-message");
  replace(
    box,
    el("p", { text }),
    detail
      ? el("details", {}, el("summary", { text: words.t("details") }), el("p", { text: detail }))
      : null,
    offersRetry
      ? el("button", {
          type: "button",
          text: words.t("try_again"),
          on: { click: () => app.preview.askAgain() },
        })
      : null,
  );
  box.hidden = false;
}

function hideMessage() {
  const box = document.getElementById("st-message");
  box.hidden = true;
  box.replaceChildren();
}

function tellOfLink(app, { isBroken, dropped }) {
  if (!isBroken && !dropped.length) return;
  const { words } = app;
  const text = isBroken
    ? words.t("link_broken")
    : words.t("link_partly", { fields: dropped.slice(0, 5).join(", ") });
  const box = document.getElementById("st-link-notice");
  replace(
    box,
    el("p", { text }),
    el("button", { type: "button", text: words.t("close"), on: { click: () => (box.hidden = true) } }),
  );
  box.hidden = false;
}

function setUpLanguages(app) {
  for (const button of document.querySelectorAll("[data-language]")) {
    button.addEventListener("click", () => {
      app.words.language = button.dataset.language;
      storeLanguage(app.words.language);
      showLanguage(app);
      onChange(app);
    });
  }
}

/** Write every word of the page anew. */
function showLanguage(app) {
  const { words } = app;
  document.documentElement.lang = words.language;
  for (const button of document.querySelectorAll("[data-language]")) {
    button.setAttribute("aria-pressed", String(button.dataset.language === words.language));
  }
  applyWords(document, words);
  app.controls.build();
  app.tools.build();
  app.downloads.render();
  app.checks.render();
  app.stage.drawWords();
}

function ready() {
  document.documentElement.dataset.ready = "true";
}
