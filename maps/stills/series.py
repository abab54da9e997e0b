"""Many pictures from one spec: one for each zone, province or day, in languages, sizes and themes.

What is not given in the spec is chosen as for a single picture; see `spec_for`.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Any, Final, Literal, cast

from geo.errors import InvalidParameter
from layers.records import IndustrialZone
from layers.vocabulary import FORMER_PROVINCES
from maps.labels import Language, format_date
from maps.land_words import LAND_WORDS
from maps.stills.patterns import Field, Pattern, Suffix, check_distinct, read_pattern, slug
from maps.stills.spec import StillSpec, Template

Each = Literal["zone", "province", "date"]
Every = Literal["month", "quarter", "year"]

MOST_PICTURES: Final = 10_000
"""Of one batch."""

EARLIEST, LATEST = date(1975, 1, 1), date(2100, 1, 1)

_MONTHS: Final[dict[Every, int]] = {"month": 1, "quarter": 3, "year": 12}
_TEMPLATE_FOR: Final[dict[Each, Template]] = {
    "zone": "locator", "province": "overview", "date": "overview",
}  # fmt: skip
_FIELDS_OF: Final[dict[Each, tuple[Field, ...]]] = {
    "zone": ("zone_id", "name", "province"), "province": ("name", "province"), "date": (),
}  # fmt: skip
_ALWAYS: Final[frozenset[Field]] = frozenset(
    {"date", "index", "template", "language", "size", "theme"}
)
_PLACE: Final = re.compile(r"\{(name|province|date)\}")


@dataclass(frozen=True, slots=True)
class Subject:
    """What one picture is of.

    Attributes
    ----------
    day
        Day whose state is shown.
    zone_id, province
        None where it is of more than one.
    """

    day: date
    zone_id: str | None = None
    province: str | None = None
    name_vi: str = ""
    name_en: str = ""

    def name(self, language: Language) -> str:
        """Name in a language; empty for a picture of a day."""
        return self.name_vi if language == "vi" else self.name_en


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture of a batch."""

    file: str
    subject: Subject
    spec: StillSpec

    @property
    def title(self) -> str:
        """What people know it by."""
        language = self.spec.language
        return self.subject.name(language) or format_date(self.subject.day.isoformat(), language)


@dataclass(frozen=True, slots=True)
class Series:
    """What a batch is to hold.

    Attributes
    ----------
    base
        What all pictures have in common.
    given
        Fields that the user's spec has; the others are chosen by what each picture is of.
    is_dated
        Whether days were asked for; where not, pictures show today and do not say so.
    pattern
        None is one that tells apart what differs.
    """

    each: Each
    base: StillSpec
    given: frozenset[str] = frozenset()
    is_dated: bool = False
    languages: tuple[Language, ...] = ()
    sizes: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    pattern: Pattern | None = None
    kept_names: tuple[str, ...] = ()

    @property
    def output(self) -> Suffix:
        """Sort of file that the pattern names."""
        return "png" if self.pattern is None else self.pattern.suffix

    @property
    def shared(self) -> StillSpec:
        """What all pictures have in common, the template as it will be; of no day."""
        template = self.base.template if "template" in self.given else _TEMPLATE_FOR[self.each]
        return self.base.but(template=template, as_of=None)

    def pictures(self, subjects: Sequence[Subject]) -> tuple[Picture, ...]:
        """Every picture, in order: by day, then as the subjects stand, then by kind.

        Raises
        ------
        InvalidParameter
            If the pattern has fields that these pictures have not, or names two alike, or there
            are too many.
        InvalidSpec
            If the spec cannot be drawn for one.
        """
        kinds = list(
            product(
                self.languages or (self.base.language,),
                self.sizes or (self.base.size,),
                self.themes or (self.base.theme,),
            )
        )
        count = len(subjects) * len(kinds)
        if count > MOST_PICTURES:
            raise InvalidParameter(
                f"these are {count:,} pictures",
                expected=f"at most {MOST_PICTURES:,} at a time",
                remedy="ask for fewer zones, days, languages or sizes",
            )
        pattern = self.pattern or self._pattern(subjects, kinds)
        self._check_fields(pattern)
        digits = max(3, len(str(count)))
        found = []
        for number, (subject, kind) in enumerate(product(subjects, kinds), start=1):
            spec = self.spec_for(subject, *kind)
            values = _values(subject, spec, f"{number:0{digits}}")
            found.append(Picture(pattern.file_name(values), subject, spec))
        named = ((one.file, f"{one.title} ({one.spec.language}, {one.spec.size})") for one in found)
        check_distinct(named, kept=self.kept_names)
        return tuple(found)

    def spec_for(self, subject: Subject, language: Language, size: str, theme: str) -> StillSpec:
        """Spec of one picture.

        `{name}`, `{province}` and `{date}` in the title and the subtitle are filled in.

        Raises
        ------
        InvalidSpec
            If it cannot be drawn.
        """
        base = self.shared
        changes: dict[str, Any] = {
            "language": language, "size": size, "theme": theme,
        }  # fmt: skip
        if self.is_dated or self.base.as_of is not None:
            changes["as_of"] = subject.day.isoformat()
        if self.each == "zone":
            changes["zones"] = [subject.zone_id]
        if self.each == "province":
            changes["province"] = subject.province
            if "extent" not in self.given:
                changes["extent"] = {"province": subject.province}
        words = {
            "name": subject.name(language),
            "province": province_name(subject.province, language) if subject.province else "",
            "date": format_date(subject.day.isoformat(), language),
        }
        for place in ("title", "subtitle"):
            text = getattr(base, place)
            if text:
                changes[place] = _PLACE.sub(lambda found: words[found[1]], text)
        return base.but(**changes)

    def _pattern(
        self, subjects: Sequence[Subject], kinds: Sequence[tuple[str, str, str]]
    ) -> Pattern:
        """A pattern that has what differs between the pictures."""
        parts = [f"{{{'zone_id' if self.each == 'zone' else self.each}}}"]
        if self.each != "date" and len({one.day for one in subjects}) > 1:
            parts.append("{date}")
        parts += ["{language}", "{size}"]
        if len({theme for _, _, theme in kinds}) > 1:
            parts.append("{theme}")
        return read_pattern(f"{'-'.join(parts)}.png")

    def _check_fields(self, pattern: Pattern) -> None:
        allowed = _ALWAYS.union(_FIELDS_OF[self.each])
        for name in sorted(pattern.fields - allowed):
            raise InvalidParameter(
                f"the pattern has {{{name}}}, which pictures of one {self.each} each do not have",
                expected=", ".join(f"{{{one}}}" for one in sorted(allowed)),
                remedy="leave it out",
            )


def subjects_of_zones(zones: Sequence[IndustrialZone], day: date) -> list[Subject]:
    """One subject for each zone, by id."""
    return [
        Subject(day, zone.zone_id, zone.former_province, zone.name_vi, zone.name_en)
        for zone in sorted(zones, key=lambda one: one.zone_id)
    ]


def subjects_of_provinces(day: date, provinces: Sequence[str] = ()) -> list[Subject]:
    """One subject for each former province, or for those named."""
    return [
        Subject(day, None, one, province_name(one, "vi"), province_name(one, "en"))
        for one in FORMER_PROVINCES
        if not provinces or one in provinces
    ]


def province_name(code: str, language: Language) -> str:
    """Short name of a former province."""
    return LAND_WORDS[f"province_short_{code}"][0 if language == "vi" else 1]


def days_between(first: date, last: date, every: Every) -> tuple[date, ...]:
    """Days from one to another: the first, then the same day of later months, and the last.

    Raises
    ------
    InvalidParameter
        If the last is before the first.
    """
    if last < first:
        raise InvalidParameter(
            f"--to {last} is before --from {first}",
            expected="a later day",
            remedy="change them over",
        )
    days: list[date] = []
    step = 0
    while True:
        month = first.month - 1 + step * _MONTHS[every]
        year, month = first.year + month // 12, month % 12 + 1
        # 31 January, then 28 February, then 31 March.
        day = date(year, month, min(first.day, calendar.monthrange(year, month)[1]))
        if day >= last:
            return (*days, last)
        days.append(day)
        step += 1


def read_days(text: str) -> tuple[date, ...]:
    """Days written with commas between them, each once, in order of time.

    Raises
    ------
    InvalidParameter
        If one is not a day or lies far off.
    """
    return tuple(sorted({_read_day(one.strip(), text) for one in text.split(",")}))


def read_day(option: str, text: str) -> date:
    """One day of an option.

    Raises
    ------
    InvalidParameter
        If it is not a day or lies far off.
    """
    return _read_day(text.strip(), text, option)


def _read_day(one: str, text: str, option: str = "--dates") -> date:
    try:
        day = date.fromisoformat(one)
        if not EARLIEST <= day < LATEST or day.isoformat() != one:
            raise ValueError
    except ValueError as error:
        raise InvalidParameter(
            f"{option} is {text[:60]!r}",
            expected=f"days as 2026-01-31, from {EARLIEST} on, commas between them",
            remedy="correct it",
        ) from error
    return day


def _values(subject: Subject, spec: StillSpec, index: str) -> Mapping[Field, str]:
    name = subject.name(spec.language)
    values = {
        "zone_id": subject.zone_id or "",
        "name": slug(name),
        "province": (subject.province or "").lower(),
        "date": subject.day.isoformat(),
        "index": index,
        "template": spec.template,
        "language": spec.language,
        "size": spec.size,
        "theme": spec.theme,
    }
    return cast("Mapping[Field, str]", values)
