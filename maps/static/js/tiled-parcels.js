/** Parcels of a served page: vector tiles, loaded when the reader first comes close enough. */

/** @param {object} app */
export function createTiledParcels(app) {
  const { map } = app;
  const invented = app.layers.zones.entries.filter(
    ({ zone }) => app.parcelZones.has(zone.id) && zone.properties.ledger.illustrative,
  );
  let tiles = null;
  let loading = false;
  let failed = false;
  let shown = true;
  let told = false;

  const isOn = () => shown && app.parcelZones.size > 0 && map.getZoom() >= app.style.zone.parcel_zoom;

  function refresh() {
    const on = isOn();
    if (on && !tiles) load();
    if (on) tiles?.layer.addTo(map);
    else tiles?.layer.remove();
    if (!on) tell(null);
    warn(on);
  }

  async function load() {
    if (loading) return;
    loading = true;
    try {
      const { createParcelTiles } = await import("zonemap/look/parcel-tiles");
      tiles = await createParcelTiles(app, app.tiles, hear);
      failed = false;
    } catch (error) {
      failed = true;
      console.error(error);
    }
    loading = false;
    if (tiles) refresh();
    else warn(isOn());
  }

  function hear(isFailing) {
    if (failed === isFailing) return;
    failed = isFailing;
    warn(isOn());
  }

  /** Say that parcels could not be had, or that some in view are illustrative. */
  function warn(on) {
    const view = map.getBounds();
    const seen = on && invented.some(({ footprint }) => footprint && view.intersects(footprint.getBounds()));
    app.notice(on && failed ? "parcels_failed" : seen ? "illustrative_note" : null);
  }

  /** Tell the parcel under the pointer; a footprint above it tells its zone otherwise. */
  function tell(event) {
    const parcel = event && tiles && isOn() ? tiles.at(map.mouseEventToLatLng(event)) : null;
    if (parcel) {
      const point = map.mouseEventToContainerPoint(event);
      app.tooltip.show("parcel", parcel, point, { always: event.type === "click" });
    } else if (told) app.tooltip.hide();
    told = parcel !== null;
    return parcel;
  }

  const container = map.getContainer();
  container.addEventListener("mousemove", tell);
  container.addEventListener("click", tell);
  container.addEventListener("mouseleave", () => tell(null));
  map.on("movestart", () => tell(null));
  map.on("zoomend moveend", refresh);
  return {
    refresh,
    isShown: () => shown,
    setShown(value) {
      shown = value;
      refresh();
    },
  };
}
