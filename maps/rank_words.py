"""Sentences that explain a ranking: why the first is first, and how far to trust that.

Plain text in which names stand as they are; whoever shows it must not read it as markup.
"""

from __future__ import annotations

from geo.units import km_from_m, percent_from_share, round_half_up
from layers.ranking.criteria import Criterion
from layers.ranking.explaining import Contender, Explanation, Step
from layers.ranking.reading import Known
from layers.ranking.scoring import Ranking
from layers.ranking.stability import TOPS, Chances
from layers.records import IndustrialZone
from maps.distances import distance_text
from maps.labels import Language, age_text, format_number, word

POINTS = 100
"""A score of 1 is told as so many points."""

_DECIMALS = {"m": 1, "share": 0, "years": 0, "USD/m2/term": 0, "m3/day": 0, "MVA": 0}
_MOST_MISSING = 4
_LEAST_TOLD = 0.0005
"""Differences that are less than this are told as 0, and are no reason."""

# key -> (Vietnamese, English)
_SENTENCES = {
    "alone": (
        "{first} là khu duy nhất được xếp hạng, với {points} điểm chắc chắn.",
        "{first} is the only zone ranked, with {points} points that are certain.",
    ),
    "first": (
        "{first} đứng đầu với {points} điểm, hơn {second} ({second_points} điểm) {lead} điểm.",
        "{first} comes first with {points} points, {lead} ahead of {second} ({second_points}).",
    ),
    "tie": (
        "{first} và {second} bằng nhau ở phần chắc chắn ({points} điểm); {first} đứng trước vì "
        "có thể đạt cao hơn, hoặc theo thứ tự mã khu.",
        "{first} and {second} tie in what is certain ({points} points); {first} stands before for "
        "what is possible, or by the order of ids.",
    ),
    "for": ("Hơn nhiều nhất ở {reasons}.", "It gains most in {reasons}."),
    "against": ("Kém nhất ở {reasons}.", "It loses most in {reasons}."),
    "reason": (
        "{label} ({first} so với {second}: {points} điểm)",
        "{label} ({first} against {second}: {points} points)",
    ),
    "missing": ("Chưa chắc về {zone}: {figures}.", "Not sure of {zone}: {figures}."),
    "missing_one": ("{label} (có thể thêm {points} điểm)", "{label} (may add {points} points)"),
    "more": ("và {count} số liệu khác", "and {count} more"),
    "could_lead": (
        "Nếu mọi số liệu chưa chắc đều ở mức tốt nhất, {second} đạt {most} điểm và có thể vượt.",
        "With all that is not sure at its best, {second} would have {most} points and could lead.",
    ),
    "could_not_lead": (
        "Dù mọi số liệu chưa chắc đều ở mức tốt nhất, {second} chỉ đạt {most} điểm, không vượt.",
        "Even with all that is not sure at its best, {second} would have {most} points and stay "
        "behind.",
    ),
    "chance": (
        "{first} đứng đầu trong {top_1} của {count} bộ trọng số ngẫu nhiên{five}; giá trị chưa "
        "chắc được rút đều trong khoảng có thể.",
        "{first} is first in {top_1} of {count} random weightings{five}; what is not sure is drawn "
        "uniformly from what is possible.",
    ),
    "five": (
        " và ở trong năm khu đầu trong {top_5}",
        " and among the first five in {top_5}",
    ),
    "likelier": (
        "Đứng đầu theo điểm là {first}, nhưng {likelier} (hạng {place} theo điểm) đứng đầu thường "
        "hơn: trong {share} số bộ trọng số.",
        "First by score is {first}; {likelier}, in place {place} by score, comes first more often: "
        "in {share} of the weightings.",
    ),
    "no_rival": (
        "Không khu nào khác có thể vượt với trọng số này.",
        "No other zone could lead with these weights.",
    ),
    "rivals": (
        "Với trọng số này, {rivals} khu khác có thể vượt nếu số liệu chưa chắc của họ hóa ra tốt.",
        "With these weights {rivals} other zones could lead if what is not sure of them turns out "
        "well.",
    ),
    "one_rival": (
        "Với trọng số này, 1 khu khác có thể vượt nếu số liệu chưa chắc của khu đó hóa ra tốt.",
        "With these weights 1 other zone could lead if what is not sure of it turns out well.",
    ),
    "at_most": ("nhiều nhất {figure}", "at most {figure}"),
    "from": ("từ {figure}", "from {figure}"),
    "hair": ("chưa đến 0,1", "less than 0.1"),
    "distance": ("khoảng cách {label}", "distance {label}"),
    "years": ("{number} năm", "{number} years"),
}


def lead_sentence(explanation: Explanation, language: Language) -> str:
    """Why the first stands before the runner-up, in points of 100; unknown is told as unknown."""
    first, runner_up = explanation.first, explanation.runner_up
    names = {"first": _name(first.zone, language), "points": _points(first.low, language)}
    if runner_up is None:
        return _say("alone", language, **names)
    names |= {
        "second": _name(runner_up.zone, language),
        "second_points": _points(runner_up.low, language),
        "lead": _lead(first, runner_up, language),
    }
    parts = [_say("first" if explanation.lead else "tie", language, **names)]
    for key, steps in (
        ("for", explanation.reasons_for),
        ("against", explanation.reasons_against),
    ):
        told = [step for step in steps if abs(step.difference) >= _LEAST_TOLD]
        if told:
            reasons = "; ".join(_reason(step, language) for step in told)
            parts.append(_say(key, language, reasons=reasons))
    return " ".join(parts)


def missing_sentence(explanation: Explanation, language: Language) -> str:
    """What is not sure of the first and the runner-up, and whether it could turn them round."""
    runner_up = explanation.runner_up
    parts = _missing(explanation, explanation.first, language)
    if runner_up is not None:
        parts += _missing(explanation, runner_up, language)
        could = "could_lead" if explanation.runner_up_could_lead else "could_not_lead"
        second, most = _name(runner_up.zone, language), _points(runner_up.high, language)
        parts.append(_say(could, language, second=second, most=most))
    return " ".join(parts)


def doubt_sentence(
    explanation: Explanation, chances: Chances, ranking: Ranking, language: Language
) -> str:
    """How often the first comes first under random weightings, and how many could overtake it.

    Who comes first more often than the first by score is named.
    """
    row = ranking.order[0]
    top_1, _, top_5 = (_percent(share, language) for share in chances.rows[row])
    # Among five or fewer, everybody is.
    has_five = len(chances.rows) > TOPS[-1]
    chance = _say(
        "chance",
        language,
        first=_name(explanation.first.zone, language),
        top_1=top_1,
        five=_say("five", language, top_5=top_5) if has_five else "",
        count=format_number(chances.weightings, 0, language),
    )
    likeliest = chances.likeliest(ranking.order)
    if likeliest is not None and likeliest != row:
        likelier = _say(
            "likelier",
            language,
            first=_name(explanation.first.zone, language),
            likelier=_name(ranking.table.zones[likeliest], language),
            place=str(ranking.order.index(likeliest) + 1),
            share=_percent(chances.rows[likeliest][0], language),
        )
        chance = f"{chance} {likelier}"
    count = explanation.rival_count
    key = {0: "no_rival", 1: "one_rival"}.get(count, "rivals")
    return f"{chance} {_say(key, language, rivals=format_number(count, 0, language))}"


def figure_text(known: Known, criterion: Criterion, language: Language) -> str:
    """A figure with its unit, a range, or a word for what is not known."""
    return amount_text(known, criterion.unit, language)


def amount_text(known: Known, unit: str, language: Language) -> str:
    """As `figure_text`, of what is no criterion."""
    match known.state:
        case "known" if known.value is not None and known.within is not None:
            return _with_unit(distance_text(known.value, known.within, language), unit, language)
        case "known" if known.value is not None:
            return _with_unit(_number(known.value, unit, language), unit, language)
        case "bounded" if known.high is not None:
            figure = _with_unit(_number(known.high, unit, language), unit, language)
            return _say("at_most", language, figure=figure)
        case "range":
            ends = [
                _number(end, unit, language) for end in (known.low, known.high) if end is not None
            ]
            text = _with_unit("–".join(ends), unit, language)
            if len(ends) == 2:
                return text
            return _say("at_most" if known.low is None else "from", language, figure=text)
        case "none_left":
            return _lower(word("none_left", language))
    return _lower(word("unknown", language))


def _reason(step: Step, language: Language) -> str:
    sign = "+" if step.difference > 0 else "−"
    return _say(
        "reason",
        language,
        label=_label(step.criterion, language),
        first=_dated(step.first, step.criterion, language, is_followed=language == "en"),
        second=_dated(step.runner_up, step.criterion, language),
        points=sign + _points(abs(step.difference), language),
    )


def _dated(
    known: Known, criterion: Criterion, language: Language, *, is_followed: bool = False
) -> str:
    """A figure that says how old it is, once it is old."""
    text, age = figure_text(known, criterion, language), age_text(known.age_years, language)
    # A year that something happens in stays so, whoever told of it when.
    if not age or criterion.unit == "years":
        return text
    return f"{text}, {age}{',' if is_followed else ''}"


def _lead(first: Contender, second: Contender, language: Language) -> str:
    """Lead in points: the difference of the points as they are shown, as a reader takes it."""
    shown = round_half_up(first.low * POINTS, 1) - round_half_up(second.low * POINTS, 1)
    return format_number(float(shown), 1, language) if shown else _say("hair", language)


def _missing(explanation: Explanation, contender: Contender, language: Language) -> list[str]:
    """Name what is not sure of a zone, what could add most first."""
    found = [
        missing
        for missing in explanation.missing
        if missing.zone is contender.zone and missing.could_add >= _LEAST_TOLD
    ]
    if not found:
        return []
    named = [
        _say(
            "missing_one",
            language,
            label=_label(missing.criterion, language),
            points=_points(missing.could_add, language),
        )
        for missing in found[:_MOST_MISSING]
    ]
    if len(found) > _MOST_MISSING:
        named.append(_say("more", language, count=str(len(found) - _MOST_MISSING)))
    figures = "; ".join(named)
    return [_say("missing", language, zone=_name(contender.zone, language), figures=figures)]


def _number(value: float, unit: str, language: Language) -> str:
    if unit == "m":
        value = km_from_m(value)
    elif unit == "share":
        value = percent_from_share(value)
    decimals = _DECIMALS.get(unit, 2)
    return format_number(float(round_half_up(value, decimals)), decimals, language)


def _with_unit(number: str, unit: str, language: Language) -> str:
    if unit == "years":
        return _say("years", language, number=number)
    return f"{number} {word('unit_km' if unit == 'm' else f'unit_{unit}', language)}"


def _points(score: float, language: Language) -> str:
    return format_number(float(round_half_up(score * POINTS, 1)), 1, language)


def _percent(share: float, language: Language) -> str:
    return f"{format_number(percent_from_share(share), 0 if share >= 0.1 else 1, language)} %"


def _name(zone: IndustrialZone, language: Language) -> str:
    return zone.name_vi if language == "vi" else zone.name_en


def _label(criterion: Criterion, language: Language) -> str:
    label = _lower(criterion.label_vi if language == "vi" else criterion.label_en)
    return _say("distance", language, label=label) if criterion.unit == "m" else label


def _lower(text: str) -> str:
    """A label inside a sentence; acronyms keep their capitals."""
    return text if text[:2].isupper() else text[:1].lower() + text[1:]


def _say(key: str, language: Language, **parts: str) -> str:
    return _SENTENCES[key][0 if language == "vi" else 1].format(**parts)
