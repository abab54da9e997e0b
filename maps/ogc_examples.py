"""What people may copy from the pages: filters of each collection, and lines for their tools."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from maps.labels import Language
from maps.ogc_links import Addresses


@dataclass(frozen=True, slots=True)
class Example:
    """A filter in CQL2 text, and what it finds."""

    filter: str
    words_vi: str
    words_en: str

    def words(self, language: Language) -> str:
        """What it finds, in a language."""
        return self.words_vi if language == "vi" else self.words_en


FILTERS: Final[Mapping[str, tuple[Example, ...]]] = {
    "zones": (
        Example(
            "status='operating' AND remaining_ha>=50",
            "khu đang hoạt động còn từ 50 ha",
            "operating zones with 50 ha or more left",
        ),
        Example(
            "former_province='BRVT' AND distance_to_deep_sea_berth_m<20000",
            "khu ở Bà Rịa - Vũng Tàu (cũ), cách bến nước sâu dưới 20 km",
            "zones of former Bà Rịa - Vũng Tàu under 20 km from a deep-sea berth",
        ),
        Example(
            "occupancy_rate<0.8",
            "khu công bố lấp đầy dưới 80%",
            "zones with a declared occupancy under 80%",
        ),
        Example(
            "remaining_ha_state='unknown'",
            "khu chưa rõ còn bao nhiêu đất",
            "zones whose remaining land is unknown",
        ),
    ),
    "parcels": (
        Example(
            "use='industrial' AND area_m2>=100000",
            "lô công nghiệp từ 10 ha",
            "industrial parcels of 10 ha or more",
        ),
        Example("zone_id='chau-duc'", "các lô của khu Châu Đức", "parcels of the zone Châu Đức"),
        Example("illustrative=FALSE", "chỉ lô thật", "real parcels only"),
    ),
    "ports": (
        Example(
            "max_vessel_dwt>=50000",
            "bến nhận tàu từ 50.000 DWT",
            "terminals that take 50,000 DWT or more",
        ),
        Example("kind='icd'", "cảng cạn (ICD)", "inland container depots"),
        Example(
            "status='operating' AND inside_region=TRUE",
            "đang hoạt động, trong vùng",
            "operating, inside the region",
        ),
    ),
    "links": (
        Example("kind='expressway'", "cao tốc", "expressways"),
        Example(
            "status='under_construction' OR status='planned'",
            "đang xây hoặc quy hoạch",
            "under construction or planned",
        ),
        Example("kind='airport'", "sân bay", "airports"),
    ),
    "coastline": (
        Example("kind='shore'", "đường bờ, nơi đo khoảng cách", "the shore, measured to"),
        Example("kind='land'", "đất liền", "land"),
    ),
}


@dataclass(frozen=True, slots=True)
class Snippet:
    """A text to copy, under the word of its heading."""

    key: str
    text: str


def snippets_of(addresses: Addresses, collection_id: str) -> list[Snippet]:
    """Lines that fetch a collection with the tools that people have.

    Parameters
    ----------
    collection_id
        One of ours, or of a document: what is not plain is left out by the caller's quoting.
    """
    service = addresses.service
    items = addresses.data("collections", collection_id, "items", f="json", limit="1000")
    table = addresses.data("collections", collection_id, "items", f="csv")
    name = "".join(one for one in collection_id if one.isalnum() or one in "-_") or "features"
    return [
        Snippet("use_ogr2ogr", f'ogr2ogr -f GPKG {name}.gpkg "OAPIF:{service}" {name}'),
        Snippet(
            "use_python",
            f'import geopandas\n\n{_python_name(name)} = geopandas.read_file(\n    "{items}"\n)',
        ),
        Snippet("use_table", table),
    ]


def _python_name(name: str) -> str:
    plain = name.replace("-", "_")
    return plain if plain.isidentifier() else "features"
