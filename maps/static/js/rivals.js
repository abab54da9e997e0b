/** The other figures of a metric, asked of the server when the reader wants them. */

import { el, replace, sourceLink } from "zonemap/dom";
import { date, figureText, joined } from "zonemap/format";
import { publisherOf } from "zonemap/sources";

/**
 * A button that turns into the list of every figure of a metric. A page without a server lists the
 * one it carries and says where the others are.
 * @param {object} app
 * @param {{zone?: string, metric: string, count?: number, declared?: object, shown?: boolean}} subject
 *   `declared`: the published figure of the document, where another is shown; `shown`: false if
 *   none of those published is the one shown.
 * @param {object|null} metric Entry of the document's metrics.
 */
export function rivalsBox(app, subject, metric) {
  if (!subject.zone) return null;
  if (!app.api) return carried(app, subject, metric);
  const box = el("div", { "aria-live": "polite" });
  const button = el("button", {
    type: "button",
    class: "rivals-button",
    text: app.words.t("rivals_show"),
  });
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      const detail = await detailOf(app, subject.zone);
      const figures = detail.all_figures.filter((one) => one.metric === subject.metric);
      const shown = subject.shown ?? true;
      replace(box, list(app, figures, detail.sources, metric, shown));
    } catch {
      button.disabled = false;
      replace(box, button, el("p", { text: app.words.t("rivals_failed") }));
    }
  });
  box.append(button);
  return box;
}

async function detailOf(app, zone) {
  const response = await fetch(`${app.api}/zones/${encodeURIComponent(zone)}`, {
    headers: { Accept: "application/json" },
  });
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  return response.json();
}

function carried(app, { declared, count }, metric) {
  const own = declared ? [declared] : [];
  return el(
    "div",
    {},
    own.length ? list(app, own, app.doc.sources, metric, false) : null,
    count > own.length ? el("p", { text: app.words.t("rivals_served") }) : null,
  );
}

function list(app, figures, sources, metric, shown) {
  const { words } = app;
  const items = figures.map((figure) => {
    const part = figureText(figure, metric, words);
    const scope = `scope_${figure.scope}`;
    const facts = [
      figure.badge,
      date(figure.as_of, words),
      figure.scope && words.has(scope) && figure.scope !== "zone" ? words.t(scope) : "",
      shown && figure.picked ? words.t("shown_figure") : "",
    ];
    return el(
      "li",
      {},
      el("span", { class: "value", text: part ? joined(part) : words.t("unknown") }),
      el("br"),
      facts.filter((fact) => fact).join(" · "),
      ...(figure.source_keys ?? []).flatMap((key) => [" · ", sourceOf(words, sources[key], key)]),
      figure.note ? el("br") : null,
      figure.note ? el("span", { text: figure.note }) : null,
    );
  });
  return el("ul", { class: "rivals" }, ...items);
}

function sourceOf(words, source, key) {
  if (!source) return el("span", { text: key });
  return sourceLink(source.address ?? "", publisherOf(words, source, key));
}
