/** Files of the shortlist: the brief as PDF, and the zones as XLSX, KML and GeoJSON. */

import { el, replace } from "zonemap/dom";

const FORMATS = ["xlsx", "kml", "geojson"];
const MOST_IN_BRIEF = 6;
const LONGEST_TITLE = 120;
const LONGEST_NOTES = 1000;
/** Characters of a link that its square on paper can hold; the server makes a shorter one. */
const LONGEST_LINK = 1000;

/**
 * @param {object} app
 * @param {() => string[]} idsOf Ids of the shortlist.
 * @param {() => string} linkOf Address on this site that shows the same.
 */
export function downloadsBox(app, idsOf, linkOf) {
  const { words } = app;
  if (!app.api) return el("p", { class: "panel-note", text: words.t("download_standalone") });
  const said = el("p", { class: "panel-note", role: "status" });
  return el(
    "section",
    { class: "panel-section" },
    el("h3", { text: words.t("brief") }),
    briefForm(app, idsOf, linkOf, said),
    el("h3", { text: words.t("download_data") }),
    el(
      "div",
      { class: "button-row" },
      ...FORMATS.map((format) => {
        const button = el("button", {
          type: "button",
          class: "button",
          "data-download": format,
          text: words.t(`decide_download_${format}`),
        });
        button.addEventListener("click", () =>
          download(app, dataAddress(app, idsOf(), format), `shortlist.${format}`, { button, said }),
        );
        return button;
      }),
    ),
    said,
  );
}

function briefForm(app, idsOf, linkOf, said) {
  const { words, state } = app;
  const title = el("input", {
    id: "zm-brief-title",
    type: "text",
    maxlength: LONGEST_TITLE,
    autocomplete: "off",
  });
  const notes = el("textarea", { id: "zm-brief-notes", rows: 3, maxlength: LONGEST_NOTES });
  const buttons = ["vi", "en"].map((language) => {
    const button = el("button", {
      type: "button",
      class: language === words.language ? "button primary" : "button",
      "data-brief": language,
      text: words.t(`brief_${language}`),
    });
    button.addEventListener("click", () => {
      const asked = new URLSearchParams({
        zones: idsOf().slice(0, MOST_IN_BRIEF).join(","),
        lang: language,
      });
      if (title.value.trim()) asked.set("title", title.value.trim());
      if (notes.value.trim()) asked.set("notes", notes.value.trim());
      for (const [name, text] of weightsOf(state)) asked.set(name, text);
      const link = inLanguage(linkOf(), language);
      if (link.length <= LONGEST_LINK) asked.set("link", link);
      const name = `zonemap-${language}.pdf`;
      download(app, `${app.api}/brief?${asked}`, name, { button, said });
    });
    return button;
  });
  const tooMany = idsOf().length > MOST_IN_BRIEF;
  return el(
    "div",
    { class: "brief-form" },
    field(words.t("brief_title"), title),
    field(words.t("brief_notes"), notes),
    tooMany ? el("p", { class: "panel-note", text: words.t("brief_first") }) : null,
    el("div", { class: "button-row" }, ...buttons),
  );
}

/** A link of the page that opens in the language of the brief. */
function inLanguage(link, language) {
  const [page, state] = link.split("#");
  const asked = new URLSearchParams(state ?? "");
  asked.set("lang", language);
  return `${page}#${asked}`;
}

/** How the ranking weighs, as `/api/rank` is asked. */
function weightsOf(state) {
  const weights = Object.entries(state.get("weights") ?? {});
  if (weights.length) return [["weights", weights.map((pair) => pair.join(":")).join(",")]];
  return state.get("preset") ? [["preset", state.get("preset")]] : [];
}

function field(label, input) {
  return el("div", { class: "field" }, el("label", { for: input.id, text: label }), input);
}

/** Address of the zones as a file, in their order and the language of the page. */
function dataAddress(app, ids, format) {
  const asked = new URLSearchParams({ zones: ids.join(","), format, lang: app.words.language });
  return `${app.api}/exports/shortlist?${asked}`;
}

/** Fetch a file and hand it to the reader; a failure is said beside the button. */
async function download(app, address, fallback, { button, said }) {
  const { words } = app;
  button.disabled = true;
  said.textContent = words.t("download_waiting");
  try {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(await problemOf(answer));
    const file = URL.createObjectURL(await answer.blob());
    el("a", { href: file, download: nameOf(answer) ?? fallback }).click();
    setTimeout(() => URL.revokeObjectURL(file), 60_000);
    said.textContent = words.t("download_done");
  } catch (error) {
    const told = error instanceof TypeError ? "" : error.message;
    replace(
      said,
      words.t("download_failed"),
      told ? el("span", { class: "detail", lang: "en", text: ` ${told}` }) : null,
    );
  } finally {
    button.disabled = false;
    button.focus();
  }
}

async function problemOf(answer) {
  try {
    return String((await answer.json()).detail ?? answer.status);
  } catch {
    return String(answer.status);
  }
}

function nameOf(answer) {
  return /filename="?([\w.-]+)"?/.exec(answer.headers.get("Content-Disposition") ?? "")?.[1] ?? null;
}
