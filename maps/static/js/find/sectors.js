/**
 * Main sectors as sources write them, grouped into a few that can be chosen.
 *
 * The vocabulary is small because the texts are: 65 zones name two to five branches each, in free
 * words. A finer list would leave one zone a word; each group here is a branch that an investor
 * would ask for and that several zones name. Words keep their Vietnamese diacritics: without them
 * `giày` (shoes) and `giấy` (paper) are one word.
 */

const GROUPS = {
  electronics: /điện tử|cntt|công nghệ thông tin|phần mềm|^điện$|electronic|software|\bit\b/u,
  mechanics: /cơ khí|ô tô|khuôn mẫu|lắp ráp|tự động hóa|công nghiệp hỗ trợ|lốp|mechanic|automo|machine|supporting/u,
  textiles: /dệt|sợi|may mặc|giày|da giày|thuộc da|textile|garment|footwear|leather/u,
  wood_paper: /gỗ|giấy|bao bì|nội thất|wood|furniture|paper|packaging/u,
  food: /thực phẩm|hải sản|thủy sản|nông|thức ăn|đồ uống|food|seafood|beverage|feed/u,
  chemicals: /hóa chất|hóa dầu|dầu khí|hóa mỹ phẩm|nhựa|cao su|sơn|phân đạm|phân bón|chemical|plastic|rubber|petro/u,
  health: /dược|y tế|sinh học|pharma|medical|biotech/u,
  materials: /thép|vật liệu|gốm|kim loại|luyện|xi măng|steel|ceramic|metal|material/u,
  energy: /nhiệt điện|năng lượng|lng|lpg|energy|power/u,
  logistics: /logistics|kho(?![\p{L}])|kho bãi|kho vận|cảng|warehous|port(?![\p{L}])/u,
  consumer: /hàng tiêu dùng|tiêu dùng|consumer/u,
  multi: /đa ngành|tổng hợp|multi|mixed/u,
};

/** Keys of the groups, in the order in which they are offered; `other` for what none of them is. */
export const SECTORS = [...Object.keys(GROUPS), "other"];

const PARTS = /[,;:()]|\s[–-]\s|\s–|–\s/u;
const OLD_TONES = { oá: "óa", oà: "òa", oả: "ỏa", oã: "õa", oạ: "ọa", uỷ: "ủy", uý: "úy", uỳ: "ùy" };

/**
 * Groups that a text of main sectors names.
 * @param {string|null|undefined} text
 * @returns {string[]|null} Keys of `SECTORS`; null where nothing is said.
 */
export function sectorsOf(text) {
  const plain = String(text ?? "")
    .normalize("NFC")
    .toLowerCase()
    .replace(/oá|oà|oả|oã|oạ|uỷ|uý|uỳ/gu, (tone) => OLD_TONES[tone]);
  const parts = plain.split(PARTS).map((part) => part.trim()).filter(Boolean);
  if (!parts.length) return null;
  const found = SECTORS.filter((key) => GROUPS[key] && parts.some((part) => GROUPS[key].test(part)));
  return found.length ? found : ["other"];
}
