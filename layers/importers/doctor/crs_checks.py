"""In which system a file's coordinates are read, and what speaks against it.

The file may name one, a person may declare one; the numbers themselves only ever contradict or
suggest. What they suggest is asked, never done.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from geo.bbox import REGION
from geo.crs import DEPRECATED_CODES, NAMED_CRS, WGS84, NamedCrs, parse_crs
from geo.errors import CrsError
from geo.measures import GEOD
from layers.importers.doctor.crs_text import deprecated_code, is_code_or_wkt, same_projection
from layers.importers.doctor.findings import confirm_words, make_finding
from layers.importers.doctor.readings import (
    Sample,
    candidates,
    central_meridian_deg,
    has_landed,
    land,
    list_landings,
    whereabouts,
)
from layers.importers.doctor.wording import Words, coordinates, length, meridian, shown

if TYPE_CHECKING:
    from layers.importers.doctor.records import Change, Declaration, Finding, Landing
    from layers.importers.doctor.zones import ZoneIndex
    from layers.importers.raw import RawLayer

WGS84_BY_FORMAT: Final = frozenset({"geojson", "geojsonl", "kml", "kmz"})
"""Formats whose coordinates are longitude, latitude on WGS 84 by their own rule."""

_SAME_PLACE_M = 0.05
_NO_PLACE = Words("không rõ", "unknown")


@dataclass(frozen=True, slots=True)
class CrsVerdict:
    """What the coordinates are read in.

    Attributes
    ----------
    crs
        None = nobody has said one that can be used.
    findings
        What speaks against it.
    landing
        Where the file lies in it; None if its numbers cannot occur in it.
    landings
        Where it lies in each named CRS that brings it into the region.
    is_explained
        Whether a finding about the whole file says already why it lies outside the region.
    """

    crs: NamedCrs | None
    findings: tuple[Finding, ...]
    landing: Landing | None = None
    landings: tuple[Landing, ...] = ()
    is_explained: bool = False


def decide_crs(
    raw: RawLayer, declaration: Declaration, sample: Sample | None, zones: ZoneIndex | None
) -> CrsVerdict:
    """Take the CRS declared, or else the one the file names, and hold it against the numbers.

    Parameters
    ----------
    raw
        The layer as read.
    declaration
        What the person says.
    sample
        Numbers of the file; None if it has no usable geometry.
    zones
        Known zones; None = judged by the region alone.

    Returns
    -------
    CrsVerdict
        Findings with numbers; a question where something else fits better.
    """
    landings = list_landings(sample, zones) if sample is not None else ()
    named = _Named.read(raw, declaration, sample, landings)
    if named.crs is None or sample is None:
        return CrsVerdict(named.crs, named.findings, landings=landings)
    landing = land(sample, named.crs, zones)
    findings = list(named.findings)
    if not has_landed(landing):
        findings += _explain(raw, declaration, sample, named.crs, landing, landings, zones)
        return CrsVerdict(named.crs, tuple(findings), landing, landings, is_explained=True)
    if declaration.crs and named.found is not None and named.found.code != named.crs.code:
        is_rule = raw.format in WGS84_BY_FORMAT and named.found.code == WGS84
        findings.append(_compare(sample, named.found, named.crs, zones, is_rule=is_rule))
    return CrsVerdict(named.crs, tuple(findings), landing, landings)


@dataclass(frozen=True, slots=True)
class _Named:
    """What the file and the person name."""

    crs: NamedCrs | None
    found: NamedCrs | None
    findings: tuple[Finding, ...]

    @classmethod
    def read(
        cls,
        raw: RawLayer,
        declaration: Declaration,
        sample: Sample | None,
        landings: tuple[Landing, ...],
    ) -> _Named:
        found = _parse(raw.crs_found)
        if declaration.crs:
            declared = _parse(declaration.crs)
            if declared is None:
                return cls(None, found, (_refuse_declared(declaration.crs),))
            if raw.crs_found and found is None:
                note = make_finding(
                    "crs_override",
                    found=raw.crs_found,
                    declared=_name(declared),
                    hint=_hint(raw.crs_found),
                    value=raw.crs_found,
                )
                return cls(declared, None, (note,))
            return cls(declared, found, ())
        if found is not None:
            return cls(found, found, ())
        return cls(None, None, (_ask_found(raw, sample, landings),))


def _parse(crs: str | None) -> NamedCrs | None:
    if not crs or not is_code_or_wkt(crs):
        return None
    try:
        return parse_crs(crs)
    except CrsError:
        return None


def _refuse_declared(declared: str) -> Finding:
    code = deprecated_code(declared)
    if code is not None:
        return make_finding(
            "crs_declared_deprecated",
            declared_code=str(code),
            replacement=str(DEPRECATED_CODES[code]),
            value=declared,
        )
    known = ", ".join(f"EPSG:{known}" for known in NAMED_CRS)
    return make_finding("crs_declared_unknown", declared=declared, known=known, value=declared)


def _ask_found(raw: RawLayer, sample: Sample | None, landings: tuple[Landing, ...]) -> Finding:
    """Question about a file that names no CRS, or one that cannot be used."""
    if not raw.crs_found:
        middle = coordinates(*sample.middle) if sample is not None else "?"
        return make_finding(
            "crs_missing", middle=middle, candidates=candidates(landings), value=raw.crs_note
        )
    at = candidates(landings)
    hint = Words(f"Các hệ cho vị trí trong vùng: {at.vi}.", f"These would land: {at.en}.")
    code = deprecated_code(raw.crs_found)
    if code is not None:
        return make_finding(
            "crs_deprecated",
            code_found=str(code),
            replacement=str(DEPRECATED_CODES[code]),
            hint=hint,
            value=raw.crs_found,
        )
    like = _hint(raw.crs_found)
    return make_finding(
        "crs_unknown",
        found=shown(raw.crs_found),
        hint=Words(f"{like.vi} {hint.vi}".strip(), f"{like.en} {hint.en}".strip()),
        value=raw.crs_found,
    )


def _hint(crs_found: str) -> Words:
    """Which named CRS has the projection of a definition that is no entry of the register."""
    like = same_projection(crs_found)
    if like is None:
        return Words("", "")
    if like.is_wgs84:
        return Words(
            f"Phép chiếu là của {_name(like.crs)} nhưng hệ quy chiếu là WGS 84.",
            f"Its projection is that of {_name(like.crs)}, but its datum is WGS 84.",
        )
    return Words(
        f"Phép chiếu giống {_name(like.crs)}.", f"Its projection is that of {_name(like.crs)}."
    )


def _explain(
    raw: RawLayer,
    declaration: Declaration,
    sample: Sample,
    crs: NamedCrs,
    landing: Landing | None,
    landings: tuple[Landing, ...],
    zones: ZoneIndex | None,
) -> Iterator[Finding]:
    """Why a file does not come to lie in the region, and what would bring it there."""
    middle, name = coordinates(*sample.middle), _name(crs)
    if crs.is_geographic and not sample.is_in_degrees:
        from_prj = raw.format not in WGS84_BY_FORMAT and not declaration.crs and crs.code == WGS84
        code = "wgs84_with_vn2000_numbers" if from_prj else "metres_called_degrees"
        found = candidates(landings)
        yield make_finding(code, crs=name, middle=middle, candidates=found, value=middle)
        return
    if not crs.is_geographic and sample.is_in_degrees:
        at = candidates(landings)
        hint = Words(f"Các hệ cho vị trí trong vùng: {at.vi}.", f"These would land: {at.en}.")
        yield make_finding(
            "degrees_called_metres", crs=name, middle=middle, candidates=hint, value=middle
        )
        return
    other = _put_right(sample, crs, zones) or _other_crs(crs, landings)
    if other is not None:
        yield _suggest(sample, crs, landing, other)
    elif landing is None:
        yield make_finding("out_of_range", middle=middle, crs=name, value=middle)
    else:
        yield make_finding(
            "outside_region",
            crs=name,
            at=whereabouts(landing),
            region=str(REGION),
            value=middle,
        )


def _put_right(sample: Sample, crs: NamedCrs, zones: ZoneIndex | None) -> Landing | None:
    """Reading in the same CRS with columns swapped or the false origin put right."""
    changes: tuple[Change, ...] = ("swapped", "false_easting", "false_origin")
    for change in changes[: 1 if crs.is_geographic else 3]:
        landing = land(sample, crs, zones, change)
        if has_landed(landing):
            return landing
    return None


def _other_crs(crs: NamedCrs, landings: tuple[Landing, ...]) -> Landing | None:
    """Reading of the same numbers in another CRS; one of the same datum is the likelier slip."""
    others = [landing for landing in landings if landing.crs != _name(crs)]
    same = [one for one in others if parse_crs(one.crs).datum == crs.datum]
    return next(iter(same or others), None)


def _suggest(sample: Sample, crs: NamedCrs, landing: Landing | None, other: Landing) -> Finding:
    """Question whether the other reading is meant."""
    middle = coordinates(*sample.middle)
    if other.change == "swapped":
        at = whereabouts(other)
        prefix = "" if other.crs == _name(crs) else f"{other.crs}: "
        return make_finding(
            "axes_swapped",
            crs=_name(crs),
            middle=middle,
            place_swapped=Words(prefix + at.vi, prefix + at.en),
            value=middle,
        )
    if other.change == "false_easting":
        easting = f"{sample.middle[0]:.2f} m"
        return make_finding(
            "false_easting_missing",
            crs=_name(crs),
            easting=easting,
            at=whereabouts(other),
            value=middle,
        )
    if other.change == "false_origin":
        return make_finding(
            "false_origin_swapped",
            crs=_name(crs),
            middle=middle,
            at=whereabouts(other),
            value=middle,
        )
    return suggest_crs(crs, landing, other, value=middle, may_confirm=False)


def suggest_crs(
    crs: NamedCrs,
    landing: Landing | None,
    other: Landing,
    *,
    value: str,
    may_confirm: bool,
) -> Finding:
    """Question whether another CRS is meant: one of another meridian, or another altogether."""
    parts = {
        "crs": Words(_name(crs), _name(crs)),
        "at": whereabouts(landing) if landing is not None else _NO_PLACE,
        "other": Words(other.crs, other.crs),
        "other_at": whereabouts(other),
        "distance": length(apart_m(landing, other)) if landing is not None else _NO_PLACE,
    }
    here, there = central_meridian_deg(crs), central_meridian_deg(parse_crs(other.crs))
    is_meridian = here is not None and there is not None and here != there
    code = "wrong_meridian" if is_meridian else "other_crs_fits"
    parts["confirm"] = confirm_words(code) if may_confirm else Words("", "")
    if here is not None and there is not None and here != there:
        parts["meridian"] = Words(meridian(here), meridian(here))
        parts["other_meridian"] = Words(meridian(there), meridian(there))
    return make_finding(code, value=value, **parts)


def apart_m(landing: Landing, other: Landing) -> float:
    """Metres on the ellipsoid between the middles of two readings."""
    return float(GEOD.inv(landing.lon, landing.lat, other.lon, other.lat)[2])


def _compare(
    sample: Sample, found: NamedCrs, declared: NamedCrs, zones: ZoneIndex | None, *, is_rule: bool
) -> Finding:
    """The declared CRS lands: a question if the one of the file, meant as such, lands too."""
    as_found, as_declared = land(sample, found, zones), land(sample, declared, zones)
    said = _name(found)
    names = {"found": Words(said, said), "declared": Words(_name(declared), _name(declared))}
    if as_found is None or as_declared is None or not has_landed(as_found):
        hint = Words("Theo tệp thì không nằm trong vùng.", "As the file says it misses the region.")
        return make_finding("crs_override", value=said, hint=hint, **names)
    distance_m = apart_m(as_found, as_declared)
    away = length(distance_m)
    if is_rule or distance_m < _SAME_PLACE_M:
        hint = Words(f"Hai cách đọc cách nhau {away.vi}.", f"The two readings are {away.en} apart.")
        return make_finding("crs_override", value=said, hint=hint, **names)
    return make_finding(
        "crs_differs",
        distance=away,
        place_found=whereabouts(as_found),
        place_declared=whereabouts(as_declared),
        value=said,
        **names,
    )


def _name(crs: NamedCrs) -> str:
    return f"EPSG:{crs.code}"
