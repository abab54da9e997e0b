/** The star of a zone: on the shortlist or not; and what is said when that changes. */

import { el, svg } from "zonemap/dom";

const STAR = "M10 1.8l2.5 5.2 5.7.8-4.1 4 1 5.7-5.1-2.7-5.1 2.7 1-5.7-4.1-4 5.7-.8z";
const SAID_FOR_MS = 6000;

/**
 * A button that puts a zone on the shortlist or takes it off. It follows the shortlist by itself.
 * @param {object} app
 * @param {string} id Of a zone.
 */
export function starButton(app, id) {
  const button = el(
    "button",
    { type: "button", class: "star", "data-star": id, on: { click: () => press(app, id) } },
    svg("svg", { viewBox: "0 0 20 20", "aria-hidden": "true" }, svg("path", { d: STAR })),
  );
  mark(app, button);
  return button;
}

/** Keep every star on the page as the shortlist is; makes the place where changes are said. */
export function keepStars(app) {
  const box = el("div", { class: "said", role: "status" });
  document.body.append(box);
  let timer = null;
  /** Say something in passing, on screen and to screen readers. */
  app.say = (text) => {
    clearTimeout(timer);
    box.textContent = text;
    timer = setTimeout(() => (box.textContent = ""), SAID_FOR_MS);
  };
  const markAll = () => {
    for (const button of document.querySelectorAll("[data-star]")) mark(app, button);
  };
  app.state.on("shortlist", markAll);
  app.state.on("language", markAll);
}

function press(app, id) {
  const { shortlist, words } = app;
  if (!shortlist.has(id) && shortlist.isFull()) {
    app.say(words.t("shortlist_full"));
    return;
  }
  shortlist.toggle(id);
  const name = words.pick(app.zoneById.get(id)?.properties, "name");
  const said = shortlist.has(id)
    ? words.t("shortlist_added", { name, place: shortlist.ids().indexOf(id) + 1 })
    : words.t("shortlist_removed", { name });
  const refused = shortlist.newlyRefused() ? ` ${words.t("shortlist_refused")}` : "";
  app.say(said + refused);
}

function mark(app, button) {
  const id = button.dataset.star;
  const listed = app.shortlist.has(id);
  const name = app.words.pick(app.zoneById.get(id)?.properties, "name");
  const label = app.words.t(listed ? "shortlist_remove" : "shortlist_add");
  button.setAttribute("aria-pressed", String(listed));
  button.setAttribute("aria-label", `${label}: ${name}`);
  button.title = label;
}
