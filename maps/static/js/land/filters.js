/** Filters of the table, groups of its columns, and how many zones are shown. */

import { el, replace } from "zonemap/dom";

const CHOICES = {
  province: ["HCMC", "BD", "BRVT"],
  kind: ["KCN", "KCX", "KCNC", "CCN"],
  status: ["operating", "under_construction", "planned"],
  parcels: ["real", "illustrative", "none"],
};
export const FILTER_SPEC = Object.fromEntries([
  ["q", { initial: "", kept: true }],
  ...Object.entries(CHOICES).map(([name, allowed]) => [name, { initial: "", allowed, kept: true }]),
]);
const WORD = { province: "province", kind: "kind", status: "status", parcels: "parcels" };

/**
 * @param {object} app
 * @param {() => {shown: number, all: number}} counts
 */
export function createFilters(app, counts) {
  const box = document.getElementById("zl-filters");
  const { state, words } = app;
  const status = el("p", { class: "filter-count", role: "status" });
  const input = el("input", {
    id: "zl-q",
    type: "search",
    autocomplete: "off",
    spellcheck: "false",
    enterkeyhint: "search",
    on: { input: () => state.set({ q: input.value }) },
  });
  const clear = el("button", {
    type: "button",
    class: "plain-button",
    on: { click: clearAll },
  });

  function clearAll() {
    const names = Object.keys(FILTER_SPEC);
    state.set(Object.fromEntries(names.map((name) => [name, ""])));
    render();
    input.focus();
  }

  function render() {
    input.value = state.get("q");
    input.placeholder = words.t("filter_text");
    clear.textContent = words.t("filter_clear");
    replace(
      box,
      el("label", { class: "hidden", for: "zl-q", text: words.t("filter_text") }),
      input,
      ...Object.entries(CHOICES).map(([name, values]) => choice(app, name, values)),
      clear,
      status,
    );
    tell();
  }

  function tell() {
    status.textContent = words.t("filter_count", counts());
    clear.hidden = !Object.keys(FILTER_SPEC).some((name) => state.get(name));
  }

  state.on("language", render);
  render();
  return { tell };
}

function choice(app, name, values) {
  const { words, state } = app;
  const any = words.t(`filter_any_${name}`);
  const options = [["", any], ...values.map((value) => [value, words.t(`${WORD[name]}_${value}`)])];
  const select = el(
    "select",
    {
      "data-filter": name,
      "aria-label": any,
      on: { change: () => state.set({ [name]: select.value }) },
    },
    ...options.map(([value, text]) =>
      el("option", { value, text, selected: state.get(name) === value }),
    ),
  );
  return select;
}

/** Switches of the groups of columns. */
export function groupSwitches(app) {
  const { words, state } = app;
  const groups = [...new Set(app.columns.map((column) => column.group))];
  const off = () => new Set((state.get("off") ?? "").split(".").filter((one) => one));
  return el(
    "fieldset",
    { class: "group-switches" },
    el("legend", { text: words.t("groups") }),
    ...groups.map((group) =>
      el(
        "label",
        {},
        el("input", {
          type: "checkbox",
          "data-group": group,
          checked: !off().has(group),
          on: {
            change: (event) => {
              const next = off();
              if (event.target.checked) next.delete(group);
              else next.add(group);
              state.set({ off: [...next].join(".") });
            },
          },
        }),
        el("span", { text: words.t(`group_${group}`) }),
      ),
    ),
  );
}
