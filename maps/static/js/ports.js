/** Ports: shape by kind, size by the largest vessel, hollow while planned. */

import { toLatLng } from "zonemap/geometry";
import { L } from "zonemap/leaflet";
import { portSymbol } from "zonemap/symbols";

/** @param {object} app */
export function createPorts(app) {
  const group = L.layerGroup();
  const entries = app.ports.map((port) => {
    const size = app.view.port_sizes[port.id];
    const { kind, status } = port.properties;
    const picture = portSymbol(app.style, kind, size, status);
    const side = Number(picture.getAttribute("width"));
    const marker = L.marker(toLatLng(port.geometry.coordinates), {
      pane: "ports",
      keyboard: false,
      bubblingMouseEvents: false,
      icon: L.divIcon({ className: "port", html: wrapped(picture), iconSize: [side, side] }),
    });
    marker.on("click", () => app.select("port", port.id));
    marker.on("mouseover", (event) => app.tooltip.show("port", port.id, event.containerPoint));
    marker.on("mousemove", (event) => app.tooltip.move(event.containerPoint));
    marker.on("mouseout", () => app.tooltip.hide());
    group.addLayer(marker);
    return { port, marker, side, size, latLng: marker.getLatLng() };
  });
  group.addTo(app.map);

  /** Symbols are smaller at region scale, where terminals stand close together. */
  const scale = () => (app.map.getZoom() < 10.75 ? 0.68 : 1);
  const pane = app.map.getPane("ports");
  const refresh = () => pane.style.setProperty("--symbol-scale", String(scale()));
  app.map.on("zoomend", refresh);
  refresh();

  function mark() {
    const selection = app.state.get("selection");
    for (const entry of entries) {
      const on = selection?.type === "port" && selection.id === entry.port.id;
      entry.marker.getElement()?.classList.toggle("selected", on);
    }
  }
  app.state.on("selection", mark);
  mark();

  return {
    entries,
    scale,
    isShown: () => app.map.hasLayer(group),
    setShown(value) {
      if (value) group.addTo(app.map);
      else group.remove();
      mark();
    },
  };
}

/** Leaflet wants an HTMLElement where it would otherwise take HTML text. */
function wrapped(picture) {
  const box = document.createElement("div");
  box.append(picture);
  return box;
}
