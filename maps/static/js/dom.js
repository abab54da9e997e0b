/** Elements made without HTML text: whatever a name holds, it stays text. */

const SVG = "http://www.w3.org/2000/svg";

/**
 * An element with attributes, listeners and children.
 * @param {string} tag
 * @param {object} [options] `class`, `text`, `on` (listeners by event), `style` (CSS properties by
 *   name); anything else is an attribute. Attributes that are null, undefined or false are left out.
 * @param {...(Node|string|null)} children Strings become text nodes; null is skipped.
 * @returns {HTMLElement}
 */
export function el(tag, options = {}, ...children) {
  return fill(document.createElement(tag), options, children);
}

/**
 * The same for SVG.
 * @returns {SVGElement}
 */
export function svg(tag, options = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), options, children);
}

function fill(node, options, children) {
  for (const [name, value] of Object.entries(options)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "class") node.setAttribute("class", value);
    else if (name === "text") node.textContent = value;
    else if (name === "on") listen(node, value);
    else if (name === "style") setStyle(node, value);
    else if (!name.startsWith("on")) node.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children) {
    if (child !== null && child !== undefined) node.append(child);
  }
  return node;
}

function listen(node, listeners) {
  for (const [event, listener] of Object.entries(listeners)) node.addEventListener(event, listener);
}

/** Styles go through the object model, which a content security policy without inline allows. */
function setStyle(node, properties) {
  for (const [name, value] of Object.entries(properties)) node.style.setProperty(name, value);
}

/** Replace everything in a node. */
export function replace(node, ...children) {
  node.replaceChildren(...children.filter((child) => child !== null && child !== undefined));
}

/**
 * An address as a link, if it is one of the web; as text otherwise.
 * @param {string} address
 * @param {string} [text]
 * @returns {HTMLElement}
 */
export function sourceLink(address, text = address) {
  if (!isWebAddress(address)) return el("span", { text });
  return el("a", { href: address, target: "_blank", rel: "noopener noreferrer", text });
}

/** Only http and https: `javascript:` and `data:` never become links. */
export function isWebAddress(address) {
  try {
    return ["http:", "https:"].includes(new URL(address).protocol);
  } catch {
    return false;
  }
}
