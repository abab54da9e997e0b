/** Publishers and licences that are no proper names, in the language shown. */

const PUBLISHERS = {
  "General knowledge": "publisher_general_knowledge",
  Estimate: "publisher_estimate",
  "OpenStreetMap contributors": "publisher_openstreetmap",
  "Press report without an address": "publisher_press_report",
  "Unsigned public list": "publisher_unsigned_list",
  "Unsigned demonstration file": "publisher_unsigned_file",
};
const LICENCES = {
  "facts quoted with source": "licence_facts",
  "none: no source text": "licence_none",
};

/** The publisher's name; the key of a source that is not described. */
export function publisherOf(words, source, key) {
  if (!source) return key;
  const known = PUBLISHERS[source.publisher];
  return known ? words.t(known) : (source.publisher ?? key);
}

/** The licence as the page says it. */
export function licenceOf(words, source) {
  const known = LICENCES[source.licence];
  return known ? words.t(known) : source.licence;
}
