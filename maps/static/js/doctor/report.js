/** The doctor's map: each boundary as it is in the file and as it would be stored. */

import { el } from "zonemap/dom";
import { L } from "zonemap/leaflet";

const COLOURS = { before: "#b4472b", after: "#0b6e69", landing: "#8a5a00" };
const CLOSEST = 19;
const LANDING_TEXT = { permanent: true, direction: "top", offset: [0, -10] };

/** Draw the report's map and wire its buttons. */
export function start() {
  const data = JSON.parse(document.getElementById("report-data").textContent);
  const app = { data, language: "vi", groups: {}, byNumber: new Map() };
  app.map = L.map("report-map", { attributionControl: false, zoomSnap: 0.25, maxZoom: CLOSEST });
  L.control.scale({ imperial: false }).addTo(app.map);
  drawLand(app);
  app.groups.zones = drawZones(app);
  app.groups.after = drawFeatures(app, "after");
  app.groups.before = drawFeatures(app, "before");
  app.groups.landings = drawLandings(app);
  for (const box of document.querySelectorAll("[data-layer]")) {
    box.addEventListener("change", () => showLayer(app, box));
    showLayer(app, box);
  }
  for (const button of document.querySelectorAll(".go")) {
    const number = Number(button.dataset.number);
    button.disabled = !app.byNumber.has(number);
    button.addEventListener("click", () => showFeature(app, number));
  }
  for (const button of document.querySelectorAll("button[data-language]")) {
    button.addEventListener("click", () => speak(app, button.dataset.language));
  }
  fitAll(app);
  speak(app, "vi");
  document.documentElement.dataset.ready = "true";
}

/** Every tooltip is made here, its text set as text. */
function bindText(layer, lines, options = { sticky: true }) {
  const write = () => el("div", {}, ...lines().map((text) => el("div", { text })));
  layer.bindTooltip(write, options);
}

function drawLand({ map, data }) {
  if (!data.land) return;
  L.geoJSON(data.land, {
    interactive: false,
    style: { color: data.paper.coast, weight: 1, fillColor: data.paper.land, fillOpacity: 1 },
  }).addTo(map);
}

function drawZones(app) {
  const group = L.layerGroup();
  for (const zone of app.data.zones) {
    const style = {
      color: app.data.paper.muted,
      weight: 1.5,
      dashArray: zone.schematic ? "6 4" : null,
      fillOpacity: 0.04,
    };
    const layer = zone.outline
      ? L.geoJSON(zone.outline, { style })
      : zone.centre && L.circleMarker(latLng(zone.centre), { ...style, radius: 7 });
    if (!layer) continue;
    bindText(layer, () => [zone.name[app.language]]);
    group.addLayer(layer);
  }
  return group;
}

function drawFeatures(app, side) {
  const group = L.featureGroup();
  const isBefore = side === "before";
  const style = {
    color: COLOURS[side],
    weight: isBefore ? 2 : 1.5,
    dashArray: isBefore ? "5 4" : null,
    fill: true,
    fillOpacity: isBefore ? 0 : 0.18,
  };
  for (const feature of app.data.features) {
    if (!feature[side]) continue;
    const layer = L.geoJSON(feature[side], {
      style,
      pointToLayer: (_, at) => L.circleMarker(at, { ...style, radius: isBefore ? 8 : 5 }),
    });
    bindText(layer, () => describe(app, feature));
    group.addLayer(layer);
    if (!app.byNumber.has(feature.number)) app.byNumber.set(feature.number, layer);
  }
  return group;
}

function describe(app, feature) {
  const severity = feature.severity ? app.data.words[feature.severity][app.language] : null;
  return [`#${feature.number} ${feature.place}`, severity].filter(Boolean);
}

function drawLandings(app) {
  const group = L.featureGroup();
  for (const landing of app.data.landings) {
    const marker = L.circleMarker(latLng(landing.at), {
      radius: landing.used ? 9 : 6,
      color: COLOURS.landing,
      fillColor: "#f1d9a8",
      fillOpacity: 0.9,
      weight: 2,
    });
    const swapped = () => (landing.swapped ? [app.data.words.swapped[app.language]] : []);
    bindText(marker, () => [landing.crs, ...swapped()], LANDING_TEXT);
    group.addLayer(marker);
  }
  return group;
}

/** The one place where lon, lat becomes Leaflet's lat, lng; GeoJSON is turned by Leaflet. */
function latLng([lon, lat]) {
  return L.latLng(lat, lon);
}

function showLayer(app, box) {
  const group = app.groups[box.dataset.layer];
  if (box.checked) group.addTo(app.map);
  else group.remove();
}

function showFeature(app, number) {
  const layer = app.byNumber.get(number);
  if (!layer) return;
  document.getElementById("report-map").scrollIntoView({ block: "nearest" });
  app.map.fitBounds(layer.getBounds(), { padding: [60, 60], maxZoom: CLOSEST });
  layer.openTooltip(layer.getBounds().getCenter());
}

function fitAll(app) {
  const [west, south, east, north] = app.data.region;
  const drawn = L.latLngBounds([]);
  for (const name of ["after", "before", "landings"]) {
    if (app.map.hasLayer(app.groups[name])) drawn.extend(app.groups[name].getBounds());
  }
  app.map.fitBounds(drawn.isValid() ? drawn : L.latLngBounds([south, west], [north, east]), {
    padding: [40, 40],
    maxZoom: 17,
    animate: false,
  });
}

function speak(app, language) {
  app.language = language;
  document.documentElement.lang = language;
  document.documentElement.dataset.language = language;
  for (const button of document.querySelectorAll("button[data-language]")) {
    button.setAttribute("aria-pressed", String(button.dataset.language === language));
  }
  const { words, total, features } = app.data;
  const number = new Intl.NumberFormat(language);
  document.getElementById("report-map").setAttribute("aria-label", words.map[language]);
  document.getElementById("report-drawn").textContent =
    features.length < total
      ? words.drawn[language]
          .replace("{drawn}", number.format(features.length))
          .replace("{total}", number.format(total))
      : "";
}
