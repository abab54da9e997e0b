"""What the reconcile board is made of: readings with their passports, and the facts compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from geo.errors import InvalidParameter
from layers.as_of import first_day, last_day
from layers.badges import worst
from layers.metrics import METRICS
from layers.reconcile_causes import CAUSES
from layers.records import Badge, Figure

Family = Literal["outline", "rivals", "land", "ledger", "counts", "sums", "occupancy", "claims"]
Bound = Literal["lower", "partial"]

SAME_SHARE = 0.0005
"""Shares this close are shown as the same tenth of a percent."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One side of a disagreement with its passport.

    Attributes
    ----------
    value, low, high
        In `unit`; a range has `low` and `high` only, a statement only `text`.
    method
        published, read_as, computed or statement as its source has it; `outline` measured by us,
        `ledger` from real parcels, `count`, `sum` and `ratio` worked out by us.
    scope
        What it speaks of: zone, part, group, wider, planned, near; or the place of a claim.
    counted, missing
        For counts and sums: how many zones went in, and how many have no figure.
    bound
        `lower`: zones are missing, so the whole is at least this. `partial`: a ratio over some of
        the zones only. Neither is a figure of the whole.
    """

    value: float | None
    unit: str
    method: str
    definition_vi: str
    definition_en: str
    source_keys: tuple[str, ...] = ()
    as_of: str | None = None
    badge: Badge | None = None
    scope: str = "zone"
    low: float | None = None
    high: float | None = None
    text: str | None = None
    note: str | None = None
    counted: int | None = None
    missing: int | None = None
    bound: Bound | None = None

    @property
    def ends(self) -> tuple[float, float] | None:
        """Lower and upper end in `unit`, the same twice for a number; None for a statement."""
        if self.value is not None:
            return self.value, self.value
        if self.low is not None and self.high is not None:
            return self.low, self.high
        return None

    @property
    def middle(self) -> float | None:
        """The value, or the middle of the range, for rules of thumb only."""
        return None if self.ends is None else sum(self.ends) / 2


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One disagreement between what is declared and what it is held against.

    Attributes
    ----------
    subject_kind
        zone, province (as before 1 July 2025), region or country.
    declared
        A published figure or statement.
    computed
        What it is held against: worked out by us or, for rivals and claims, published as well;
        its `method` says which.
    difference
        `computed` less `declared`, in `unit`, between the nearest ends of ranges; None where one
        side is a statement.
    relative
        `difference` over `declared`; None also where that is 0.
    size
        `difference` over the larger of the two, 0 to 1: what the board is sorted by.
    is_open
        True where `computed` leaves zones out and could still come to the declared value: held
        beside it, but no proof of a disagreement.
    cause_code
        A key of `layers.reconcile_causes.CAUSES`; a likely cause, never a certain one.
    spread_low, spread_high, spread_count
        Over all numbers known of a metric, for rivals only.
    """

    family: Family
    subject_kind: Literal["zone", "province", "region", "country"]
    subject_id: str
    subject_vi: str
    subject_en: str
    quantity: str
    quantity_vi: str
    quantity_en: str
    unit: str
    declared: Reading
    computed: Reading
    difference: float | None
    relative: float | None
    size: float | None
    is_open: bool
    cause_code: str
    cause_vi: str
    cause_en: str
    spread_low: float | None = None
    spread_high: float | None = None
    spread_count: int | None = None


@dataclass(frozen=True, slots=True)
class ZoneFacts:
    """What is declared and measured of one zone on one day.

    Attributes
    ----------
    outline
        Area of its real outline; None where it has none, or a schematic one.
    figures
        Every figure of each land metric, the picked one first.
    ledger
        Columns of `zone_ledger` from real parcels; None where there are none.
    """

    zone_id: str
    name_vi: str
    name_en: str
    kind: str
    status: str
    former_province: str
    official_unit: str | None
    boundary_quality: str | None
    outline: Reading | None
    figures: Mapping[str, tuple[Figure, ...]]
    ledger: Mapping[str, Any] | None
    ledger_source: str | None
    ledger_as_of: str | None

    def picked(self, metric: str) -> Figure | None:
        """The figure that stands for the zone, if there is one."""
        first = next(iter(self.figures.get(metric, ())), None)
        return first if first is not None and first.picked else None

    def value(self, metric: str) -> float | None:
        """The picked figure's number, if it is one number."""
        figure = self.picked(metric)
        return None if figure is None else figure.value

    @property
    def unit(self) -> str | None:
        """The zone of the official count that it belongs to; None if officials do not count it."""
        name = (self.official_unit or "").partition("(")[0].strip()
        return name or None

    @property
    def is_doubtful(self) -> bool:
        """Whether its place in the official count is in doubt, or it extends another zone."""
        return "(" in (self.official_unit or "") or "mở rộng" in self.name_vi.lower()


@dataclass(frozen=True, slots=True)
class Claim:
    """One published total: its metric, its place, and the reading itself."""

    claim_id: str
    metric: str
    scope: str
    reading: Reading


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything the board compares, as of one day."""

    on_day: date
    zones: tuple[ZoneFacts, ...]
    claims: tuple[Claim, ...]


def reading_of(figure: Figure) -> Reading:
    """A published figure as one side of a comparison."""
    metric = METRICS[figure.metric]
    return Reading(
        value=figure.value,
        low=figure.low,
        high=figure.high,
        text=figure.text,
        unit=figure.unit or metric.unit,
        method=figure.method,
        definition_vi=metric.definition_vi,
        definition_en=metric.definition_en,
        source_keys=figure.source_keys,
        as_of=figure.as_of,
        badge=figure.badge,
        scope=figure.scope,
        note=figure.note,
    )


def gap_between(declared: Reading, computed: Reading) -> float | None:
    """`computed` less `declared` between their nearest ends; 0 where ranges meet.

    Returns
    -------
    In the unit of both, rounded to 6 decimals; None where either side is no number.
    """
    one, other = declared.ends, computed.ends
    if one is None or other is None:
        return None
    if other[0] > one[1]:
        return round(other[0] - one[1], 6)
    if other[1] < one[0]:
        return round(other[1] - one[0], 6)
    return 0.0


def do_agree(declared: Reading, computed: Reading) -> bool:
    """Whether two readings say the same, as far as they are shown.

    Notes
    -----
    Counts and published numbers agree when they are equal. What we measure or add up agrees with
    a declared area within 0.05 ha or 0.1 %, the tolerance of the ledger, and with a share within
    0.05 percentage points.
    """
    gap = gap_between(declared, computed)
    if gap is None:
        return False
    if computed.method in ("outline", "ledger", "sum", "ratio") or declared.method == "ratio":
        if declared.unit == "share":
            return abs(gap) <= SAME_SHARE
        return abs(gap) <= max(0.05, 0.001 * abs(declared.middle or 0.0))
    return abs(gap) < 1e-9


def disagreement(
    family: Family,
    subject: tuple[Literal["zone", "province", "region", "country"], str, str, str],
    quantity: tuple[str, str, str],
    declared: Reading,
    computed: Reading,
    cause_code: str,
    *,
    spread: tuple[float, float, int] | None = None,
) -> Disagreement:
    """Put one row of the board together.

    Parameters
    ----------
    subject
        Kind, id, Vietnamese and English name.
    quantity
        Code, Vietnamese and English label.
    spread
        Lowest, highest and number of the figures known, for rivals.
    """
    difference = gap_between(declared, computed)
    relative = size = None
    if difference is not None and declared.middle is not None and computed.middle is not None:
        larger = max(abs(declared.middle), abs(computed.middle))
        relative = round(difference / declared.middle, 6) if declared.middle else None
        size = round(min(abs(difference) / larger, 1.0), 6) if larger else 0.0
    could_still_agree = computed.bound == "partial" or (
        computed.bound == "lower" and difference is not None and difference <= 0
    )
    cause = CAUSES[cause_code]
    return Disagreement(
        family=family,
        subject_kind=subject[0],
        subject_id=subject[1],
        subject_vi=subject[2],
        subject_en=subject[3],
        quantity=quantity[0],
        quantity_vi=quantity[1],
        quantity_en=quantity[2],
        unit=declared.unit,
        declared=declared,
        computed=computed,
        difference=difference,
        relative=relative,
        size=size,
        is_open=could_still_agree,
        cause_code=cause_code,
        cause_vi=cause.words_vi,
        cause_en=cause.words_en,
        spread_low=spread[0] if spread else None,
        spread_high=spread[1] if spread else None,
        spread_count=spread[2] if spread else None,
    )


def span_of_dates(dates: list[str]) -> str | None:
    """The time from the first to the last of some as-of dates; None if there is none.

    Returns
    -------
    One of them where all are the same, else an interval of years or days `a/b`.
    """
    readable = []
    for day in dates:
        try:
            readable.append((first_day(day), last_day(day)))
        except InvalidParameter:
            continue
    if not readable:
        return None
    if len(set(dates)) == 1:
        return dates[0]
    begin = min(first for first, _ in readable)
    end = max(last for _, last in readable)
    return f"{begin:%Y-%m}/{end:%Y-%m}"


def worst_known(badges: list[Badge | None]) -> Badge | None:
    """Worst of the badges that are known; None if none is."""
    known = [badge for badge in badges if badge is not None]
    return worst(known) if known else None


def union_of_sources(readings: list[Reading]) -> tuple[str, ...]:
    """Source keys of some readings, each once, in order."""
    return tuple(dict.fromkeys(key for reading in readings for key in reading.source_keys))
