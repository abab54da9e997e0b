/** Fields of the form, each with its label and a place for what is wrong with it. */

import { el } from "zonemap/dom";

/**
 * A field around an input.
 * @param {string} name Of the field of the spec.
 * @param {string} label
 * @param {HTMLElement} input
 * @param {...Node} more Behind the input.
 */
export function fieldOf(name, label, input, ...more) {
  const error = el("p", { class: "error", id: `st-error-${name}`, hidden: true });
  describe(input, error.id);
  return el(
    "div",
    { class: "field", "data-field": name },
    el("label", { for: input.id, text: label }),
    // What stands around an input already, as a list that opens below it, comes along.
    input.parentElement ?? input,
    ...more,
    error,
  );
}

/** A group of inputs with one label. */
export function groupOf(name, label, ...children) {
  const error = el("p", { class: "error", id: `st-error-${name}`, hidden: true });
  const group = el(
    "fieldset",
    { class: "field", "data-field": name },
    el("legend", { text: label }),
    ...children,
    error,
  );
  describe(group, error.id);
  return group;
}

function describe(node, id) {
  const known = node.getAttribute("aria-describedby");
  node.setAttribute("aria-describedby", known ? `${known} ${id}` : id);
}

/** Say what is wrong with a field; an empty text takes it back. */
export function setError(form, name, text) {
  for (const node of form.querySelectorAll(".field > .error")) {
    const isIt = node.parentElement.dataset.field === name && text;
    node.hidden = !isIt;
    node.textContent = isIt ? text : "";
    const input = node.parentElement.querySelector("input, textarea, select");
    if (!input || input.type === "radio" || input.type === "checkbox") continue;
    if (isIt) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
  }
}

/**
 * A select of choices.
 * @param {string} id
 * @param {[string, string][]} choices Value and words of each.
 * @param {(value: string) => void} onChange
 */
export function selectOf(id, choices, onChange) {
  const select = el("select", { id, on: { change: () => onChange(select.value) } });
  for (const [value, text] of choices) select.append(el("option", { value, text }));
  return select;
}

/** Choose a value of a select, and offer it if it is not among the choices. */
export function selectValue(select, value) {
  if (![...select.options].some((one) => one.value === value)) {
    select.append(el("option", { value, text: value }));
  }
  select.value = value;
}

/** A switch with its words. */
export function switchOf(id, label, onChange) {
  const input = el("input", { id, type: "checkbox", on: { change: () => onChange(input.checked) } });
  return { input, node: el("label", { class: "switch" }, input, el("span", { text: label })) };
}

/** Radio buttons as a row of chips. */
export function radiosOf(name, choices, onChange) {
  const inputs = choices.map(([value, text]) => {
    const input = el("input", {
      type: "radio",
      name: `st-${name}`,
      value,
      on: { change: () => onChange(value) },
    });
    return { value, input, node: el("label", { class: "chip" }, input, el("span", { text })) };
  });
  return {
    nodes: inputs.map((one) => one.node),
    choose: (value) => inputs.forEach((one) => (one.input.checked = one.value === value)),
  };
}
