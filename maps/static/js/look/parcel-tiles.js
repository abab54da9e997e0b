/** Parcels as vector tiles: drawn on canvas by their line of the ledger, however many there are. */

import { L } from "zonemap/leaflet";

const MATRIX_SET = "ogc/collections/parcels/tiles/WebMercatorQuad";
const DEEPEST = 17;
const DOT_STEP = 6;

/**
 * The layer, and which parcel lies at a place.
 * @param {object} app
 * @param {{script: string, url: string}} tiles Address of the drawing library, and of our server.
 * @param {(failed: boolean) => void} told Hears whether the last tile could be had.
 */
export async function createParcelTiles(app, tiles, told) {
  await loadScript(tiles.script);
  const { leafletLayer } = globalThis.protomapsL;
  const layer = leafletLayer({
    url: addressOf(tiles.url),
    levelDiff: 0,
    maxDataZoom: DEEPEST,
    minZoom: app.style.zone.parcel_zoom,
    maxZoom: DEEPEST,
    pane: "parcels",
    attribution: "",
    noWrap: true,
    className: "parcel-tiles",
    paintRules: [
      { dataLayer: "parcels", symbolizer: parcelSymbolizer(app) },
      { dataLayer: "parcels_by_zone", symbolizer: outlineSymbolizer() },
    ],
  });
  hear(layer.views.get("").tileCache.source, told);
  globalThis
    .matchMedia("(prefers-color-scheme: dark)")
    .addEventListener("change", () => layer._map && layer.rerenderTiles());
  return { layer, at: (latLng) => parcelAt(layer, latLng) };
}

/** Row before column, as OGC API Tiles has it; on the day that the page shows. */
function addressOf(root) {
  const day = new URLSearchParams(globalThis.location.search).get("as_of");
  const when = day ? `?datetime=${encodeURIComponent(day)}` : "";
  return `${root}/${MATRIX_SET}/{z}/{y}/{x}${when}`;
}

function hear(source, told) {
  const get = source.get.bind(source);
  source.get = async (address, size) => {
    try {
      const tile = await get(address, size);
      told(false);
      return tile;
    } catch (error) {
      if (error.name === "AbortError") throw error;
      told(true);
      // An empty tile: what is wrong has been said.
      return new Map();
    }
  };
}

function parcelAt(layer, { lat, lng }) {
  const found = layer.queryTileFeaturesDebug(lng, lat).get("") ?? [];
  return found.find((one) => one.layerName === "parcels")?.feature.props ?? null;
}

function parcelSymbolizer(app) {
  const fills = new Map();
  let stroke = "";
  const fillOf = (context, { ledger_line: line = "not_net", illustrative }) => {
    const key = `${line} ${illustrative} ${stroke}`;
    if (!fills.has(key)) {
      const fill = app.style.parcel_line[line] || null;
      const hollow = colourOf("unknown-fill");
      const picture = illustrative && dots(fill ?? hollow, fill ? "#ffffff" : colourOf("unknown-stroke"));
      fills.set(key, picture ? context.createPattern(picture, "repeat") : (fill ?? hollow));
    }
    return fills.get(key);
  };
  return {
    /** Once a tile: what the scheme makes of the colours of paper. */
    before() {
      stroke = colourOf("zone-stroke");
    },
    draw(context, rings, _zoom, { props }) {
      context.fillStyle = fillOf(context, props);
      context.strokeStyle = stroke;
      context.lineWidth = 0.5;
      context.beginPath();
      trace(context, rings);
      context.fill();
      context.stroke();
    },
  };
}

/** Canvas knows no custom properties, so they are read for it. */
function colourOf(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

/** Where parcels are too many for a tile: the outline of the zone that they fill. */
function outlineSymbolizer() {
  return {
    draw(context, rings) {
      context.strokeStyle = colourOf("zone-stroke");
      context.lineWidth = 1;
      context.setLineDash([1, 3]);
      context.beginPath();
      trace(context, rings);
      context.stroke();
      context.setLineDash([]);
    },
  };
}

function trace(context, rings) {
  for (const ring of rings) {
    ring.forEach(({ x, y }, i) => (i ? context.lineTo(x, y) : context.moveTo(x, y)));
  }
}

/** Dots on the colour: what is illustrative looks so everywhere. */
function dots(colour, ink) {
  const canvas = document.createElement("canvas");
  canvas.width = DOT_STEP;
  canvas.height = DOT_STEP;
  const context = canvas.getContext("2d");
  context.fillStyle = colour;
  context.globalAlpha = 0.75;
  context.fillRect(0, 0, DOT_STEP, DOT_STEP);
  context.globalAlpha = 1;
  context.fillStyle = ink;
  context.beginPath();
  context.arc(DOT_STEP / 2, DOT_STEP / 2, 0.9, 0, 2 * Math.PI);
  context.fill();
  return canvas;
}

function loadScript(address) {
  if (globalThis.protomapsL) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.addEventListener("load", () => resolve());
    script.addEventListener("error", () => reject(new Error(`${address} did not load`)));
    document.head.append(script);
  });
}
