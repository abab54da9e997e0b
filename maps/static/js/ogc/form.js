/** The form of filters: takes the map's view, and sends only what is filled in. */

/** @param {{bbox: () => string}|null} view */
export function setUpForm(view) {
  const form = document.getElementById("ogc-filter");
  if (!form) return;
  form.addEventListener("submit", () => {
    const empty = [...form.elements].filter((field) => field.name && field.value.trim() === "");
    for (const field of empty) field.disabled = true;
    // A page kept by the browser for going back has its fields again.
    setTimeout(() => empty.forEach((field) => (field.disabled = false)), 0);
  });
  const button = document.getElementById("ogc-from-view");
  if (!view || !button) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    const field = document.getElementById("ogc-bbox");
    field.value = view.bbox();
    field.focus();
  });
}
