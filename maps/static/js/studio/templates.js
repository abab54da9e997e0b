/** The choice of a template, each with a small picture that the server draws. */

import { el } from "zonemap/dom";

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
    const { zones = [], measure, before } = store.spec;
    // Those that a template takes no notice of stay for the next one.
    const most = one.zones[1] || Infinity;
    if (zones.length > most) changes.zones = zones.slice(0, most);
    if (measure && !one.measures.includes(measure)) changes.measure = null;
    if (one.fields.includes("before") && !before) changes.before = yearBefore();
    // Labels were moved on another picture.
    changes.labels = null;
    store.set(changes);
  }

  /** An earlier day to begin with: a year before the one that is shown. */
  function yearBefore() {
    const [year, ...rest] = (store.spec.as_of ?? options.today).split("-");
    const day = [Number(year) - 1, ...rest].join("-");
    return day.endsWith("-02-29") ? day.replace("-29", "-28") : day;
  }

  function refresh() {
    const chosen = store.spec.template ?? options.defaults.template;
    for (const { one, input } of entries) input.checked = one.id === chosen;
  }

  /** Ask for the small pictures, in the language and theme of the large one. */
  function showThumbs() {
    const { theme, language } = store.spec;
    for (const { one, image } of entries) {
      const query = new URLSearchParams({ preview: THUMB_PX, f: "png", template: one.id });
      if (theme) query.set("theme", theme);
      if (language) query.set("language", language);
      if (one.zones[0]) query.set("zones", exampleZone());
      if (one.fields.includes("before")) query.set("before", yearBefore());
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
