/** Words of the page in the language shown. */

const STORE = "zonemap.language";

/**
 * @param {Record<string, Record<string, string>>} table Words by language and key.
 * @param {string} language
 */
export function createWords(table, language) {
  let current = table[language] ? language : "vi";

  /**
   * The word of that key, with `{name}` filled in; the key itself if there is no such word. Where
   * `count` is 1, the word with `_one` goes first.
   */
  function t(key, values = {}) {
    const one = String(values.count) === "1" ? table[current][`${key}_one`] : null;
    const text = one ?? table[current][key] ?? key;
    return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
  }

  return {
    t,
    has: (key) => key in table[current],
    get language() {
      return current;
    },
    set language(next) {
      if (table[next]) current = next;
    },
    /** The field of that stem in the language shown, or in Vietnamese. */
    pick: (object, stem) => object?.[`${stem}_${current}`] || object?.[`${stem}_vi`] || "",
    /** The language not shown. */
    get otherLanguage() {
      return current === "vi" ? "en" : "vi";
    },
    /** The name in the other language, for the second line of a title. */
    other: (object, stem) => object?.[`${stem}_${current === "vi" ? "en" : "vi"}`] || "",
  };
}

/** Write the words into every element marked for one. */
export function applyWords(root, words) {
  for (const node of root.querySelectorAll("[data-w]")) node.textContent = words.t(node.dataset.w);
  for (const node of root.querySelectorAll("[data-w-label]")) {
    node.setAttribute("aria-label", words.t(node.dataset.wLabel));
  }
  for (const node of root.querySelectorAll("[data-w-placeholder]")) {
    node.setAttribute("placeholder", words.t(node.dataset.wPlaceholder));
  }
}

/** The language kept from the last visit, or null. Storage may be forbidden. */
export function storedLanguage() {
  try {
    return globalThis.localStorage.getItem(STORE);
  } catch {
    return null;
  }
}

/** Keep the language for the next visit, where storage is allowed. */
export function storeLanguage(language) {
  try {
    globalThis.localStorage.setItem(STORE, language);
  } catch {
    // A page opened from disk, or a browser that forbids storage: the address still carries it.
  }
}
