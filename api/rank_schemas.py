"""Shapes of rankings and comparisons on the wire."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from api.schemas import Shape, SourceShape
from layers.records import Badge

Share = float
State = Literal["known", "range", "bounded", "none_left", "unknown"]


class ScoreShape(Shape):
    """A score, 0 to 1: the certain end, and what it may come to."""

    low: Share
    high: Share


class KnownShape(Shape):
    """What is known, with its passport.

    `bounded` is not known, but at most `high`; `none_left` a source only says that no land is
    left. The end of a range that is null is open.
    """

    state: State
    value: float | None
    low: float | None
    high: float | None
    within: float | None = Field(
        description="By how much `value` may be off, in its unit: `low` and `high` are that far "
        "away, at least 0. Null where nobody has said."
    )
    unit: str | None
    badge: Badge | None
    as_of: str | None
    age_years: int | None = Field(
        description="Whole years from the time the figure speaks of to the day asked about."
    )
    source_keys: list[str]
    method: str | None
    nearest_vi: str | None
    nearest_en: str | None


class WeightIntervalShape(ScoreShape):
    """An interval of weights; at an end that ties another zone has the same certain score."""

    ties_at_low: bool
    ties_at_high: bool


class CriterionShape(Shape):
    """One criterion with its normalised weight, its anchors and how far its weight may move."""

    key: str
    group: Literal["land", "terms", "place", "services", "quality"]
    label_vi: str
    label_en: str
    definition_vi: str
    definition_en: str
    unit: str
    better: Literal["more", "less"]
    anchors: list[tuple[float, float]] = Field(description="Figure and worth, figures ascending.")
    reason_vi: str
    reason_en: str
    weight: Share
    first_stays_first: WeightIntervalShape = Field(
        description="Weights with which the first stays first, the others kept in proportion."
    )


class ContributionShape(Shape):
    """What a criterion adds to a zone's score, the worth behind it, and the figure behind that."""

    low: Share
    high: Share
    worth_low: Share
    worth_high: Share
    figure: KnownShape | None = Field(description="Null with `passports=false`.")


class ZoneMissingShape(Shape):
    """A figure that is not sure, and what it may add to the score."""

    criterion: str
    state: State
    could_add: Share


class ChancesShape(Shape):
    """Shares of the random weightings in which a zone is among the first."""

    top_1: Share
    top_3: Share
    top_5: Share


class PlaceShape(Shape):
    """What TOPSIS says of a zone."""

    score: Share
    rank: int


class RankedZoneShape(Shape):
    """One zone in its place."""

    zone_id: str
    name_vi: str
    name_en: str
    rank: int
    score: ScoreShape
    contributions: dict[str, ContributionShape]
    missing: list[ZoneMissingShape]
    chances: ChancesShape
    topsis: PlaceShape


class ContenderShape(Shape):
    """A zone with its score."""

    zone_id: str
    name_vi: str
    name_en: str
    score: ScoreShape


class StepShape(Shape):
    """What one criterion adds to the lead; the differences add up to it."""

    criterion: str
    difference: float
    start: float
    end: float
    first: KnownShape
    runner_up: KnownShape


class MissingShape(ZoneMissingShape):
    """A figure of the first or the runner-up that is not sure."""

    zone_id: str


class ExplanationShape(Shape):
    """Why the first is first."""

    first: ContenderShape
    runner_up: ContenderShape | None
    lead: float
    waterfall: list[StepShape]
    reasons_for: list[str]
    reasons_against: list[str]
    missing: list[MissingShape]
    runner_up_could_lead: bool
    rivals: list[ContenderShape]
    rival_count: int
    sentence: str
    sentence_vi: str
    sentence_en: str
    missing_vi: str
    missing_en: str
    doubt: str
    doubt_vi: str
    doubt_en: str


class WeightingsShape(Shape):
    """How the random weightings were drawn."""

    count: int
    seed: int
    criteria: list[str]
    likeliest: str | None = Field(
        description="Id of the zone that comes first most often: not always the first by score."
    )
    method_vi: str
    method_en: str


class TopsisShape(Shape):
    """How TOPSIS agrees with the weighted sum."""

    rho: float | None
    method_vi: str
    method_en: str


class NothingToLeaseShape(Shape):
    """Zones, of those asked for, in which nobody can lease land now."""

    left_out: bool = Field(description="Whether they are left out of `zones`: `land=to_lease`.")
    no_land_left: list[str] = Field(
        description="Remaining land is 0, or a source says that none is left."
    )
    planned: list[str] = Field(description="Not begun: no land to lease yet.")


class RankShape(Shape):
    """A ranking; `explanation` is null where no zone is left to rank."""

    data_version: str
    data_date: str | None
    as_of: str
    lang: Literal["vi", "en"]
    preset: Literal["balanced", "logistics", "cost", "land"] | None
    criteria: list[CriterionShape]
    nothing_to_lease: NothingToLeaseShape
    zones: list[RankedZoneShape]
    explanation: ExplanationShape | None
    random_weightings: WeightingsShape
    topsis: TopsisShape
    sources: dict[str, SourceShape]


class CellShape(KnownShape):
    """One zone in one row."""

    zone_id: str
    text: str | None
    is_best: bool
    difference: float | None


class RowShape(Shape):
    """One row: a cell a zone, in the order asked for."""

    key: str
    label_vi: str
    label_en: str
    definition_vi: str
    definition_en: str
    unit: str | None
    better: Literal["more", "less"] | None
    differs: bool
    known_count: int
    cells: list[CellShape]


class GroupShape(Shape):
    """Rows that belong together."""

    key: Literal["about", "land", "terms", "place", "services", "quality"]
    label_vi: str
    label_en: str
    rows: list[RowShape]


class ComparedZoneShape(Shape):
    """A zone of a comparison."""

    zone_id: str
    name_vi: str
    name_en: str


class CompareShape(Shape):
    """A comparison."""

    data_version: str
    data_date: str | None
    as_of: str
    lang: Literal["vi", "en"]
    zones: list[ComparedZoneShape]
    groups: list[GroupShape]
    sources: dict[str, SourceShape]
