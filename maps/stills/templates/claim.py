"""Claim card: one published total, very large, with date, publisher, quality and rivals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from shapely.geometry import Point
from shapely.geometry import box as rectangle_of

from geo.errors import InvalidParameter, InvalidSpec
from layers.as_of import first_day, last_day
from layers.records import IndustrialZone, NationalClaim
from maps.brief.readings import publisher_of
from maps.labels import Language, format_number
from maps.plain_text import clean
from maps.stills.basemap import draw_basemap, place_requests
from maps.stills.claim_words import COUNTED, COUNTS, METRICS, SCOPES, UNITS, note_of
from maps.stills.dates import say_date
from maps.stills.dots import MEANT, draw_dots
from maps.stills.drawing import Paint, Shape, circle
from maps.stills.fitting import draw_around, extent_of, fit_clear, fit_room
from maps.stills.furniture import (
    PAD,
    SMALL,
    draw_badge,
    draw_bar,
    draw_credit,
    draw_logo,
    title_rows,
)
from maps.stills.label_request import Obstacles
from maps.stills.mapwork import draw_page_code, write_words
from maps.stills.page import GAP, Page
from maps.stills.sizes import Box
from maps.stills.stack import Row, seen_height, stack_height, stack_width, write_seen, write_stack
from maps.stills.targets import draw_targets
from maps.stills.typeset import NBSP, Block, check_drawable, fit_block

_PROVINCES: Final = {"HCMC": "hcmc_former", "BD": "bd", "BRVT": "brvt"}
_REGION_SCOPE: Final = "hcmc_merged"
_SUBJECTS: Final = ("zones", "share", "ha")
"""Units of totals about zones and their land, which this map is about, the most quoted first."""

_MOST_RIVALS: Final = 3
_LEAST_FIGURE: Final = 120.0
"""Size down to which the figure of a card may shrink to leave room for words, units."""

_TAIL: Final = 0.22
"""Depth of the tails that a number does not have, over its size."""

_GOOD_GROUND: Final = 300.0
"""Height that the map of a narrow picture should have, for which the figure is made smaller."""

_MOST_OFF: Final = 0.2
"""How far the number of dots may be from the total, over the total, for them to be shown."""

_KINDS: Final = (("KCN",), ("KCN", "KCX"))
"""Kinds of zones that a total counts, by whether it names export processing zones."""

_CORE: Final = (106.5, 10.42, 107.25, 11.1)
"""What the plain ground of a total of the region shows, degrees: the city and its coast."""

_ABOVE: Final = 0.6
"""Of the height above the safe area of a tall picture, kept free of dots as well."""

_SOUTH: Final = 9.6
"""Latitude that the fit ends at: Côn Đảo lies 200 km beyond the rest of the region."""


@dataclass(frozen=True, slots=True)
class _Told:
    """What a card says.

    Attributes
    ----------
    counted
        Zones that the total counts, as far as that is known; empty for money, people and plans.
    dots
        What the dots are; empty without any.
    """

    claim: NationalClaim
    rivals: tuple[NationalClaim, ...]
    counted: tuple[IndustrialZone, ...]
    dots: str


def draw_claim(page: Page) -> None:
    """Draw the card of `spec.claim`, or of the one that `choose_claim` takes."""
    claim = _claim_of(page)
    rivals = find_rivals(claim, page.material.claims.values(), page.material.on_day)
    for one in (claim, *rivals[:_MOST_RIVALS]):
        page.cite(one.source_keys)
    page.dates.append(claim.as_of or "")
    counted = counted_zones(page, claim)
    told = _Told(claim, tuple(rivals), counted, _dots_text(page, claim, counted))

    def draw_front() -> None:
        _draw_front(page, told)

    def draw_map() -> None:
        if _has_map(page, claim):
            _draw_ground(page, told)

    draw_around(page, draw_front, draw_map)


def counted_zones(page: Page, claim: NationalClaim) -> tuple[IndustrialZone, ...]:
    """Zones of the records that a total counts and whose place is known; none if that is unclear.

    A total has a list of its own, which may be another than ours.
    """
    sort = COUNTS.get(claim.metric)
    if sort is None or not page.spec.shows("zones") or not _has_map(page, claim):
        return ()
    kinds = ("CCN",) if sort == "clusters" else _KINDS["kcx" in claim.metric]
    found = tuple(
        one
        for one in page.material.region.zones
        if one.location is not None
        and (claim.scope == _REGION_SCOPE or _PROVINCES[one.former_province] == claim.scope)
        and one.kind in kinds
        and (sort == "clusters" or one.status == "operating")
    )
    total = _middle(claim)
    is_count = claim.unit in ("zones", "clusters") and total is not None
    # A dozen clusters told of beside three dots would only raise questions.
    is_far_off = is_count and abs(len(found) - (total or 0)) > _MOST_OFF * (total or 0)
    return () if is_far_off else found


def _has_map(page: Page, claim: NationalClaim) -> bool:
    """Whether the card has a map: of a total of the whole country the region's would be wrong."""
    scopes = (_REGION_SCOPE, *_PROVINCES.values())
    return page.spec.ground == "map" and claim.scope in scopes


def _dots_text(page: Page, claim: NationalClaim, counted: Sequence[IndustrialZone]) -> str:
    if not counted:
        return ""
    return page.name(*COUNTED[COUNTS[claim.metric]]).replace("{count}", str(len(counted)))


def choose_claim(claims: Iterable[NationalClaim], scope: str, on_day: date) -> NationalClaim | None:
    """The total a card shows when none is asked for.

    Of those with a figure of that place that were known on the day: counts of zones before shares
    and hectares before anything else, then the best badge, the latest date, the larger figure.
    """
    known = [
        one
        for one in claims
        if one.scope == scope and _middle(one) is not None and _was_known(one, on_day)
    ]
    return min(known, key=_order, default=None)


def find_rivals(
    claim: NationalClaim, claims: Iterable[NationalClaim], on_day: date
) -> list[NationalClaim]:
    """Other totals of the same thing and place that say something else, the latest first."""
    subject = claim.metric.removesuffix("_claim")
    others = [
        one
        for one in claims
        if one.claim_id != claim.claim_id
        and one.scope == claim.scope
        and one.metric.removesuffix("_claim") == subject
        and (one.unit, one.value, one.low, one.high) != (claim.unit, claim.value, claim.low,
                                                         claim.high)
        and (_middle(one) is not None)
        and _was_known(one, on_day)
    ]  # fmt: skip
    return sorted(others, key=lambda one: (-_last(one).toordinal(), one.claim_id))


def claim_number(claim: NationalClaim, language: Language) -> str:
    """The figure without its unit; a range as a range, words as words; shares in percent."""
    factor = 100.0 if claim.unit == "share" else 1.0
    if claim.value is not None:
        return format_number(claim.value * factor, 2, language)
    if claim.low is not None and claim.high is not None:
        low, high = (format_number(one * factor, 2, language) for one in (claim.low, claim.high))
        return f"{low}{NBSP}–{NBSP}{high}"
    return clean(claim.text or "")


def _claim_of(page: Page) -> NationalClaim:
    spec, material = page.spec, page.material
    if spec.claim is not None:
        claim = material.claim(spec.claim)
        if not _was_known(claim, material.on_day):
            raise InvalidSpec(
                f"the claim {claim.claim_id!r} is dated {claim.as_of}",
                expected=f"one that was known on {material.on_day.isoformat()}",
                remedy="choose a later as_of, or another claim",
            )
    else:
        scope = _REGION_SCOPE if spec.province is None else _PROVINCES[spec.province]
        found = choose_claim(material.claims.values(), scope, material.on_day)
        if found is None:
            raise InvalidSpec(
                f"there is no published total of {scope} on {material.on_day.isoformat()}",
                expected="a total with a figure, as in data/claims.csv",
                remedy="name one as `claim`, or choose a later as_of",
            )
        claim = found
    if claim.metric not in METRICS and spec.title is None:
        raise InvalidSpec(
            f"there are no words for the metric {claim.metric[:60]!r}",
            expected=f"one of {', '.join(METRICS)}",
            remedy="give the picture a title",
        )
    return claim


def _order(claim: NationalClaim) -> tuple[int, str, int, float, str]:
    unit = claim.unit or ""
    subject = _SUBJECTS.index(unit) if unit in _SUBJECTS else len(_SUBJECTS)
    return subject, claim.badge, -_last(claim).toordinal(), -(_middle(claim) or 0), claim.claim_id


def _middle(claim: NationalClaim) -> float | None:
    if claim.value is not None:
        return claim.value
    if claim.low is not None and claim.high is not None:
        return (claim.low + claim.high) / 2
    return None


def _was_known(claim: NationalClaim, on_day: date) -> bool:
    try:
        return claim.as_of is None or first_day(claim.as_of) <= on_day
    except InvalidParameter:
        return True


def _last(claim: NationalClaim) -> date:
    try:
        return last_day(claim.as_of) if claim.as_of else date.min
    except InvalidParameter:
        return date.min


def _unit(page: Page, unit: str | None) -> str:
    vi, en = UNITS.get(unit or "", (clean(unit or ""), clean(unit or "")))
    return page.name(vi, en)


def _draw_front(page: Page, told: _Told) -> None:
    logo = draw_logo(page)
    credit = draw_credit(page)
    code = draw_page_code(page)
    if code is not None and page.is_narrow and code.top < credit.top:
        # The card is as wide as the picture, and stands above both.
        credit = Box(credit.left, code.top, code.right, credit.bottom)
    _draw_card(page, told, logo, credit)


def _draw_card(
    page: Page, told: _Told, logo: Box | None, credit: Box, *, smaller: float = 0.0
) -> Box:
    """Paint the card, its figure smaller by some units where it would not fit otherwise."""
    claim = told.claim
    has_map = _has_map(page, claim)
    share = 0.62 if has_map and not page.is_narrow else 1.0
    room = page.safe.width * share - PAD - 20 - 2 * PAD
    metric = METRICS.get(claim.metric, ("", ""))
    scope = SCOPES.get(claim.scope, ("", ""))
    low = has_map and page.is_narrow
    head = title_rows(page, page.name(*metric), page.name(*scope), room, low=low)
    largest = (300.0 if not has_map else 240.0) - smaller
    number, unit = _fit_number(page, claim, room, largest)
    tail = _tail_rows(page, told, room, low=low)
    unit_width = unit.width + 26 if unit else 0.0
    badge_room = 58.0
    width = max(stack_width(head), number.width + unit_width, stack_width(tail) + badge_room)
    number_height = seen_height(number) - _TAIL * number.size
    gaps = 30.0 if low else 40.0
    height = stack_height(head) + number_height + stack_height(tail) + 2 * gaps + 2 * PAD + 8
    foot = credit.top - GAP
    full = width + 3 * PAD + 20 if not page.is_narrow else page.safe.width
    box = Box(page.safe.left, foot - height, page.safe.left + full, foot)
    under_logo = page.is_narrow and logo is not None and box.inset(-GAP + 1).overlap(logo) > 0
    wanted = _GOOD_GROUND if low else 0.0
    if (box.top < page.safe.top + wanted or under_logo) and largest > _LEAST_FIGURE:
        return _draw_card(page, told, logo, credit, smaller=smaller + 30)
    if box.top < page.safe.top or under_logo:
        raise InvalidSpec(
            f"the card of {claim.claim_id!r} is {height:.0f} units high",
            expected=f"at most {foot - page.safe.top:.0f}",
            remedy="choose a higher picture, or a shorter title",
        )
    if not page.is_narrow:
        # On a wide picture it stands in the middle of the height, unless the logo is there.
        middle = box.moved(0, -(box.top - page.safe.top) / 2)
        box = box if logo is not None and middle.inset(-GAP).overlap(logo) else middle
    page.panel(box)
    draw_bar(page, box)
    left, top = box.left + PAD + 20, box.top + PAD + 4
    y = write_stack(page, head, left, top).bottom + gaps
    seen = write_seen(page, number, left - 6, y, "value", colour="panel_accent")
    if unit:
        base = seen.bottom - _TAIL * number.size
        page.write(
            unit.lines[0], left + number.width + 20, base, unit.size, "value", weight="semibold"
        )
    y = seen.bottom - _TAIL * number.size + gaps
    row = Box(left, y, left, y + seen_height(tail[0].block))
    draw_badge(page, claim.badge, left + 24, row.centre[1] + 1, size=34)
    page.badges.discard(claim.badge)
    end = write_stack(page, tail, left + badge_room, y).bottom
    if told.dots:
        _draw_key(page, tail[-1].block, left + 24, end)
    return box


def _draw_key(page: Page, block: Block, x: float, foot: float) -> None:
    """A dot as on the map, before the first line of the words that say what it is."""
    y = foot - seen_height(block) + 0.36 * block.size
    box = Box(x - MEANT, y - MEANT, x + MEANT, y + MEANT)
    paint = Paint(fill=page.theme["accent"], stroke=page.theme["panel_ink"], stroke_width=1.6)
    page.drawing.add(Shape(circle(x, y, MEANT), paint, box, "decoration"))


def _fit_number(
    page: Page, claim: NationalClaim, room: float, largest: float
) -> tuple[Block, Block | None]:
    """The figure as large as it fits with its unit behind it."""
    bold, semibold = page.theme.face("bold"), page.theme.face("semibold")
    text, unit = claim_number(claim, page.language), _unit(page, claim.unit)
    if claim.unit == "share":
        text, unit = f"{text}%", ""
    check_drawable(bold, [text, unit], "figure")
    size = largest
    while size > 72 and (
        bold.width(text, size) + (semibold.width(unit, size * 0.36) + 26 if unit else 0) > room
    ):
        size -= 6
    number = fit_block(bold, text, width=room, most_lines=2, size=size, least=48, what="figure")
    if not unit:
        return number, None
    return number, Block(semibold, size * 0.36, (unit,), semibold.width(unit, size * 0.36))


def _tail_rows(page: Page, told: _Told, room: float, *, low: bool) -> list[Row]:
    """Date and publisher, what the badge means, the note, what others say, what the dots are."""
    claim, rivals = told.claim, told.rivals
    semibold, regular = page.theme.face("semibold"), page.theme.face("regular")
    sources = page.material.region.sources
    names = [
        publisher_of(sources[key], key, page.language)
        for key in claim.source_keys
        if key in sources
    ]
    dated = say_date(claim.as_of, page.language) if claim.as_of else page.say("claim_undated")
    lines = [
        (semibold, f"{NBSP}· ".join([", ".join(names), dated] if names else [dated]), "panel_ink")
    ]
    if page.spec.badge_notes:
        lines.append((regular, page.say(f"badge_means_{claim.badge}"), "panel_muted"))
    note = note_of(claim.note, page.language)
    if note:
        lines.append((regular, page.say("claim_note", note=clean(note)), "panel_muted"))
    if rivals:
        lines.append((semibold, _rivals_text(page, claim, rivals), "panel_accent"))
    if told.dots:
        lines.append((regular, told.dots, "panel_muted"))
    rows = []
    for index, (face, text, colour) in enumerate(lines):
        check_drawable(face, [text], "card")
        size = (32.0, SMALL)[index > 0] if low else (36.0, 32.0)[index > 0]
        block = fit_block(
            face, text, width=room - 58, most_lines=4, size=size, least=SMALL,
            what="line of the card",
        )  # fmt: skip
        gap = 12.0 if low else 18.0
        rows.append(Row(block, "note" if index else "credit", colour, gap=gap))
    return rows


def _rivals_text(page: Page, claim: NationalClaim, rivals: Sequence[NationalClaim]) -> str:
    own = set(claim.source_keys)
    are_others = all(own.isdisjoint(one.source_keys) for one in rivals)
    told = []
    for one in rivals[:_MOST_RIVALS]:
        unit = "%" if one.unit == "share" else f"{NBSP}{_unit(page, one.unit)}"
        dated = say_date(one.as_of, page.language) if one.as_of else page.say("claim_undated")
        told.append(f"{claim_number(one, page.language)}{unit} ({dated.replace(' ', NBSP)})")
    rest = len(rivals) - _MOST_RIVALS
    more = f" {page.say('claim_more', count=str(rest))}" if rest > 0 else ""
    key = "claim_others" if are_others else "claim_other_figures"
    return page.say(key, figures=", ".join(told)) + more


def _draw_ground(page: Page, told: _Told) -> None:
    """A quiet map beside the card: the zones that it counts as dots, and nothing else."""
    wanted: list[Any] = extent_of(page)
    if not wanted and not told.counted and told.claim.scope == _REGION_SCOPE:
        wanted = [rectangle_of(*_CORE)]
    wanted = wanted or [
        Point(one.location)
        for one in told.counted or _places_of(page, told.claim.scope)
        if one.location is not None and one.location[1] > _SOUTH
    ]
    wanted = wanted or [rectangle_of(*_CORE)]
    if page.is_tall:
        # Dots may stand a little above the safe area, where words may not.
        top, foot = page.safe.top * _ABOVE, min(one.top for one in page.taken if one.width > 600)
        focus = Box(page.safe.left, top, page.safe.right, foot - GAP)
        frame = fit_room(page, wanted, page.canvas, focus, margin=20, least_km=12)
    else:
        frame = fit_clear(page, wanted, margin=26, least_km=12)
    draw_basemap(page, frame, roads=False)
    draw_targets(page, frame, default=False)
    draw_dots(page, frame, told.counted)
    dots = [frame.point(*one.location) for one in told.counted if one.location is not None]
    obstacles = Obstacles(circles=[(x, y, MEANT, None) for x, y in dots])
    write_words(page, place_requests(page, frame, most=2), obstacles)


def _places_of(page: Page, scope: str) -> list[IndustrialZone]:
    """Zones of a former province, which say where on the map it is."""
    zones = page.material.region.zones
    return [one for one in zones if _PROVINCES.get(one.former_province) == scope]
