/** Parcels, when zoomed in: coloured by their commercial state, dotted while illustrative. */

import { toRings } from "zonemap/geometry";
import { L } from "zonemap/leaflet";
import { parcelFill } from "zonemap/symbols";
import { createTiledParcels } from "zonemap/tiled-parcels";

/** What a parcel's commercial state is called: an illustrative one is on no offer. */
export function commercialWord(words, commercial, illustrative) {
  if (illustrative && commercial === "available") return words.t("parcel_not_leased");
  return words.t(`commercial_${commercial}`);
}

/** @param {object} app */
export function createParcels(app) {
  if (app.tiles) return createTiledParcels(app);
  const invented = app.parcels
    .filter((parcel) => parcel.properties.illustrative)
    .map((parcel) => toRings(parcel.geometry)[0][0][0]);
  let group = null;
  let shown = true;

  function refresh() {
    const on = shown && app.parcels.length > 0 && app.map.getZoom() >= app.style.zone.parcel_zoom;
    if (on) {
      group ??= build(app);
      group.addTo(app.map);
    } else group?.remove();
    warn(on);
  }

  /** Say that parcels are illustrative while some such are in view. */
  function warn(on) {
    const view = app.map.getBounds();
    const seen = on && invented.some((corner) => view.contains(corner));
    app.notice(seen ? "illustrative_note" : null);
  }

  app.map.on("zoomend moveend", refresh);
  return {
    refresh,
    isShown: () => shown,
    setShown(value) {
      shown = value;
      refresh();
    },
  };
}

function build(app) {
  return L.layerGroup(
    app.parcels.map((parcel) => {
      const { commercial, illustrative, zone_id: zone } = parcel.properties;
      const fill = app.style.parcel[commercial] ?? "";
      const layer = L.polygon(toRings(parcel.geometry), {
        renderer: app.renderers.parcels,
        pane: "parcels",
        bubblingMouseEvents: false,
        fillColor: parcelFill(fill, illustrative),
        fillOpacity: 1,
        color: app.style.paper.zone_stroke,
        weight: 0.6,
        opacity: 0.6,
        dashArray: illustrative ? "3 2" : null,
      });
      layer.on("click", () => app.select("zone", zone));
      layer.on("mouseover", (event) =>
        app.tooltip.show("parcel", parcel.id, event.containerPoint),
      );
      layer.on("mousemove", (event) => app.tooltip.move(event.containerPoint));
      layer.on("mouseout", () => app.tooltip.hide());
      return layer;
    }),
  );
}
