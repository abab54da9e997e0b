/** The table of features and its twin, the map: what is pointed at in one is marked in the other. */

import { el, replace } from "zonemap/dom";

/**
 * @param {object} data The page's JSON: `columns` and `cells` of every property.
 * @param {Record<string, string>} words
 * @param {object|null} view The map.
 */
export function setUpTable(data, words, view) {
  const table = document.querySelector("#ogc-table table");
  if (!table) return;
  const rows = new Map(
    [...table.tBodies[0].rows].map((row) => [row.dataset.id, row]),
  );
  let chosen = null;

  for (const [id, row] of rows) {
    row.addEventListener("mouseenter", () => point(id));
    row.addEventListener("mouseleave", () => point(null));
    row.addEventListener("focusin", () => point(id));
    row.addEventListener("focusout", () => point(null));
    row.addEventListener("click", (event) => follow(event, row));
    row.classList.toggle("nowhere", !view?.has(id));
  }
  view?.on("point", (id) => light(id));
  view?.on("choose", (id) => choose(id));
  setUpColumns(data, words, table);

  function point(id) {
    view?.mark("point", id);
    light(id);
  }

  function light(id) {
    table.querySelector("tr.pointed")?.classList.remove("pointed");
    rows.get(id)?.classList.add("pointed");
    if (id === null || !view) return;
    view.mark("point", id);
  }

  /** A feature was chosen on the map: its row comes into view, with the link to its page. */
  function choose(id) {
    chosen?.classList.remove("chosen");
    chosen?.removeAttribute("aria-current");
    chosen = rows.get(id) ?? null;
    view.mark("choose", id);
    showCard(id, chosen, words, () => choose(null));
    if (!chosen) return;
    chosen.classList.add("chosen");
    chosen.setAttribute("aria-current", "true");
    intoView(chosen);
  }
}

/** The whole row leads to its feature; links, selected text and other buttons keep their meaning. */
function follow(event, row) {
  const link = row.querySelector("th a");
  const taken = event.defaultPrevented || event.button !== 0 || event.target.closest("a, button");
  if (!link || taken || String(globalThis.getSelection())) return;
  if (event.ctrlKey || event.metaKey || event.shiftKey) globalThis.open(link.href, "_blank");
  else link.click();
}

/** Scroll the box of the table, and not the page under the reader's finger. */
function intoView(row) {
  const box = document.getElementById("ogc-table");
  const { top, bottom } = row.getBoundingClientRect();
  const frame = box.getBoundingClientRect();
  const head = box.querySelector("thead").offsetHeight;
  if (top < frame.top + head) box.scrollTop -= frame.top + head - top;
  else if (bottom > frame.bottom) box.scrollTop += bottom - frame.bottom;
}

/** What was chosen, said over the map with the way to its page: on a phone the row is far below. */
function showCard(id, row, words, close) {
  const map = document.getElementById("ogc-map");
  map.querySelector(".card-over")?.remove();
  const link = row?.querySelector("th a");
  if (!link) return;
  const card = el(
    "div",
    { class: "card-over", role: "status" },
    el("strong", { text: link.textContent }),
    el("a", { href: link.href, text: words.open_feature }),
    el("button", { type: "button", "aria-label": words.close, on: { click: close } }, "×"),
  );
  for (const event of ["click", "dblclick", "pointerdown", "mousedown"]) {
    card.addEventListener(event, (one) => one.stopPropagation());
  }
  map.append(card);
}

/** The switch between the main columns and all of them. */
function setUpColumns(data, words, table) {
  const button = document.getElementById("ogc-columns");
  if (!button || !data.columns.length) return;
  const few = [...table.rows].map((row) => [...row.cells].slice(1));
  let all = null;
  button.hidden = false;
  button.addEventListener("click", () => {
    const wanted = button.getAttribute("aria-pressed") !== "true";
    all ??= allCells(data, words);
    [...table.rows].forEach((row, index) => {
      replace(row, row.cells[0], ...(wanted ? all[index] : few[index]));
    });
    button.setAttribute("aria-pressed", String(wanted));
    const count = button.dataset.count;
    button.textContent = wanted ? words.columns_few : words.columns_all.replace("{count}", count);
  });
}

function allCells(data, words) {
  const head = data.columns.map((column) =>
    el(
      "th",
      { scope: "col", class: column.number ? "number" : null, title: column.name },
      el("span", { class: "head", text: column.title }),
      column.unit ? el("span", { class: "unit", text: ` ${column.unit}` }) : null,
    ),
  );
  const body = data.cells.map((cells) =>
    cells.map((cell, index) => {
      const [text, state] = cell === null ? [words.unknown_small, "unknown"] : [cell, "known"].flat();
      const kind = data.columns[index].number ? "number " : "";
      return el("td", { class: kind + state, text });
    }),
  );
  return [head, ...body];
}
