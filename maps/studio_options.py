"""What can be chosen for a picture, with words in both languages: for studio and machines."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final, get_args

from geo.bbox import MAPPED
from layers.records import NationalClaim, RegionData
from maps.names import other_names
from maps.stills.compose import TEMPLATES
from maps.stills.imprint import MEDIA_TYPES
from maps.stills.sizes import NAMED_SIZES, SafeArea, Size, safe_box
from maps.stills.spec import LAYERS, Ground, Levels, Province, StillSpec, Template
from maps.stills.theme import theme, theme_names
from maps.studio_words import CHOICE_WORDS, claim_name
from maps.style import MEASURE_KEYS, MEASURES

MOST_ZONES: Final = 12
"""That a picture has room to name."""

ZONES_OF_TEMPLATE: Final[Mapping[Template, tuple[int, int]]] = {
    "overview": (0, MOST_ZONES),
    "locator": (1, MOST_ZONES),
    "ranking": (0, MOST_ZONES),
    "distances": (1, 1),
    "before_after": (0, 0),
    "corridor": (0, MOST_ZONES),
    "claim": (0, 0),
    "lower_third": (0, 1),
}
"""How many zones a template needs, and can take."""

FIELDS_OF_TEMPLATE: Final[Mapping[Template, tuple[str, ...]]] = {
    "overview": ("zones", "measure", "province", "as_of", "extent"),
    "locator": ("zones", "as_of", "extent"),
    "ranking": ("zones", "measure", "province", "top", "as_of", "extent"),
    "distances": ("zones", "as_of", "extent"),
    "before_after": ("before", "as_of", "measure", "province", "extent"),
    "corridor": ("zones", "as_of", "extent"),
    "claim": ("claim", "province", "as_of", "extent"),
    "lower_third": ("zones", "as_of", "extent"),
}
"""Fields of the data that a template reads; it takes no notice of the others."""

_SOUTH: Final = 9.6
"""Latitude that the region's extent ends at: Côn Đảo lies 200 km beyond the rest."""

_NOT_MEASURES: Final[Mapping[Template, frozenset[str]]] = {
    "ranking": frozenset({"status"}),
    "before_after": frozenset({"distance"}),
}
"""What has no order, and what does not change."""


def still_options(
    region: RegionData, claims: Mapping[str, NationalClaim], today: date
) -> dict[str, Any]:
    """Everything that a spec may name.

    Parameters
    ----------
    region
        As of any day; only names and whether there is a place are told.
    today
        Latest day that a spec may name.

    Returns
    -------
    Plain values: a list of choices for each field, each with `id`, `label_vi` and `label_en`.
    """
    return {
        "data_version": str(region.data_version),
        "data_date": region.data_dates[1] if region.data_dates else None,
        "today": today.isoformat(),
        "templates": [
            {
                **_choice("template", one),
                "zones": list(ZONES_OF_TEMPLATE[one]),
                "fields": list(FIELDS_OF_TEMPLATE[one]),
                "measures": [
                    key for key in MEASURE_KEYS if key not in _NOT_MEASURES.get(one, frozenset())
                ],
            }
            for one in get_args(Template)
            if one in TEMPLATES
        ],
        "zones": _zones(region),
        "measures": [
            {"id": one.key, "label_vi": one.label_vi, "label_en": one.label_en} for one in MEASURES
        ],
        "provinces": [_choice("province", one) for one in get_args(Province)],
        "extents": {"region": _region_bbox(region), "most": list(MAPPED)},
        "claims": [_claim(one, "vi") | _claim(one, "en") for one in claims.values()],
        "layers": [_choice("layer", one) for one in LAYERS],
        "themes": [
            {"id": name, "label_vi": theme(name).label_vi, "label_en": theme(name).label_en}
            for name in theme_names()
        ],
        "sizes": [
            {**_choice("size", name), "width_px": width, "height_px": height}
            for name, (width, height) in NAMED_SIZES.items()
        ],
        "safe_areas": [
            {**_choice("safe_area", one), "insets": _insets(one)} for one in get_args(SafeArea)
        ],
        "grounds": [_choice("ground", one) for one in get_args(Ground)],
        "levels": [_choice("levels", one) for one in get_args(Levels)],
        "outputs": [
            {**_choice("output", one), "media_type": media_type}
            for one, media_type in MEDIA_TYPES.items()
        ],
        "defaults": StillSpec().model_dump(mode="json"),
    }


def _choice(field: str, key: str) -> dict[str, Any]:
    vietnamese, english = CHOICE_WORDS[field][key]
    return {"id": key, "label_vi": vietnamese, "label_en": english}


def _zones(region: RegionData) -> list[dict[str, Any]]:
    return [
        {
            "id": zone.zone_id,
            "name_vi": zone.name_vi,
            "name_en": zone.name_en,
            "other_names": other_names(zone.note),
            "province": zone.former_province,
            "has_location": zone.location is not None,
        }
        for zone in region.zones
    ]


def _region_bbox(region: RegionData) -> list[float]:
    """West, south, east, north of the places of zones, degrees; of all there is without two."""
    places = [one.location for one in region.zones if one.location and one.location[1] > _SOUTH]
    if len(places) < 2:
        return list(MAPPED)
    lons, lats = zip(*places, strict=True)
    return [round(one, 3) for one in (min(lons), min(lats), max(lons), max(lats))]


def _claim(claim: NationalClaim, language: Any) -> dict[str, Any]:
    return {"id": claim.claim_id, f"label_{language}": claim_name(claim, language)}


def _insets(area: SafeArea) -> list[float]:
    """Shares of width and height left free: left, top, right, bottom."""
    whole = Size(1080, 1080).canvas
    safe = safe_box(whole, area)
    lengths = (safe.left, safe.top, whole.right - safe.right, whole.bottom - safe.bottom)
    return [round(length / whole.width, 4) for length in lengths]
