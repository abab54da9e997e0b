/** The days on which parcels changed, as a slider that the keyboard moves too. */

import { el, replace } from "zonemap/dom";
import { date, isoToday } from "zonemap/format";

const STEP_MS = 1300;

/** Days of change up to today: nobody knows yet how things will stand on later ones. */
export const daysKnown = (app) => app.land.days.filter((day) => day <= isoToday());

/**
 * @param {object} app
 * @param {(day: string) => void} onDay
 */
export function createHistory(app, onDay) {
  const box = document.getElementById("zl-history");
  const { words } = app;
  let timer = null;

  /** Days that can be stepped through; a day before all of them comes first. */
  function steps() {
    const { as_of: day } = app.land;
    const days = daysKnown(app);
    return days.length && day < days[0] ? [day, ...days] : days;
  }

  /** The step whose state is shown. */
  function position() {
    const known = steps();
    return Math.max(0, known.findLastIndex((day) => day <= app.land.as_of));
  }

  function render() {
    const known = steps();
    if (known.length < 2) {
      stop();
      const [day] = daysKnown(app);
      const text = day
        ? words.t("history_one", { date: date(day, words) })
        : words.t("history_none");
      replace(
        box,
        el("h2", { text: words.t("history_title") }),
        el("p", { class: "section-note", text }),
      );
      return;
    }
    if (!box.querySelector("input")) build(known);
    show(known);
  }

  function build(known) {
    const slider = el("input", {
      type: "range",
      id: "zl-slider",
      min: 0,
      max: known.length - 1,
      step: 1,
      list: "zl-days",
      on: {
        input: () => {
          stop();
          go(Number(slider.value));
        },
      },
    });
    const button = (name, act) =>
      el("button", { type: "button", class: `menu-button history-${name}`, on: { click: act } });
    replace(
      box,
      el(
        "div",
        { class: "history-head" },
        el("h2", {}),
        el("p", { class: "history-day", id: "zl-history-day", role: "status" }),
      ),
      el("label", { class: "hidden", for: "zl-slider" }),
      el(
        "div",
        { class: "history-row" },
        button("previous", () => step(-1)),
        el(
          "div",
          { class: "history-slide" },
          slider,
          el("div", { class: "history-ends", "aria-hidden": "true" }, el("span"), el("span")),
        ),
        button("next", () => step(1)),
        app.moves() ? button("play", () => (timer ? stop() : play())) : null,
      ),
      el("datalist", { id: "zl-days" }, ...known.map((_, index) => el("option", { value: index }))),
    );
  }

  function show(known) {
    const at = position();
    const slider = box.querySelector("#zl-slider");
    slider.max = String(known.length - 1);
    slider.value = String(at);
    slider.setAttribute("aria-valuetext", date(known[at], words));
    box.querySelector("h2").textContent = words.t("history_title");
    box.querySelector("label").textContent = words.t("history_day");
    const before = app.land.days.length && app.land.as_of < app.land.days[0];
    box.querySelector("#zl-history-day").textContent = before
      ? words.t("history_before")
      : words.t("history_since", { date: date(known[at], words) });
    const name = (one, key) => {
      const button = box.querySelector(`.history-${one}`);
      if (!button) return;
      button.textContent = { previous: "‹", next: "›" }[one] ?? words.t(key);
      button.setAttribute("aria-label", words.t(key));
    };
    name("previous", "history_previous");
    name("next", "history_next");
    name("play", timer ? "history_stop" : "history_play");
    const ends = box.querySelectorAll(".history-ends span");
    ends[0].textContent = date(known[0], words);
    ends[1].textContent = date(known.at(-1), words);
  }

  function go(index) {
    const known = steps();
    onDay(known[Math.min(known.length - 1, Math.max(0, index))]);
  }

  function step(by) {
    stop();
    go(position() + by);
  }

  function play() {
    if (position() === steps().length - 1) go(0);
    timer = setInterval(() => {
      const next = position() + 1;
      if (next >= steps().length) stop();
      else go(next);
    }, STEP_MS);
    render();
  }

  function stop() {
    if (!timer) return;
    clearInterval(timer);
    timer = null;
    render();
  }

  app.state.on("language", render);
  return { render };
}
