"""What a brief is made of, checked when it is put together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from geo.errors import InvalidParameter
from layers.records import Coast, IndustrialZone, Link, Port, Source
from maps.brief.text import undrawable
from maps.labels import LANGUAGES, Language

MOST_ZONES = 6
LONGEST_TITLE = 500
LONGEST_NOTES = 2000
LONGEST_LINK = 1200
"""Characters; a QR code of more could not be read from paper."""


@dataclass(frozen=True, slots=True)
class BriefSpec:
    """All that a brief shows; the same spec gives the same bytes.

    Attributes
    ----------
    zones
        1 to 6, in order of preference.
    sources
        The source register, or at least what the zones' and ports' figures name.
    title, notes
        The user's own words, set as they are; None for none.
    link
        Absolute address of the page that shows the same.
    data_dates
        Dates of the oldest and the latest figure, as their sources give them.
    as_of
        Day on which figures and parcels are taken.
    made_at
        When the brief was asked for: written on the cover and into the file.
    ranking
        What `/api/rank` answers for these zones, or None.

    Raises
    ------
    InvalidParameter
        If there are too few or too many zones, or a text is too long or cannot be drawn.
    """

    zones: tuple[IndustrialZone, ...]
    sources: Mapping[str, Source]
    ports: tuple[Port, ...]
    links: tuple[Link, ...]
    coast: Coast
    language: Language
    link: str
    data_version: int
    data_dates: tuple[str, str] | None
    as_of: date
    made_at: datetime
    title: str | None = None
    notes: str | None = None
    ranking: Mapping[str, Any] | None = None

    def __post_init__(self) -> None:
        ids = [zone.zone_id for zone in self.zones]
        if not 1 <= len(ids) <= MOST_ZONES or len(set(ids)) != len(ids):
            raise InvalidParameter(
                f"a brief of {len(ids)} zones, {len(set(ids))} of them different",
                expected=f"1 to {MOST_ZONES} zones, each once",
                remedy="shorten the list",
            )
        if self.language not in LANGUAGES:
            raise InvalidParameter(
                f"the language is {self.language!r}"[:60], expected="vi or en", remedy="correct it"
            )
        check_text("title", self.title, LONGEST_TITLE)
        check_text("notes", self.notes, LONGEST_NOTES)
        check_text("link", self.link, LONGEST_LINK)


def check_text(name: str, text: str | None, longest: int) -> None:
    """Refuse a text that is too long to be set whole, or that the font cannot draw.

    Raises
    ------
    InvalidParameter
        With the length, or with the characters that are at fault.
    """
    if text is None:
        return
    if len(text) > longest:
        raise InvalidParameter(
            f"{name} has {len(text):,} characters",
            expected=f"at most {longest:,}",
            remedy="shorten it: nothing is cut in silence",
        )
    missing = undrawable(text)
    if missing:
        raise InvalidParameter(
            f"{name} has characters that the brief's font cannot draw: {missing[:20]!r}",
            expected="Latin letters, Vietnamese included, digits and usual signs",
            remedy="write it in those",
        )
