"""What is wrong with the table: ids twice, boundaries twice, U+0000, old encodings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from layers.importers.doctor.findings import make_finding
from layers.importers.doctor.findings_of_reading import LISTED_AS_REPAIRS, READING_KINDS
from layers.importers.doctor.wording import Words, shown
from layers.importers.words import PARCEL_COLUMNS, match_columns

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from layers.importers.doctor.records import Declaration, Finding, Layer
    from layers.importers.raw import RawFeature, RawFinding, RawLayer, Value

ID_COLUMNS: Final[Mapping[Layer, tuple[str, ...]]] = {
    "parcels": PARCEL_COLUMNS["parcel_id"],
    "zones": ("zone_id", "ma_khu", "ma_kcn", "id"),
    "ports": ("port_id", "id"),
    "links": ("link_id", "id"),
    "coastline": ("id",),
}
"""Names by which the id of each layer goes, the surest first."""

LEGACY_ENCODINGS: Final = {"cp1258": "Windows-1258", "tcvn3": "TCVN3 (ABC)", "vni": "VNI"}


def list_reader_findings(raw: RawLayer) -> list[Finding]:
    """What the reader noticed, in words; what it noticed about rings is among the repairs."""
    by_place = {feature.place: feature for feature in raw.features}
    findings = []
    for noticed in raw.findings:
        if noticed.code in LISTED_AS_REPAIRS:
            if noticed.place not in by_place:
                findings.append(_unplaced_repair(noticed, raw.format))
            continue
        feature = by_place.get(noticed.place) if noticed.place is not None else None
        code = noticed.code if noticed.code in READING_KINDS else "reader_noticed"
        detail = noticed.detail
        if feature is None and noticed.place is not None:
            detail = f"{noticed.place}: {detail}"
        findings.append(make_finding(code, feature, value=noticed.detail, detail=detail))
    if raw.encoding in LEGACY_ENCODINGS:
        name = LEGACY_ENCODINGS[raw.encoding]
        findings.append(make_finding("legacy_encoding", encoding=name, value=raw.encoding))
    return findings


def check_text(raw: RawLayer) -> list[Finding]:
    """Errors for U+0000 in text or in the name of a column."""
    findings = [
        make_finding("nul_in_text", column=column, value=column)
        for column in raw.columns
        if "\x00" in column
    ]
    for feature in raw.features:
        for column, value in feature.properties.items():
            if isinstance(value, str) and "\x00" in value:
                findings.append(make_finding("nul_in_text", feature, column=column, value=value))
    return findings


def check_ids(raw: RawLayer, declaration: Declaration) -> list[Finding]:
    """Errors for ids that an earlier feature has already.

    Parcels are told apart within their zone, where a column names it.
    """
    column = declaration.id_column or _id_column(raw, declaration.layer)
    if column is None:
        return []
    zone_column = None
    if declaration.layer == "parcels":
        zone_column = match_columns(raw.columns, {"zone_id": PARCEL_COLUMNS["zone_id"]}).get(
            "zone_id"
        )
    first: dict[tuple[Value, str], RawFeature] = {}
    findings = []
    for feature in raw.features:
        value = feature.properties.get(column)
        identity = _plain_id(value)
        if not identity:
            continue
        zone = feature.properties.get(zone_column) if zone_column else None
        earlier = first.setdefault((zone, identity), feature)
        if earlier is not feature:
            findings.append(
                make_finding(
                    "duplicate_id",
                    feature,
                    column=column,
                    id=shown(identity),
                    other=earlier.place,
                    value=identity,
                )
            )
    return findings


def check_duplicates(
    raw: RawLayer, geometries: NDArray[np.object_], layer: Layer
) -> Iterator[Finding]:
    """Features whose geometry an earlier one has already, wherever their rings begin.

    Parameters
    ----------
    raw
        The layer as read.
    geometries
        Flat and finite, in the file's numbers; None where there is nothing to look at.
    layer
        Land twice is an error; two ports in one place are worth a look.
    """
    code = "duplicate_feature" if layer in ("zones", "parcels") else "same_position"
    known = np.flatnonzero(~shapely.is_missing(geometries))
    blobs = shapely.to_wkb(shapely.normalize(geometries[known]))
    first: dict[bytes, RawFeature] = {}
    for index, blob in zip(known.tolist(), blobs, strict=True):
        feature = raw.features[index]
        earlier = first.setdefault(blob, feature)
        if earlier is not feature:
            yield make_finding(code, feature, other=earlier.place, value=earlier.place)


def _unplaced_repair(noticed: RawFinding, file_format: str) -> Finding:
    """Repair that a reader noticed and did not place, as when it counts the rest of many."""
    seen = f"{noticed.place}: {noticed.detail}" if noticed.place else noticed.detail
    unknown = Words("không rõ", "unknown")
    code = "unclosed_ring" if noticed.code == "ring_not_closed" else noticed.code
    parts = {"gap": seen, "format": file_format}
    return make_finding(code, value=seen, before=unknown, after=unknown, **parts)


def _id_column(raw: RawLayer, layer: Layer) -> str | None:
    return match_columns(raw.columns, {"id": ID_COLUMNS[layer]}).get("id")


def _plain_id(value: Value) -> str:
    """Id as text; 7.0, as spreadsheets keep 7, is 7."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value).strip()
