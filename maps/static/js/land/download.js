/** Downloads of what is on the screen: the same zones, in the same order, of the same day. */

import { el } from "zonemap/dom";
import { date } from "zonemap/format";
import { menu } from "zonemap/land/menu";

const CODES = ["4326", "9210", "5899"];
let code = CODES[0];

/**
 * @param {object} app
 * @param {() => string[]|null} zoneIds Zones shown, or null for all in their usual order.
 * @param {{count: () => number, day: () => string, table: boolean, illustrative: () => boolean}} what
 */
export function downloads(app, zoneIds, what) {
  const { words } = app;
  const link = (kind, format) =>
    el("a", {
      class: "download-link",
      download: true,
      "data-download": `${kind}-${format}`,
      href: address(kind, format),
      text: words.t(`download_${format}`),
    });

  function address(kind, format) {
    const query = new URLSearchParams({ format, as_of: what.day() });
    const ids = zoneIds();
    if (ids) query.set("zones", ids.join(","));
    if (kind === "zones") query.set("lang", words.language);
    else query.set("crs", code);
    return `/api/exports/${kind}?${query}`;
  }

  function content() {
    const links = ["geojson", "gpkg", "csv", "xlsx"].map((format) => link("parcels", format));
    const select = el(
      "select",
      {
        id: "zl-crs",
        on: {
          change: () => {
            code = select.value;
            for (const one of links) {
              one.href = address("parcels", one.dataset.download.replace("parcels-", ""));
            }
          },
        },
      },
      ...CODES.map((one) =>
        el("option", { value: one, selected: one === code, text: words.t(`download_crs_${one}`) }),
      ),
    );
    const count = what.count();
    if (!count) return [el("p", { class: "menu-note", text: words.t("filter_none") })];
    const parcels = what.table ? "download_parcels" : "download_zone_parcels";
    return [
      el("p", { class: "menu-note", text: words.t("download_day", { date: date(what.day(), words) }) }),
      what.table ? el("h3", { text: words.t("download_table", { count }) }) : null,
      what.table
        ? el("p", { class: "download-row" }, link("zones", "xlsx"), link("zones", "csv"))
        : null,
      el("h3", { text: words.t(parcels, { count }) }),
      el("label", { class: "menu-label", for: "zl-crs", text: words.t("download_crs") }),
      select,
      el("p", { class: "download-row" }, ...links),
      el("p", { class: "menu-note", text: words.t("download_shift") }),
      what.illustrative()
        ? el("p", { class: "menu-note strong", text: words.t("download_illustrative") })
        : null,
    ];
  }

  return menu(words.t("download"), content, "download");
}
