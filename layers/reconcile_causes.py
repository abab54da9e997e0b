"""Why two figures may disagree: one table of likely causes, and the rules that tell numbers apart.

A cause is never certain; its words say "likely" in both languages. `unknown` is an honest answer.
The rules look at two numbers only; what is known of scope, date and outline is looked at where
the two are compared, in `layers.reconcile_zones` and `layers.reconcile_claims`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from layers.as_of import first_day, last_day

ROUNDING_SHARE = 0.01
"""Two published numbers further apart than this share were not merely rounded."""


@dataclass(frozen=True, slots=True)
class Cause:
    """A likely cause in both languages, and the rule that names it."""

    words_vi: str
    words_en: str
    rule: str


CAUSES: dict[str, Cause] = {
    "different_date": Cause(
        "Nhiều khả năng hai số liệu của hai thời điểm khác nhau (hoặc một số không rõ ngày)",
        "Likely of different dates, or one of them is undated",
        "dates do not overlap or one is missing, and no other rule fits; a later claim of the same "
        "kind exists; or an outline or sum agrees with the zones' other figures",
    ),
    "gross_or_net": Cause(
        "Nhiều khả năng một số là tổng diện tích, số kia chỉ là đất cho thuê",
        "Likely one is the gross area and the other only the land for lease",
        "leasable land over 90 % of the total area; or a figure within 2 % (an outline 5 %) of the "
        "zone's figure of the other kind",
    ),
    "service_land": Cause(
        "Nhiều khả năng chỉ một bên tính đất dịch vụ (Nghị định 35/2022/NĐ-CP)",
        "Likely only one side counts service land (Decree 35/2022/ND-CP)",
        "the ledger's occupancy of industrial land alone agrees with the declared one",
    ),
    "phases_counted_differently": Cause(
        "Nhiều khả năng các giai đoạn hoặc phần mở rộng được đếm khác nhau",
        "Likely phases or extensions are counted differently",
        "a figure of a group of zones; zones counted phase by phase; a count no further off than "
        "the number of extensions and doubtful zones listed; or a sum that agrees (1 %) once all "
        "phases of its official zones are in",
    ),
    "part_or_whole": Cause(
        "Nhiều khả năng một số chỉ nói về một phần của khu",
        "Likely one speaks of a part of the zone only",
        "the scope of a figure is `part` or `near`",
    ),
    "includes_urban_land": Cause(
        "Nhiều khả năng một số gồm cả khu đô thị, nhà ở hoặc cảng đi kèm",
        "Likely one includes the urban, housing or port part",
        "the scope of a figure is `wider`, or an outline is within 5 % of such a figure",
    ),
    "planned_or_built": Cause(
        "Nhiều khả năng một số là quy hoạch, số kia là hiện trạng",
        "Likely one is a plan and the other what stands",
        "the scope of a figure is `planned`, or a claim is within 1 % of a plan's",
    ),
    "established_or_operating": Cause(
        "Nhiều khả năng một số đếm khu đã thành lập, số kia chỉ đếm khu đang hoạt động",
        "Likely one counts zones established and the other only those operating",
        "claims of both kinds, or our count or sum of the other kind agrees (1 %)",
    ),
    "decimal_comma": Cause(
        "Nhiều khả năng nhầm dấu thập phân hoặc dấu phân cách nghìn",
        "Likely a decimal comma read as a thousands mark, or the reverse",
        "one is 10, 100 or 1,000 times the other, within 0.5 %",
    ),
    "digit_swap": Cause(
        "Nhiều khả năng hai chữ số bị đảo chỗ",
        "Likely two digits swapped",
        "the same digits, two neighbours exchanged",
    ),
    "clusters_counted": Cause(
        "Nhiều khả năng một bên tính cả cụm công nghiệp hoặc khu công nghệ cao",
        "Likely one side counts industrial clusters or the high-tech park as well",
        "our count or sum with clusters and high-tech parks added agrees (1 %)",
    ),
    "outline_incomplete": Cause(
        "Nhiều khả năng đường bao thiếu một phần khu",
        "Likely the outline misses a part of the zone",
        "an outline at most 90 % of the declared area, or less than was mapped on the same day",
    ),
    "outline_joins_zones": Cause(
        "Nhiều khả năng đường bao gộp nhiều khu hoặc đất liền kề",
        "Likely the outline joins several zones or land beside them",
        "an outline at least 110 % of the declared area, or what it has too much is what a "
        "namesake lacks (15 %), or it is within 10 % of zones of one name together",
    ),
    "drawing_accuracy": Cause(
        "Nhiều khả năng do độ chính xác khi vẽ đường bao",
        "Likely the accuracy of drawing",
        "an outline within 5 % of the declared area",
    ),
    "rounding": Cause(
        "Nhiều khả năng do làm tròn",
        "Likely rounding",
        "one is the other with fewer digits, at most 1 % (or 0.5 ha) apart",
    ),
    "figures_missing": Cause(
        "Nhiều khả năng do còn khu hoặc thửa chưa có số liệu; tổng của ta chỉ là một phần",
        "Likely zones or parcels without a figure: our sum is only a part",
        "zones are missing from our sum, or parcels from the ledger, and it does not exceed what "
        "is declared",
    ),
    "zones_not_listed": Cause(
        "Nhiều khả năng danh sách của ta còn thiếu khu",
        "Likely our list lacks zones",
        "fewer planned zones or clusters listed than claimed",
    ),
    "statement_not_measure": Cause(
        "Nhiều khả năng “hết đất cho thuê” là lời phát biểu, không phải tỷ lệ lấp đầy 100 %",
        'Likely "no land left to lease" is a statement, not an occupancy of 100 %',
        "a statement beside a number that leaves land to let",
    ),
    "unknown": Cause(
        "Chưa rõ nguyên nhân",
        "Cause unknown",
        "no rule fits",
    ),
}
"""Code of a cause to its words; `rule` says when it is given."""


def cause_of_numbers(first: float, second: float, unit: str) -> str | None:
    """Cause that two published numbers show by themselves, if any.

    Parameters
    ----------
    first, second
        Different numbers in the same unit.
    unit
        `ha` lets whole hectares stand for fractions of one.

    Returns
    -------
    `decimal_comma`, `rounding`, `digit_swap`, or None.
    """
    if is_decimal_shift(first, second):
        return "decimal_comma"
    if is_rounding(first, second, unit):
        return "rounding"
    if is_digit_swap(first, second):
        return "digit_swap"
    return None


def is_rounding(first: float, second: float, unit: str) -> bool:
    """Whether one number is the other with fewer digits, and near it."""
    gap = abs(first - second)
    near = gap <= ROUNDING_SHARE * max(abs(first), abs(second)) or (unit == "ha" and gap <= 0.5)
    return near and (_rounds_to(first, second) or _rounds_to(second, first))


def is_digit_swap(first: float, second: float) -> bool:
    """Whether two numbers of at least three digits differ by two exchanged neighbours."""
    one, other = _text(first), _text(second)
    if len(one) != len(other) or sum(sign.isdigit() for sign in one) < 3:
        return False
    places = [place for place in range(len(one)) if one[place] != other[place]]
    return (
        len(places) == 2
        and places[1] == places[0] + 1
        and one[places[0]] == other[places[1]]
        and one[places[1]] == other[places[0]]
    )


def is_decimal_shift(first: float, second: float) -> bool:
    """Whether one number is 10, 100 or 1,000 times the other, within 0.5 %."""
    if first <= 0 or second <= 0:
        return False
    ratio = max(first, second) / min(first, second)
    return any(math.isclose(ratio, power, rel_tol=0.005) for power in (10, 100, 1000))


def is_near(first: float, second: float, share: float) -> bool:
    """Whether two numbers differ by at most a share of the larger one."""
    return abs(first - second) <= share * max(abs(first), abs(second))


def are_dates_apart(first: str | None, second: str | None) -> bool:
    """Whether two as-of dates do not overlap, or one of them is not known.

    Two undated figures tell nothing of their dates: that is no difference of dates.
    """
    if first is None or second is None:
        return first is not second
    return last_day(first) < first_day(second) or last_day(second) < first_day(first)


def _rounds_to(fine: float, coarse: float) -> bool:
    whole, _, fraction = _text(coarse).partition(".")
    decimals = len(fraction) or len(whole.rstrip("0")) - len(whole)
    # Half a unit of the coarser number's last digit, with a hair for binary fractions.
    return abs(fine - coarse) <= 0.5 * 10.0**-decimals + 1e-9


def _text(value: float) -> str:
    return f"{value:.6f}".rstrip("0").rstrip(".")
