/** The tab Rank: weights, the order they give, and why. */

import { el, replace } from "zonemap/dom";
import { createClient } from "zonemap/rank/client";
import { points } from "zonemap/rank/knowns";
import { rankList } from "zonemap/rank/list";
import { createSliders } from "zonemap/rank/sliders";
import {
  DEFAULT_PRESET,
  PRESETS,
  askedWeights,
  readWeights,
  sumOf,
  writeWeights,
} from "zonemap/rank/weights";
import { missingCounts, whyNodes } from "zonemap/rank/why";

const MISSING_SHOWN = 3;

/** @param {object} app @param {HTMLElement} box */
export function createPanel(app, box) {
  const { state, words } = app;
  const parts = partsOf();
  const client = createClient(app.api, { onStart, onAnswer, onFailure });
  let { weights, preset, faults } = readWeights(state.get("weights"), state.get("preset"));
  let lastPreset = preset ?? DEFAULT_PRESET;
  let answer = null;
  let isWhole = false;
  let sliders = null;
  let failure = null;

  function onStart() {
    box.setAttribute("aria-busy", "true");
    if (!answer) replace(parts.list, el("p", { class: "panel-note", text: words.t("rank_waiting") }));
  }

  function onAnswer(body) {
    box.removeAttribute("aria-busy");
    failure = null;
    answer = body;
    if (body.preset) weights = weightsOf(body.criteria);
    state.set({ ranking: body.zones.map((zone) => zone.zone_id) });
    render();
  }

  function onFailure(told) {
    box.removeAttribute("aria-busy");
    // What a link asks for and the server refuses: said, and the default is asked for instead.
    if (told.kind === "refused" && answer === null && preset === null) {
      faults = [told.detail];
      choosePreset(DEFAULT_PRESET, true);
      return;
    }
    failure = told;
    if (!answer) parts.list.replaceChildren();
    renderMessage();
  }

  function ask(now = false) {
    const kept = state.get("kept");
    if (kept?.size === 0) {
      renderMessage();
      return;
    }
    if (preset === null && sumOf(weights) === 0) {
      renderMessage();
      return;
    }
    const asked = new URLSearchParams({ passports: "false", lang: words.language });
    asked.set("land", state.get("land"));
    if (kept) asked.set("zones", [...kept].join(","));
    if (preset === null) asked.set("weights", askedWeights(weights));
    else asked.set("preset", preset);
    client.ask(asked, now);
  }

  function choosePreset(name, keepFaults = false) {
    preset = name;
    lastPreset = name;
    if (!keepFaults) faults = [];
    state.set({ preset: name, weights: {} });
    renderPresets();
    ask(true);
  }

  function move(key, number) {
    weights = { ...weights, [key]: number };
    preset = null;
    faults = [];
    const written = writeWeights(weights);
    state.set({ preset: null, weights: Object.keys(written).length ? written : { [key]: "0" } });
    sliders.show(weights, []);
    renderPresets();
    ask();
  }

  function render() {
    if (!sliders) {
      sliders = createSliders(app, move);
      sliders.build(answer.criteria);
      replace(
        parts.weights,
        el("summary", { text: words.t("rank_weights") }),
        el("p", { class: "panel-note", text: words.t("rank_weights_note") }),
        sliders.box,
        el("button", {
          type: "button",
          class: "link-button",
          text: words.t("rank_reset"),
          on: { click: () => choosePreset(lastPreset) },
        }),
      );
      parts.weights.hidden = false;
    }
    sliders.show(weights, answer.criteria);
    renderPresets();
    renderMessage();
    renderList();
    replace(parts.why, ...whyNodes(app, answer));
  }

  function renderPresets() {
    replace(
      parts.presets,
      ...PRESETS.map((name) =>
        el("button", {
          type: "button",
          class: "chip",
          "data-preset": name,
          "aria-pressed": String(preset === name),
          text: words.t(`preset_${name}`),
          on: { click: () => choosePreset(name) },
        }),
      ),
    );
    parts.presets.setAttribute("aria-label", words.t("rank_presets"));
  }

  function renderMessage() {
    const kept = state.get("kept");
    const notes = [
      faults.length ? words.t("rank_weights_bad", { parts: faults.join("; ") }) : null,
      preset === null && sumOf(weights) === 0 ? words.t("rank_weights_zero") : null,
      kept?.size === 0 ? words.t("rank_none_kept") : null,
      failure ? words.t(`rank_${failure.kind}`, { detail: failure.detail }) : null,
      failure && answer ? words.t("rank_last_stays") : null,
    ].filter(Boolean);
    parts.message.hidden = notes.length === 0;
    replace(
      parts.message,
      ...notes.map((text) => el("p", { text })),
      failure
        ? el("button", {
            type: "button",
            class: "button",
            "data-retry": "rank",
            text: words.t("page_try_again"),
            on: { click: () => ask(true) },
          })
        : null,
    );
  }

  function renderList() {
    const { zones } = answer;
    const hadLand = document.activeElement?.matches(".land-note button");
    // What had the focus keeps it, though an answer that comes late draws the rows anew.
    const part = document.activeElement?.classList.contains("star") ? ".star" : ".rank-name";
    const focused = box.contains(document.activeElement)
      ? document.activeElement.closest("[data-zone]")?.dataset.zone
      : null;
    replace(
      parts.list,
      el("p", { class: "panel-note", text: words.t("rank_count", { count: zones.length }) }),
      filteredNote(),
      landNote(),
      ...rankList(app, zones, isWhole, () => {
        isWhole = true;
        renderList();
        parts.list.querySelectorAll(".rank-name")[10]?.focus();
      }),
      missingNote(),
    );
    if (hadLand) parts.list.querySelector(".land-note button")?.focus();
    if (focused) parts.list.querySelector(`[data-zone="${CSS.escape(focused)}"] ${part}`)?.focus();
    const [first] = zones;
    parts.leader.textContent = first
      ? words.t("rank_leader", {
          name: words.pick(first, "name"),
          points: points(first.score.low, words),
        })
      : "";
  }

  /** Says so where the filters of the page narrow what is ranked. */
  function filteredNote() {
    const kept = state.get("kept");
    if (!kept) return null;
    const text = words.t("rank_filtered", { count: kept.size, all: app.zones.length });
    return el("p", { class: "panel-note", text });
  }

  /** Names what has nothing to lease, left out or not, with the button that turns that round. */
  function landNote() {
    const { left_out: isLeftOut, no_land_left: none, planned } = answer.nothing_to_lease;
    if (!none.length && !planned.length) return null;
    const parts = [
      none.length ? words.t("rank_no_land", { count: none.length }) : null,
      planned.length ? words.t("rank_planned", { count: planned.length }) : null,
    ].filter(Boolean);
    const text = words.t(isLeftOut ? "rank_left_out" : "rank_taken_in", { parts: parts.join(", ") });
    return el(
      "p",
      { class: "panel-note land-note" },
      `${text} · `,
      el("button", {
        type: "button",
        class: "link-button",
        "data-land": isLeftOut ? "any" : "to_lease",
        text: words.t(isLeftOut ? "rank_show_them" : "rank_leave_them_out"),
        on: { click: () => state.set({ land: isLeftOut ? "any" : "to_lease" }) },
      }),
    );
  }

  function missingNote() {
    const label = (key) =>
      words.pick(answer.criteria.find((one) => one.key === key), "label").toLocaleLowerCase(words.language);
    const told = missingCounts(answer)
      .slice(0, MISSING_SHOWN)
      .map(([key, count]) => words.t("rank_missing_part", { criterion: label(key), count }));
    if (!told.length) return null;
    return el("p", { class: "panel-note", text: words.t("rank_missing_note", { parts: told.join("; ") }) });
  }

  replace(box, ...Object.values(parts));
  renderPresets();
  renderMessage();
  if (faults.length) state.set({ weights: {}, preset: null });
  ask(true);
  state.on("kept", () => {
    isWhole = false;
    renderMessage();
    ask();
  });
  state.on("land", () => ask(true));
  state.on("language", () => {
    sliders = null;
    renderPresets();
    if (answer) render();
    else renderMessage();
  });
  globalThis.addEventListener("online", () => failure && ask(true));
}

function partsOf() {
  return {
    presets: el("div", { class: "measures presets", role: "group" }),
    message: el("div", { class: "rank-message", role: "alert", hidden: true }),
    weights: el("details", { class: "rank-details weights", hidden: true }),
    list: el("div", { class: "rank-results" }),
    why: el("div", {}),
    leader: el("p", { class: "rank-leader", role: "status" }),
  };
}

/** Weights of an answer on the scale of the sliders: percents. */
function weightsOf(criteria) {
  return Object.fromEntries(criteria.map((one) => [one.key, Number((one.weight * 100).toFixed(4))]));
}
