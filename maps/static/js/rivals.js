/** The other figures of a metric, asked of the server when the reader wants them. */

import { el, replace, sourceLink } from "zonemap/dom";
import { date, figureText, joined } from "zonemap/format";

/**
 * A button that turns into the list of every figure of a metric; null in a page without a server.
 * @param {object} app
 * @param {{zone?: string, metric: string}} subject
 * @param {object|null} metric Entry of the document's metrics.
 */
export function rivalsButton(app, subject, metric) {
  if (!app.api || !subject.zone) return null;
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
      replace(box, list(app, figures, detail.sources, metric));
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

function list(app, figures, sources, metric) {
  const { words } = app;
  const items = figures.map((figure) => {
    const part = figureText(figure, metric, words);
    const scope = `scope_${figure.scope}`;
    const facts = [
      figure.badge,
      date(figure.as_of, words),
      words.has(scope) && figure.scope !== "zone" ? words.t(scope) : "",
      figure.picked ? words.t("shown_figure") : "",
    ];
    return el(
      "li",
      {},
      el("span", { class: "value", text: part ? joined(part) : words.t("unknown") }),
      el("br"),
      facts.filter((fact) => fact).join(" · "),
      ...(figure.source_keys ?? []).flatMap((key) => [" · ", sourceOf(sources[key], key)]),
      figure.note ? el("br") : null,
      figure.note ? el("span", { text: figure.note }) : null,
    );
  });
  return el("ul", { class: "rivals" }, ...items);
}

function sourceOf(source, key) {
  if (!source) return el("span", { text: key });
  return sourceLink(source.address ?? "", source.publisher);
}
