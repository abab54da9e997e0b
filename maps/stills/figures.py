"""Figures as pictures show them: with unit, date and badge, unknown as unknown, sources cited."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from layers.records import Badge, Figure, Headline, IndustrialZone, Link, Port
from maps.brief.readings import (
    Reading,
    distance_reading,
    figure_reading,
    headline_reading,
    unknown,
)
from maps.labels import Language, format_date, word
from maps.names import plain, short_name
from maps.plain_text import clean
from maps.stills.material import Material
from maps.stills.page import Page
from maps.stills.typeset import NBSP
from maps.stills.words import phrase

_TOGETHER: Final = re.compile(
    r"mở rộng|[Gg]iai đoạn \w+|[Cc]ông nghệ cao|[Ss]inh thái|TP\. Hồ Chí Minh|[Pp]hase \w+"
    r"|Hi-Tech Park|\S+ \d{1,2}\b"
)

_SHORE: Final = ("openstreetmap-land",)
_CENTRES: Final = ("openstreetmap",)
_SKETCH: Final = ("general-knowledge",)
"""Sources, by their keys, of what distances are measured to."""

Quantity = Literal["remaining", "occupancy"]


@dataclass(frozen=True, slots=True)
class Fact:
    """One figure of a picture.

    Attributes
    ----------
    label
        What it is, in few words.
    value
        Number with its unit, kept on one line; the word for unknown where nothing is known.
    passport
        Badge and date, as `B · 10/2024`; empty where nothing is known.
    as_of
        Its date as published, a partial ISO date.
    source_keys
        Of the sources that the credit names.
    is_measured
        Whether it was measured here, and so has no date of its own.
    """

    label: str
    value: str
    passport: str = ""
    badge: Badge | None = None
    as_of: str | None = None
    source_keys: tuple[str, ...] = ()
    is_known: bool = True
    is_measured: bool = False


def figure_text(figure: Figure | None, metric: str, language: Language) -> str:
    """Any other published figure with its unit; years without, ranges as ranges."""
    return _value(figure_reading(figure, metric, language), language)


def headline_fact(
    headline: Headline, quantity: Quantity, language: Language, *, label: str | None = None
) -> Fact:
    """Land remaining or occupancy as a fact."""
    words = phrase(f"fact_{quantity}", language) if label is None else label
    return _fact(words, headline_reading(headline, quantity, language), language)


def area_fact(zone: IndustrialZone, language: Language) -> Fact:
    """Declared area as a fact."""
    return _fact(phrase("fact_area", language), _area(zone, language), language)


def distance_fact(
    zone: IndustrialZone, measure: str, material: Material, language: Language
) -> Fact:
    """Distance to the nearest of something as a fact.

    It has no day, for it is measured here: a picture that shows one has to say so in the credit.
    """
    reading = distance_reading(zone, measure, language)
    fact = _fact(phrase(f"fact_{measure}", language), reading, language, is_measured=True)
    if not fact.is_known:
        return fact
    # Of the places that it was measured between: the shore, and what else is no better than D.
    wanted = (_SHORE if measure == "coastline" else ()) + (_SKETCH if fact.badge == "D" else ())
    keys = tuple(one for one in wanted if one in material.region.sources)
    return replace(fact, source_keys=keys)


def use_fact(page: Page, fact: Fact) -> Fact:
    """Have the credit cite a fact that is shown, with its date and badge."""
    page.shows_few = True
    page.cite(fact.source_keys)
    if fact.badge is not None:
        page.badges.add(fact.badge)
    if fact.as_of:
        page.dates.append(fact.as_of)
    elif fact.is_measured:
        page.is_measured = True
    elif fact.is_known:
        page.has_undated = True
    return fact


def with_badge(page: Page, value: str, badge: Badge | None) -> str:
    """A value with its letter of quality, which the credit then explains; `611 ha (B)`."""
    if badge is not None:
        page.badges.add(badge)
    return badged(page, value, badge)


def badged(page: Page, value: str, badge: Badge | None) -> str:
    """The same without a word to the credit; no letter where the spec wants no explanation."""
    if badge is None or not page.spec.badge_notes:
        return value
    return f"{value}{NBSP}({badge})"


def passport_of(page: Page, fact: Fact) -> str:
    """Letter and date of a fact; the date alone where the spec wants no letters."""
    if page.spec.badge_notes or fact.badge is None:
        return fact.passport
    return fact.passport.removeprefix(fact.badge).removeprefix(f"{NBSP}· ")


def cite_place(page: Page, zone: IndustrialZone) -> None:
    """Have the credit cite where a zone is: a picture of unknown figures still shows its place."""
    if zone.location is None:
        return
    keys = _CENTRES if zone.location_accuracy == "openstreetmap" else _SKETCH
    page.cite(one for one in keys if one in page.material.region.sources)


def ranked(headline: Headline) -> float | None:
    """What zones are ranked by: the value, or the middle of a range; None ranks nowhere.

    `none_left` is words without a figure, and is not ranked either.
    """
    if headline.state != "known" or headline.illustrative:
        return None
    if headline.value is not None:
        return headline.value
    if headline.low is not None and headline.high is not None:
        return (headline.low + headline.high) / 2
    return None


def zone_name(zone: IndustrialZone, language: Language) -> str:
    """Full name of a zone; in English without Vietnamese diacritics, as places are on the map."""
    name = zone.name_vi if language == "vi" else plain(zone.name_en)
    # What the font cannot draw is for the linter to find.
    return clean(name, replace_missing=False)


def zone_label(zone: IndustrialZone, language: Language) -> str:
    """Name of a zone for a label: without its kind, never cut."""
    name = zone_name(zone, language)
    short = short_name(name, language)
    if short.endswith("…"):
        short = short_name(name.split(" (")[0].split(" / ")[0], language)
    return _glued(name if short.endswith("…") else short)


def _glued(text: str) -> str:
    """The text with words that belong together on one line: `mở rộng`, `giai đoạn 2`."""
    return _TOGETHER.sub(lambda found: found[0].replace(" ", NBSP), text)


def target_label(target: Port | Link, language: Language) -> str:
    """Short name of a port, airport or road; of an airport with that word, as towns share it."""
    name = clean(target.name_vi if language == "vi" else target.name_en, replace_missing=False)
    short = short_name(name, language)
    if isinstance(target, Link) and target.kind in ("airport", "rail_station"):
        if target.kind == "rail_station":
            return f"Ga {short}" if language == "vi" else f"{short} station"
        kind = word("kind_airport", language)
        return f"{kind} {short}" if language == "vi" else f"{short} {kind.lower()}"
    return short


def zones_of(page: Page) -> Sequence[IndustrialZone]:
    """Zones of the picture's province, or all of the region."""
    province = page.spec.province
    zones = page.material.region.zones
    return [one for one in zones if province is None or one.former_province == province]


def zones_with(page: Page, chosen: Iterable[IndustrialZone]) -> list[IndustrialZone]:
    """Zones of the picture's province, and those that it is about wherever they are."""
    zones = list(zones_of(page))
    return [*zones, *(one for one in chosen if one not in zones)]


def _area(zone: IndustrialZone, language: Language) -> Reading:
    figure = zone.figures.get("total_area_ha")
    if figure is None or figure.scope != "zone":
        return unknown(language)
    return figure_reading(figure, "total_area_ha", language)


def _value(reading: Reading, language: Language) -> str:
    return reading.joined if reading.is_known else phrase("unknown", language)


def _fact(label: str, reading: Reading, language: Language, *, is_measured: bool = False) -> Fact:
    if not reading.is_known:
        return Fact(label, phrase("unknown", language), is_known=False)
    passport = "" if is_measured else format_date(reading.as_of, language)
    if reading.badge:
        passport = f"{reading.badge}{NBSP}· {passport}" if passport else reading.badge
    return Fact(
        label,
        reading.joined,
        passport,
        reading.badge,
        reading.as_of,
        reading.source_keys,
        is_measured=is_measured,
    )
