/** Files to take away, and the link that leads back here. */

import { el, replace } from "zonemap/dom";
import { Refusal, ask } from "zonemap/studio/asking";
import { pixelsOf, yamlOf } from "zonemap/studio/spec";

const OUTPUTS = ["png", "svg", "pdf", "fill", "key"];
const MOST_PX = 8192;
const MOST_TRIES = 5;
const wait = (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));

/** @param {object} app */
export function createDownloads(app) {
  const box = document.getElementById("st-downloads");
  let factor = 1;

  function render() {
    const { words, options, store } = app;
    const { width, height } = pixelsOf(store.spec.size ?? "hd", options.sizes);
    const factors = [0.5, 1, 2, 4].filter((one) => isPossible(width * one, height * one));
    if (!factors.includes(factor)) factor = 1;
    const select = el("select", { id: "st-download-size", on: { change: onSize } });
    for (const one of factors) {
      const size = `${width * one} × ${height * one}`;
      const text = one === 1 ? words.t("size_as_shown", { size }) : size;
      select.append(el("option", { value: one, text, selected: one === factor }));
    }
    const held = document.activeElement?.id;
    replace(
      box,
      el("label", { for: "st-download-size", text: words.t("download_size") }),
      select,
      ...OUTPUTS.map((output) => outputButton(output)),
      el("button", { type: "button", id: "st-yaml", text: "YAML", title: words.t("spec_yaml"), "aria-label": words.t("download_as", { name: words.t("spec_yaml") }), on: { click: saveSpec } }),
      el("button", { type: "button", id: "st-copy", class: "main", text: words.t("copy_link"), on: { click: copy } }),
      linkField,
    );
    if (held?.startsWith("st-")) box.querySelector(`#${held}`)?.focus();
  }

  const linkField = el("input", {
    id: "st-link",
    type: "text",
    readonly: true,
    class: "link-field",
    hidden: true,
    on: { focus: () => linkField.select() },
  });

  function outputButton(output) {
    const label = app.words.pick(app.options.outputs.find((one) => one.id === output), "label");
    return el("button", {
      type: "button",
      id: `st-get-${output}`,
      class: output === "png" ? "main" : null,
      "aria-label": app.words.t("download_as", { name: label }),
      title: label,
      text: output === "fill" || output === "key" ? output[0].toUpperCase() + output.slice(1) : output.toUpperCase(),
      on: { click: () => get(output, label) },
    });
  }

  function onSize(event) {
    factor = Number(event.target.value);
  }

  function wanted() {
    const spec = app.asked();
    if (factor === 1) return spec;
    const { width, height } = pixelsOf(spec.size ?? "hd", app.options.sizes);
    return { ...spec, size: `${width * factor}x${height * factor}` };
  }

  async function get(output, name) {
    const spec = wanted();
    app.status(app.words.t("making", { name }));
    for (let tries = 1; ; tries += 1) {
      try {
        const answer = await ask("", spec, { f: output });
        save(await answer.blob(), fileName(answer, output));
        app.status(app.words.t("made", { name }));
        return;
      } catch (error) {
        const isBusy = error instanceof Refusal && error.status === 503;
        const isAway = error instanceof TypeError;
        if ((!isBusy && !isAway) || tries >= MOST_TRIES) {
          if (error instanceof Refusal && !isBusy) app.refuse(error);
          else app.status(app.words.t("gave_up"));
          return;
        }
        const seconds = (isBusy && error.retryAfter) || 2;
        app.status(app.words.t(isBusy ? "busy" : "away", { seconds }));
        await wait(seconds);
      }
    }
  }

  function saveSpec() {
    const name = `zonemap_${app.store.spec.template ?? "overview"}.yaml`;
    save(new Blob([yamlOf(app.asked())], { type: "application/yaml" }), name);
    app.status(app.words.t("made", { name }));
  }

  async function copy() {
    const link = app.link();
    try {
      await navigator.clipboard.writeText(link);
      linkField.hidden = true;
      app.status(app.words.t("copied"));
    } catch {
      linkField.value = link;
      linkField.setAttribute("aria-label", app.words.t("link"));
      linkField.hidden = false;
      linkField.focus();
      app.status(app.words.t("copy_failed"));
    }
  }

  return { render };
}

function isPossible(width, height) {
  const isWhole = Number.isInteger(width) && Number.isInteger(height);
  return isWhole && Math.max(width, height) <= MOST_PX && Math.min(width, height) >= 180;
}

function fileName(answer, output) {
  const told = /filename="([^"/\\]+)"/.exec(answer.headers.get("Content-Disposition") ?? "");
  return told ? told[1] : `zonemap.${output === "svg" || output === "pdf" ? output : "png"}`;
}

function save(blob, name) {
  const address = URL.createObjectURL(blob);
  const link = el("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
