/** Text made comparable: Vietnamese diacritics, case and punctuation do not matter. */

const OLD_WORDS = [
  [/\bkhu cong nghiep\b/g, "kcn"],
  [/\bkhu che xuat\b/g, "kcx"],
  [/\bkhu cong nghe cao\b/g, "kcnc"],
  [/\bcum cong nghiep\b/g, "ccn"],
];

/** The text without Vietnamese diacritics, its case kept: `Cái Mép` gives `Cai Mep`. */
export function plain(text) {
  return String(text)
    .normalize("NFD")
    .replace(/\p{M}+/gu, "")
    .replaceAll("đ", "d")
    .replaceAll("Đ", "D")
    .normalize("NFC");
}

/**
 * `Khu công nghiệp Đất Đỏ 1` gives `khu cong nghiep dat do 1`.
 * @param {string} text
 * @returns {string}
 */
export function fold(text) {
  return String(text)
    .normalize("NFD")
    .replace(/\p{M}+/gu, "")
    .replace(/[đĐ]/g, "d")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

/**
 * What a search compares: folded, with `khu công nghiệp` and `KCN` as one word.
 * @param {string} text
 * @returns {string}
 */
export function searchKey(text) {
  let key = fold(text);
  for (const [pattern, short] of OLD_WORDS) key = key.replace(pattern, short);
  return key;
}

/**
 * How well a key answers a query: 0 not at all, higher is better.
 * @param {string} key Made by `searchKey`.
 * @param {string} query Made by `searchKey`.
 * @returns {number}
 */
export function matchScore(key, query) {
  if (!query) return 0;
  if (key === query) return 5;
  if (key.startsWith(`${query} `)) return 4;
  if (` ${key} `.includes(` ${query} `)) return 3.5;
  if (` ${key}`.includes(` ${query}`)) return 3;
  const words = key.split(" ");
  const wanted = query.split(" ");
  if (wanted.every((part) => words.some((one) => one.startsWith(part)))) return 2;
  return key.replaceAll(" ", "").includes(query.replaceAll(" ", "")) ? 1 : 0;
}

/**
 * A name in at most two lines of about equal length.
 * @param {string} text
 * @param {number} longest Characters that still fit one line.
 * @returns {string[]}
 */
export function wrap(text, longest) {
  if (text.length <= longest) return [text];
  const spaces = [...text.matchAll(/\s/g)].map((match) => match.index);
  if (!spaces.length) return [text];
  const middle = text.length / 2;
  const cut = spaces.reduce((a, b) => (Math.abs(b - middle) < Math.abs(a - middle) ? b : a));
  return [text.slice(0, cut).trim(), text.slice(cut).trim()];
}
