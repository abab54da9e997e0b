/** The choice of a template, each with a small picture that the server draws. */

import { el } from "zonemap/dom";
import { withZones } from "zonemap/studio/extent";

const THUMB_PX = 240;

/** @param {object} app */
export function createTemplates(app) {
  const { words, options, store } = app;
  const entries = options.templates.map((one) => {
    const input = el("input", {
      type: "radio",
      name: "st-template",
      value: one.id,
      on: { change: () => choose(one) },
    });
    const image = el("img", { alt: "", width: THUMB_PX, height: 135, hidden: true });
    image.addEventListener("load", () => (image.hidden = false));
    image.addEventListener("error", () => (image.hidden = true));
    const text = words.pick(one, "label");
    const node = el(
      "label",
      { class: "template" },
      input,
      el("span", { class: "thumb" }, image),
      el("span", { class: "template-name", text }),
    );
    return { one, input, image, node };
  });

  function choose(one) {
    const changes = { template: one.id === options.defaults.template ? null : one.id };
    const { zones = [], measure } = store.spec;
    // Those that a template takes no notice of stay for the next one.
    const most = one.zones[1] || Infinity;
    if (zones.length > most) Object.assign(changes, withZones(store.spec, zones.slice(0, most)));
    if (measure && !one.measures.includes(measure)) changes.measure = null;
    // Labels were moved on another picture.
    changes.labels = null;
    store.set(changes);
  }

  function refresh() {
    const chosen = store.spec.template ?? options.defaults.template;
    for (const { one, input } of entries) input.checked = one.id === chosen;
  }

  /** Ask for the small pictures, in the language and theme of the large one. */
  function showThumbs() {
    const { theme, language } = app.asked();
    for (const { one, image } of entries) {
      const query = new URLSearchParams({ preview: THUMB_PX, f: "png", template: one.id });
      if (theme) query.set("theme", theme);
      if (language) query.set("language", language);
      if (one.zones[0]) query.set("zones", exampleZone());
      const address = `/api/still?${query}`;
      if (image.getAttribute("src") !== address) image.setAttribute("src", address);
    }
  }

  function exampleZone() {
    const placed = options.zones.filter((zone) => zone.has_location);
    const chosen = placed.find((zone) => zone.id === store.spec.zones?.[0]);
    return (chosen ?? placed[0])?.id ?? "";
  }

  return {
    node: el("div", { class: "templates" }, ...entries.map((entry) => entry.node)),
    refresh,
    showThumbs,
  };
}
