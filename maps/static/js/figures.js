/** A figure with its passport: value, unit, badge, date and source; the rest one click away. */

import { el, isWebAddress, sourceLink } from "zonemap/dom";
import { age, date, figureText } from "zonemap/format";
import { rivalsBox } from "zonemap/rivals";
import { licenceOf, publisherOf } from "zonemap/sources";

/** A quality badge; its meaning is in the title and, for screen readers, in the text. */
export function badge(app, letter) {
  if (!letter) return null;
  const meaning = app.words.t(`badge_${letter}`);
  return el(
    "span",
    { class: `badge badge-${String(letter).toLowerCase()}`, title: meaning },
    el("span", { class: "hidden", text: `${app.words.t("badge")} ` }),
    letter,
  );
}

/** Date and publisher on one line. */
export function provenance(app, figure) {
  if (!figure) return "";
  const publishers = (figure.source_keys ?? []).map((key) =>
    publisherOf(app.words, app.doc.sources[key], key),
  );
  const first = publishers[0];
  const more = publishers.length > 1 ? ` +${publishers.length - 1}` : "";
  return [date(figure.as_of, app.words), first ? first + more : ""].filter((part) => part).join(" · ");
}

/**
 * One line of a table of figures, opening to its passport.
 * @param {object} app
 * @param {string} metricKey Key of the document's metrics.
 * @param {object|null|undefined} figure FIGURE, or a reading with `state`.
 * @param {{label?: string, unit?: string, how?: string, subject?: object, text?: string|null}}
 *   [given] `how`: how the figure was come by, written on the row; `subject`: whose figure it is, see
 *   `rivalsBox`; `text`: what is written for the words of the source, which go into the passport.
 */
export function figureRow(app, metricKey, figure, given = {}) {
  const options = { ...given, subject: { ...given.subject, metric: metricKey } };
  const { words, doc } = app;
  const metric = doc.metrics[metricKey] ?? null;
  const label = options.label ?? words.pick(metric, "label") ?? metricKey;
  const found = valueOf(app, figure, metric, options.unit);
  const part = found && options.text ? { text: options.text, unit: "" } : found;
  if (!part) return unknownRow(app, label, metric);
  const long = part.text.length > 34;
  return el(
    "details",
    { class: long ? "figure long" : "figure", "data-metric": metricKey },
    el(
      "summary",
      {},
      el(
        "span",
        { class: "figure-label" },
        label,
        figure.conflict
          ? el("span", { class: "conflict", text: "≠", title: rivals(app, figure) })
          : null,
      ),
      el(
        "span",
        { class: "figure-value" },
        el("span", { class: "value", text: part.text }),
        part.unit ? el("span", { class: "unit", text: ` ${part.unit}` }) : null,
      ),
      el(
        "span",
        { class: "figure-source" },
        badge(app, figure.badge),
        el("span", { text: provenance(app, figure) }),
        metric?.unit === "year" ? null : staleMark(app, figure.as_of),
        options.how ? el("span", { text: ` · ${options.how}` }) : null,
        figure.illustrative ? illustrativeMark(app) : null,
      ),
    ),
    passport(app, figure, metric, options),
  );
}

function valueOf(app, figure, metric, unit) {
  if (!figure || figure.state === "unknown") return null;
  if (figure.state === "none_left") return { text: app.words.t("none_left"), unit: "" };
  return figureText(unit ? { ...figure, unit } : figure, metric, app.words);
}

function unknownRow(app, label, metric) {
  const definition = app.words.pick(metric, "definition");
  const summary = [
    el("span", { class: "figure-label", text: label }),
    el("span", { class: "figure-value unknown", text: app.words.t("unknown") }),
  ];
  return definition
    ? el(
        "details",
        { class: "figure" },
        el("summary", {}, ...summary),
        el("dl", { class: "passport" }, ...pair(app, "definition", definition)),
      )
    : el("div", { class: "figure plain" }, ...summary);
}

/** Says how old a figure is, once it is old. */
export function staleMark(app, asOf) {
  const text = age(asOf, app.words);
  return text ? el("span", { class: "mark stale", text }) : null;
}

/** Says that a figure was added up from illustrative parcels. */
export function illustrativeMark(app) {
  return el("span", { class: "mark", text: app.words.t("from_illustrative") });
}

/** Everything a figure's passport says. */
function passport(app, figure, metric, { how, subject, text }) {
  const { words } = app;
  const method = figure.method ? `method_${figure.method}` : null;
  return el(
    "dl",
    { class: "passport" },
    ...pair(app, "definition", words.pick(metric, "definition")),
    ...pair(app, "as_written", text ? el("span", { lang: "vi", text: figure.text }) : null),
    ...pair(app, "as_of", date(figure.as_of, words)),
    ...pair(app, "method", how ?? (method && words.has(method) ? words.t(method) : figure.method)),
    ...pair(app, "badge", figure.badge ? words.t(`badge_${figure.badge}`) : ""),
    ...pair(app, "source", sourceList(app, figure.source_keys ?? [])),
    ...pair(app, "note", figure.note),
    figure.rivals ? el("dt", { text: "≠" }) : null,
    figure.rivals
      ? el("dd", {}, rivals(app, figure), el("br"), rivalsBox(app, { ...subject, count: figure.rivals }, metric))
      : null,
  );
}

function rivals(app, { rivals: count, conflict }) {
  const kind = conflict ? "conflict" : "agree";
  return app.words.t(count === 1 ? `rivals_one_${kind}` : `rivals_${kind}`, { count });
}

function pair(app, key, value) {
  if (!value) return [];
  return [el("dt", { text: app.words.t(key) }), el("dd", {}, value)];
}

function sourceList(app, keys) {
  if (!keys.length) return null;
  const items = keys.map((key) => {
    const source = app.doc.sources[key];
    if (!source) return el("li", { text: key });
    const { words } = app;
    const kind = `kind_of_source_${source.kind}`;
    const what = words.has(kind) ? words.t(kind) : source.kind;
    const facts = [publisherOf(words, source, key), what, licenceOf(words, source)];
    return el(
      "li",
      {},
      el("span", { text: facts.filter((one) => one).join(" · ") }),
      isWebAddress(source.address) ? el("br") : null,
      source.address ? sourceLink(source.address, shortAddress(source.address)) : null,
    );
  });
  return el("ul", {}, ...items);
}

/** Host and the end of the path, so that a long address fits a phone. */
function shortAddress(address) {
  if (!isWebAddress(address)) return address;
  const { hostname, pathname } = new URL(address);
  const path = pathname.length > 26 ? `/…${pathname.slice(-24)}` : pathname;
  return hostname.replace(/^www\./, "") + (path === "/" ? "" : path);
}
