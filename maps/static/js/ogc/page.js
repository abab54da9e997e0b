/** Start of every page of the OGC API: what the HTML has is brought to life; nothing depends on it. */

import { setUpCopying } from "zonemap/ogc/copying";
import { setUpForm } from "zonemap/ogc/form";
import { createMap } from "zonemap/ogc/map";
import { setUpTable } from "zonemap/ogc/table";

export function start() {
  const data = JSON.parse(document.getElementById("ogc-data").textContent);
  const words = data.words;
  const view = document.getElementById("ogc-map") ? createMap(data, words) : null;
  setUpCopying(words);
  setUpForm(view);
  if (data.kind === "items") setUpTable(data, words, view);
  document.documentElement.dataset.ready = "true";
}
