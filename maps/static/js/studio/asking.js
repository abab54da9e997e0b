/** Questions to the server about a picture, and what its refusals mean. */

/** Characters of an address up to which a question is one that caches understand. */
const LONGEST_ADDRESS = 3500;

/** What the server answered when it did not answer with a picture. */
export class Refusal extends Error {
  /**
   * @param {number} status
   * @param {string} detail
   * @param {number} retryAfter Seconds, 0 if it did not say.
   */
  constructor(status, detail, retryAfter) {
    super(detail);
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

/**
 * Ask for a part of a picture.
 * @param {string} path Below `/api/still`.
 * @param {object} spec
 * @param {Record<string, string|number>} parameters
 * @param {AbortSignal} [signal]
 * @returns {Promise<Response>} An answer that is one.
 */
export async function ask(path, spec, parameters, signal) {
  const text = JSON.stringify(spec);
  const query = new URLSearchParams(parameters);
  const address = `/api/still${path}`;
  query.set("spec", text);
  let answer;
  if (String(query).length <= LONGEST_ADDRESS) {
    answer = await fetch(`${address}?${query}`, { signal });
  } else {
    query.delete("spec");
    const headers = { "Content-Type": "application/json" };
    answer = await fetch(`${address}?${query}`, { method: "POST", body: text, headers, signal });
  }
  if (answer.ok) return answer;
  throw new Refusal(answer.status, await detailOf(answer), retryOf(answer));
}

async function detailOf(answer) {
  try {
    return String((await answer.json()).detail);
  } catch {
    return `${answer.status}`;
  }
}

function retryOf(answer) {
  const seconds = Number(answer.headers.get("Retry-After"));
  return Number.isFinite(seconds) ? Math.min(Math.max(seconds, 0), 30) : 0;
}

const at = (field, key) => () => [field, key];

/** How the server's refusals begin, the field each is about, and our words for it. */
const WHERE = [
  [/^the (title|subtitle) of \d+ char.* does not fit/, (m) => [m[1], `problem_${m[1]}_long`]],
  [
    /^the (title|subtitle) has characters that the font cannot draw: (.*?);/,
    (m) => [m[1], "problem_letters", { letters: m[2] }],
  ],
  [/: (title|subtitle)\b.*has the character U\+/, (m) => [m[1], "problem_character"]],
  [/: (title|subtitle)\b.*at most \d+/, (m) => [m[1], `problem_${m[1]}_long`]],
  [/^there is no zone /, at("zones", "problem_zone_unknown")],
  [/^the template \w+ has (no|0) zone/, at("zones", "zone_needed")],
  [/^the place of .* is not known/, at("zones", "problem_zone_unplaced")],
  [/^the extent has no zone/, at("extent", "problem_extent_empty")],
  [/^no zone of/, at("zones", "problem_zone_unplaced")],
  [/^no zone can be ranked/, at("measure", "problem_no_figures")],
  [/^the measure '\w+' (has no order|does not change)/, at("measure", "problem_measure")],
  [/^the picture has no earlier day/, at("before", "problem_day_needed")],
  [/^the earlier day .* is not before/, at("before", "problem_day_order")],
  [/^the claim .* is dated/, at("claim", "problem_claim_later")],
  [/^there is no published total/, at("claim", "problem_no_claim")],
  [/^levels is video/, at("levels", "problem_levels")],
  [/: size\b|^the size /, at("size", "problem_size")],
  [/: (as_of|before)\b/, (m) => [m[1], "problem_day"]],
  [/: extent\b/, at("extent", "problem_extent")],
  [/^the map would reach from/, at("extent", "problem_extent_far")],
  [/ (does|do) not fit|^there is no room|units high/, at(null, "problem_room")],
  [/^the spec cannot be drawn: (\w+)/, (m) => [m[1], "problem_other"]],
  [/^(?:there is no|the) (claim|theme|template|province)\b/, (m) => [m[1], "problem_other"]],
  [/^(\w+) (?:is|has) /, (m) => [m[1], "problem_other"]],
];

/**
 * Which field a refusal is about, and in which words to say it.
 * @param {string} detail
 * @returns {{ field: string|null, key: string, values: object }}
 */
export function readRefusal(detail) {
  for (const [pattern, told] of WHERE) {
    const found = pattern.exec(detail);
    if (found) {
      const [field, key, values = {}] = told(found);
      return { field, key, values: { detail, ...values } };
    }
  }
  return { field: null, key: "problem_other", values: { detail } };
}
