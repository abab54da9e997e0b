/** Buttons that copy what stands beside them. */

/** @param {Record<string, string>} words */
export function setUpCopying(words) {
  for (const button of document.querySelectorAll("[data-copy]")) {
    const code = button.parentElement.querySelector("code");
    const label = button.firstChild;
    const first = label.textContent;
    button.hidden = false;
    button.addEventListener("click", async () => {
      const done = await copy(code);
      label.textContent = done ? words.copied : words.copy_failed;
      say(label.textContent);
      setTimeout(() => (label.textContent = first), 2500);
    });
  }
}

/** Copy a text; where the browser forbids it, select it, so that a key press does. */
async function copy(code) {
  try {
    await navigator.clipboard.writeText(code.textContent);
    return true;
  } catch {
    const range = document.createRange();
    range.selectNodeContents(code);
    const selection = globalThis.getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
    return false;
  }
}

/** Say something to those who hear the page. */
function say(text) {
  document.getElementById("ogc-status").textContent = text;
}
