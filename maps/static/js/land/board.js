/** The reconcile board: what is declared against what it is held against, the largest gap first. */

import { el, isWebAddress, replace, sourceLink } from "zonemap/dom";
import { badge } from "zonemap/figures";
import { date } from "zonemap/format";
import { fold } from "zonemap/text";
import { fixed, isKnown } from "zonemap/land/numbers";
import { ask } from "zonemap/land/page";

const FIRST = 60;
const KINDS = ["zone", "province", "region", "country"];

/**
 * @param {object} app
 * @param {HTMLElement} box
 * @param {{zone?: string, day: () => string}} what `zone`: only its rows, without filters.
 * @returns {{load: () => void}}
 */
export function createBoard(app, box, what) {
  const { words } = app;
  const chosen = { text: "", cause: "", kind: "", all: false };
  let answer = null;
  let failed = false;
  let asked = null;
  const list = el("div", { class: "board-list" });

  async function load() {
    const day = what.day();
    if (asked === day) return;
    asked = day;
    answer = null;
    failed = false;
    render();
    const query = new URLSearchParams({ as_of: day });
    if (what.zone) query.set("zone", what.zone);
    try {
      const found = await ask(`/api/reconcile?${query}`);
      if (asked !== day) return;
      answer = { rows: found.disagreements ?? [], sources: found.sources ?? {} };
    } catch {
      if (asked !== day) return;
      failed = true;
      asked = null;
    }
    render();
  }

  function render() {
    const title = what.zone ? "zone_board" : "board_title";
    const rows = answer?.rows ?? [];
    replace(
      box,
      el("h2", { text: words.t(title) }),
      rows.length ? el("p", { class: "section-note", text: words.t("board_note") }) : null,
      rows.length && !what.zone ? filters(rows) : null,
      list,
    );
    renderList();
  }

  function renderList() {
    if (!answer) {
      replace(list, failed ? away() : el("p", { class: "nothing", text: words.t("loading") }));
      return;
    }
    const rows = answer.rows.filter(passes);
    const first = chosen.all || what.zone ? rows : rows.slice(0, FIRST);
    replace(
      list,
      what.zone
        ? null
        : el("p", {
            class: "filter-count",
            role: "status",
            text: words.t("board_count", { shown: rows.length, all: answer.rows.length }),
          }),
      rows.length ? table(first) : el("p", { class: "nothing", text: words.t("board_empty") }),
      first.length < rows.length
        ? el("button", {
            type: "button",
            class: "plain-button more",
            text: words.t("board_more", { count: rows.length }),
            on: { click: () => ((chosen.all = true), renderList()) },
          })
        : null,
    );
  }

  function passes(row) {
    const text = fold(chosen.text);
    const said = [row.subject_vi, row.subject_en, row.subject_id, row.quantity_vi, row.quantity_en];
    return (
      (!chosen.cause || row.cause_code === chosen.cause) &&
      (!chosen.kind || row.subject_kind === chosen.kind) &&
      (!text || said.some((one) => fold(one).includes(text)))
    );
  }

  function filters(rows) {
    const causes = new Map();
    for (const row of rows) {
      const count = causes.get(row.cause_code)?.count ?? 0;
      causes.set(row.cause_code, { count: count + 1, row });
    }
    const listed = [...causes].sort((a, b) => b[1].count - a[1].count);
    return el(
      "div",
      { class: "filters board-filters", role: "search", "aria-label": words.t("filters") },
      el("input", {
        type: "search",
        autocomplete: "off",
        spellcheck: "false",
        value: chosen.text,
        "data-board": "text",
        "aria-label": words.t("board_filter"),
        placeholder: words.t("board_filter"),
        on: { input: (event) => ((chosen.text = event.target.value), renderList()) },
      }),
      choice("kind", [
        ["", words.t("board_any_kind")],
        ...KINDS.filter((kind) => rows.some((row) => row.subject_kind === kind)).map((kind) => [
          kind,
          words.t(`board_kind_${kind}`),
        ]),
      ]),
      choice("cause", [
        ["", words.t("board_any_cause")],
        ...listed.map(([code, { count, row }]) => [code, `${words.pick(row, "cause")} (${count})`]),
      ]),
    );
  }

  function choice(name, options) {
    return el(
      "select",
      {
        "data-board": name,
        "aria-label": options[0][1],
        on: { change: (event) => ((chosen[name] = event.target.value), renderList()) },
      },
      ...options.map(([value, text]) =>
        el("option", { value, text, selected: chosen[name] === value }),
      ),
    );
  }

  function table(rows) {
    const heads = ["subject", "quantity", "declared", "computed", "difference", "cause"];
    const named = what.zone ? heads.slice(1) : heads;
    return el(
      "div",
      { class: "table-box wide", tabindex: "0", role: "region", "aria-label": words.t("tab_board") },
      el(
        "table",
        { class: "land-table board-table" },
        el(
          "thead",
          {},
          el(
            "tr",
            {},
            ...named.map((name) =>
              el("th", {
                scope: "col",
                class: name === "difference" ? "number" : null,
                text: words.t(`board_${name}`),
              }),
            ),
          ),
        ),
        el("tbody", {}, ...rows.map((row) => line(row))),
      ),
    );
  }

  function line(row) {
    const subject = words.pick(row, "subject");
    return el(
      "tr",
      { "data-cause": row.cause_code, class: row.is_open ? "open" : null },
      what.zone
        ? null
        : el(
            "th",
            { scope: "row" },
            row.subject_kind === "zone"
              ? el("a", { href: app.zoneAddress(row.subject_id), text: subject })
              : subject,
          ),
      el("td", { text: words.pick(row, "quantity") }),
      el("td", {}, ...reading(row.declared, row.unit)),
      el("td", {}, ...reading(row.computed, row.unit)),
      el("td", { class: "number" }, ...difference(row)),
      el(
        "td",
        {},
        words.pick(row, "cause"),
        row.is_open ? el("p", { class: "section-note", text: words.t("board_open") }) : null,
      ),
    );
  }

  /** One side with its passport. */
  function reading(side, unit) {
    const method = `reading_${side.method}`;
    const scope = `scope_${side.scope}`;
    const passport = [
      date(side.as_of, words),
      words.has(method) ? words.t(method) : side.method,
      side.scope !== "zone" && words.has(scope) ? words.t(scope) : "",
      isKnown(side.counted) && side.missing
        ? words.t("board_missing", { counted: side.counted, missing: side.missing })
        : "",
    ];
    return [
      el(
        "span",
        { class: "reading" },
        el("strong", { text: (side.bound === "lower" ? "≥ " : "") + valueText(side, unit) }),
        badge(app, side.badge),
      ),
      el("span", { class: "passport-line", text: passport.filter((part) => part).join(" · ") }),
      el("span", { class: "passport-line" }, ...sources(side.source_keys ?? [])),
    ];
  }

  function sources(keys) {
    return keys.flatMap((key, index) => {
      const source = answer.sources[key];
      const name = source?.publisher ?? key;
      const node = isWebAddress(source?.address ?? "") ? sourceLink(source.address, name) : name;
      return index ? [", ", node] : [node];
    });
  }

  function valueText(side, unit) {
    if (isKnown(side.value)) return amount(side.value, side.unit ?? unit);
    if (isKnown(side.low)) return `${amount(side.low, unit)} – ${amount(side.high, unit)}`;
    if (side.text === "no_land_left" || side.method === "statement") return words.t("none_left");
    return side.text ?? words.t("cell_unknown");
  }

  function amount(value, unit) {
    if (unit === "share") return `${fixed(value * 100, 1, words.language)}%`;
    const decimals = unit === "ha" ? 2 : Number.isInteger(value) ? 0 : 2;
    const word = words.has(`unit_${unit}`) ? words.t(`unit_${unit}`) : "";
    return `${fixed(value, decimals, words.language)} ${word}`.trim();
  }

  function difference(row) {
    if (!isKnown(row.difference)) return [el("span", { class: "unknown", text: "–" })];
    const sign = row.difference > 0 ? "+" : row.difference < 0 ? "−" : "";
    const relative = isKnown(row.relative)
      ? `${sign}${fixed(Math.abs(row.relative) * 100, 1, words.language)}%`
      : "";
    return [
      el("strong", { text: sign + amount(Math.abs(row.difference), row.unit) }),
      el("span", { class: "passport-line", text: row.unit === "share" ? "" : relative }),
    ];
  }

  function away() {
    return el(
      "p",
      { class: "nothing" },
      `${words.t("board_away")} `,
      el("button", {
        type: "button",
        class: "plain-button",
        text: words.t("try_again"),
        on: { click: () => load() },
      }),
    );
  }

  app.state.on("language", render);
  return { load };
}
