"""Many pictures from one spec: which there are, what each is of, and which days."""

from __future__ import annotations

from datetime import date

import pytest

from geo.errors import InvalidParameter
from maps.stills.patterns import read_pattern
from maps.stills.series import (
    Series,
    Subject,
    days_between,
    read_days,
    subjects_of_provinces,
    subjects_of_zones,
)
from maps.stills.spec import StillSpec
from tests.maps.stills.invented_region import ON_DAY, invented_region

SUBJECTS = [
    Subject(ON_DAY, "ben-dua", "BD", "Bến Dừa", "Ben Dua"),
    Subject(ON_DAY, "ao-sen", "HCMC", "Ao Sen", "Ao Sen"),
]


def test_pictures_of_zones_in_every_language_and_size() -> None:
    series = Series("zone", StillSpec(), languages=("vi", "en"), sizes=("hd", "square"))
    pictures = series.pictures(SUBJECTS)
    assert [one.file for one in pictures[:4]] == [
        "ben-dua-vi-hd.png", "ben-dua-vi-square.png", "ben-dua-en-hd.png", "ben-dua-en-square.png",
    ]  # fmt: skip
    assert len(pictures) == 8
    assert pictures[2].title == "Ben Dua"
    assert pictures[0].spec == StillSpec(template="locator", zones=("ben-dua",))


def test_pictures_keep_what_the_spec_gives() -> None:
    base = StillSpec(template="distances", title="{name}, {province}: {date} {x}", language="en")
    series = Series("zone", base, given=frozenset({"template", "title"}), is_dated=True)
    spec = series.pictures(SUBJECTS)[0].spec
    assert (spec.template, spec.as_of) == ("distances", ON_DAY)
    assert spec.title == "Ben Dua, Bình Dương: 28 Nov 2026 {x}"


def test_pictures_of_provinces_and_days() -> None:
    days = (date(2024, 1, 1), date(2025, 1, 1))
    subjects = [one for day in days for one in subjects_of_provinces(day, ["BD", "BRVT"])]
    pictures = Series("province", StillSpec(), is_dated=True).pictures(subjects)
    assert [one.file for one in pictures] == [
        f"{place}-{day}-vi-hd.png" for day in days for place in ("bd", "brvt")
    ]
    assert pictures[0].spec.extent.province == pictures[0].spec.province == "BD"
    dated = Series("date", StillSpec(), is_dated=True).pictures([Subject(day) for day in days])
    assert [(one.file, one.title) for one in dated] == [
        ("2024-01-01-vi-hd.png", "01/01/2024"), ("2025-01-01-vi-hd.png", "01/01/2025"),
    ]  # fmt: skip


def test_pictures_number_from_one_in_as_many_digits_as_needed() -> None:
    series = Series("zone", StillSpec(), pattern=read_pattern("{index}-{theme}.svg"))
    assert [one.file for one in series.pictures(SUBJECTS)] == ["001-neutral.svg", "002-neutral.svg"]
    assert series.output == "svg"


def test_pictures_refuse_fields_that_they_do_not_have() -> None:
    series = Series("date", StillSpec(), pattern=read_pattern("{zone_id}.png"))
    with pytest.raises(InvalidParameter, match=r"has \{zone_id\}, which pictures of one date each"):
        series.pictures([Subject(ON_DAY)])


def test_pictures_refuse_two_of_one_name() -> None:
    series = Series("zone", StillSpec(), languages=("vi", "en"), pattern=read_pattern("{name}.png"))
    with pytest.raises(InvalidParameter, match=r"Bến Dừa \(vi, hd\) and Ben Dua \(en, hd\)"):
        series.pictures(SUBJECTS)


def test_pictures_refuse_more_than_can_be_meant() -> None:
    with pytest.raises(InvalidParameter, match="these are 10,001 pictures"):
        Series("zone", StillSpec()).pictures([SUBJECTS[0]] * 10_001)


def test_subjects_of_zones_stand_by_id() -> None:
    subjects = subjects_of_zones(invented_region().zones, ON_DAY)
    ids = [one.zone_id for one in subjects]
    assert ids == sorted(one.zone_id for one in invented_region().zones)
    assert all(one.name_vi and one.name_en and one.day == ON_DAY for one in subjects)


@pytest.mark.parametrize(
    ("first", "last", "every", "days"),
    [
        ("2025-01-31", "2025-04-15", "month", ["01-31", "02-28", "03-31", "04-15"]),
        ("2025-01-01", "2025-07-01", "quarter", ["01-01", "04-01", "07-01"]),
        ("2025-03-01", "2025-03-01", "year", ["03-01"]),
    ],
)
def test_days_between(first: str, last: str, every: str, days: list[str]) -> None:
    found = days_between(date.fromisoformat(first), date.fromisoformat(last), every)
    assert [f"{day:%m-%d}" for day in found] == days


def test_days_are_refused_that_are_none() -> None:
    assert read_days("2025-01-01, 2024-01-01,2025-01-01") == (date(2024, 1, 1), date(2025, 1, 1))
    for text in ("2025-02-30", "20250101", "today", "2025-01-01,", "0001-01-01", "2025-W01-1"):
        with pytest.raises(InvalidParameter, match="--dates is "):
            read_days(text)
    with pytest.raises(InvalidParameter, match="--to 2024-01-01 is before --from 2025-01-01"):
        days_between(date(2025, 1, 1), date(2024, 1, 1), "year")
