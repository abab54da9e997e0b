/** The last import that brought parcels or the outline of a zone, and what was found in its file. */

import { el, replace } from "zonemap/dom";
import { date } from "zonemap/format";

/** @param {object} app */
export function renderImports(app) {
  const { words, land } = app;
  const [last, ...earlier] = land.imports;
  replace(
    document.getElementById("zl-imports"),
    el("h2", { text: words.t("imports_title") }),
    last
      ? importDetail(app, last)
      : el("p", { class: "section-note", text: words.t("imports_none") }),
    earlier.length
      ? el(
          "details",
          { class: "earlier" },
          el("summary", { text: words.t("imports_earlier", { count: earlier.length }) }),
          ...earlier.map((one) => importDetail(app, one)),
        )
      : null,
  );
}

function importDetail(app, one) {
  const { words } = app;
  const source = app.land.sources[one.source_key];
  const counts = Object.entries(one.counts).filter(([, count]) => count);
  const pairs = [
    ["imports_file", one.file],
    ["as_of", one.as_of ? date(one.as_of, words) : null],
    ["imports_when", date(one.imported_at.slice(0, 10), words)],
    ["imports_who", one.imported_by],
    ["imports_layer", one.layer],
    ["source", source?.publisher ?? one.source_key],
    ["imports_counts", counts.map(([name, count]) => `${countWord(words, name)}: ${count}`).join("; ")],
  ].filter(([, value]) => value);
  return el(
    "div",
    { class: "import" },
    el(
      "dl",
      { class: "passport" },
      ...pairs.flatMap(([key, value]) => [
        el("dt", { text: words.t(key) }),
        el("dd", { text: value }),
      ]),
    ),
    one.findings.length
      ? findings(app, one.findings)
      : el("p", { class: "section-note", text: words.t("imports_no_findings") }),
  );
}

function countWord(words, name) {
  return words.has(`imports_${name}`) ? words.t(`imports_${name}`) : name;
}

function findings(app, list) {
  const { words } = app;
  const text = (one, stem) => words.pick(one, stem) || one[stem] || "";
  return el(
    "details",
    { class: "findings", open: list.length <= 8 },
    el("summary", { text: words.t("imports_findings", { count: list.length }) }),
    el(
      "ul",
      {},
      ...list.map((one) =>
        el(
          "li",
          {},
          el("span", {
            class: `severity severity-${one.severity}`,
            text: words.has(`severity_${one.severity}`)
              ? words.t(`severity_${one.severity}`)
              : (one.severity ?? ""),
          }),
          el("span", { text: [one.place, text(one, "message")].filter((part) => part).join(": ") }),
        ),
      ),
    ),
  );
}
