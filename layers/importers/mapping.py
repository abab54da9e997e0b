"""From the features of a planner's file to parcels: columns to fields, words to axes.

Every fault is gathered with its place; a word that means nothing known is a fault, not `unknown`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from geo.errors import Fault, GeometryError
from geo.geometry import clean_polygon
from layers.importers.land_use import LandUse
from layers.importers.parcels import ParcelState
from layers.importers.raw import RawFeature, Value
from layers.importers.words import (
    AXIS_WORDS,
    axis_value,
    match_columns,
    plain,
)
from layers.records import Badge

LONGEST_LABEL = 100
_NO_CONSTRAINT = ("none", "khong", "khong co", "")
_GUARDED = re.compile(r"'[=+\-@]")
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class FieldColumns:
    """Columns of a file that carry known fields.

    Attributes
    ----------
    columns
        Field to column.
    unused
        Columns that carry no field we know; they are told, not stored.
    """

    columns: Mapping[str, str]
    unused: tuple[str, ...]


def match_columns_of(
    columns: tuple[str, ...],
    chosen: Mapping[str, str],
    *,
    names: Mapping[str, tuple[str, ...]],
    file: str,
) -> tuple[FieldColumns, list[Fault]]:
    """Find the columns that carry the fields of a layer.

    Parameters
    ----------
    columns
        Names as the file has them.
    chosen
        Field to column, as the user said; wins over names known to us.
    names
        Names by which each field goes.
    file
        Name shown in faults.

    Returns
    -------
    The columns, and a fault for each choice that the file or the program does not have.
    """
    faults = []
    for field, column in chosen.items():
        if field not in names:
            expected = f"a field: {', '.join(names)}"
            faults.append(Fault(file, None, "--map", field, expected))
        elif column not in columns:
            expected = f"a column of the file: {', '.join(columns)[:200] or 'it has none'}"
            faults.append(Fault(file, None, "--map", column, expected))
    free = tuple(column for column in columns if column not in chosen.values())
    guessed = {
        field: column for field, column in match_columns(free, names).items() if field not in chosen
    }
    matched = {**guessed, **chosen}
    unused = tuple(column for column in columns if column not in matched.values())
    return FieldColumns(matched, unused), faults


def map_parcels(
    features: Sequence[RawFeature],
    table: FieldColumns,
    *,
    file: str,
    zone_id: str | None,
    known_zones: frozenset[str],
    land_uses: Mapping[str, LandUse],
    badge: Badge,
    is_numbered: bool = False,
) -> tuple[list[ParcelState], list[Fault]]:
    """Parcels that the features of a file describe.

    Parameters
    ----------
    features
        Examined, EPSG:4326.
    zone_id
        Zone of every row that names none itself.
    known_zones
        Ids of the zones there are.
    badge
        Quality of what the file says.
    is_numbered
        Whether a parcel without a label is named by its place in the file, as in drawings.

    Returns
    -------
    Parcels, and every fault found; with any fault the parcels must not be stored.
    """
    parcels: list[ParcelState] = []
    faults: list[Fault] = []
    seen: dict[str, str] = {}
    for feature in features:
        row = Row(file, feature, table, faults)
        zone = row.text("zone_id") or zone_id
        if zone is None:
            row.fault("zone_id", None, "a zone for the row, or --zone for the whole file")
            continue
        if zone not in known_zones:
            row.fault("zone_id", zone, "the id of a zone that is known")
            continue
        if feature.properties.get("illustrative") in (True, 1, "true", "True", "TRUE"):
            row.fault("illustrative", "true", "real parcels; these only repeat declared figures")
            continue
        label = row.text("parcel_id") or (str(feature.number) if is_numbered else None)
        if label is None:
            expected = "a label; name its column with --map parcel_id=COLUMN, or give --number"
            row.fault("parcel_id", None, expected)
            continue
        parcel_id = _parcel_id(zone, label)
        if len(parcel_id) > LONGEST_LABEL:
            row.fault("parcel_id", label, f"a label of at most {LONGEST_LABEL} characters")
            continue
        if parcel_id in seen:
            row.fault("parcel_id", label, f"a label of its own ({seen[parcel_id]} has it)")
            continue
        seen[parcel_id] = feature.place
        try:
            outline = clean_polygon(feature.geometry)
        except GeometryError as error:
            row.fault("geometry", error.received, error.expected)
            continue
        code, axes = row.axes(land_uses)
        parcels.append(
            ParcelState(
                parcel_id=parcel_id,
                zone_id=zone,
                outline=outline,
                constraint_kind=_constraint(row.text("constraint_kind")),
                option_expires=row.day("option_expires"),
                land_use_code=code,
                badge=badge,
                **axes,
            )
        )
    return parcels, faults


class Row:
    """One feature, read field by field; what cannot be read is noted as a fault."""

    def __init__(
        self, file: str, feature: RawFeature, table: FieldColumns, faults: list[Fault]
    ) -> None:
        self._file = file
        self._feature = feature
        self._table = table
        self._faults = faults

    def fault(self, field: str, value: object, expected: str) -> None:
        """Note that a field cannot be used."""
        column = self._table.columns.get(field, field)
        shown = "nothing" if value is None else str(value)[:80]
        place = f"{self._feature.place}, {column}"
        self._faults.append(Fault(self._file, None, place, shown, expected))

    def value(self, field: str) -> Value:
        """Value of a field as the file has it; None where it has no such column."""
        column = self._table.columns.get(field)
        return None if column is None else self._feature.properties.get(column)

    def text(self, field: str) -> str | None:
        """Text of a field, on one line; None where it is empty."""
        value = self.value(field)
        if value is None:
            return None
        if isinstance(value, float) and value.is_integer():
            # Spreadsheets keep the label 12 as 12.0.
            value = int(value)
        text = _SPACES.sub(" ", str(value)).strip()
        # Our own spreadsheets put an apostrophe before what would begin a formula.
        return (text[1:] if _GUARDED.match(text) else text) or None

    def day(self, field: str) -> date | None:
        """Day of a field; what is no day is a fault."""
        value = self.value(field)
        if value is None or isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value).strip())
        except ValueError:
            self.fault(field, value, "a day as YYYY-MM-DD or a date cell")
            return None

    def number(self, field: str) -> Decimal | None:
        """Exact number of a field; what is no number is a fault."""
        value = self.value(field)
        if value is None or value == "":
            return None
        try:
            number = Decimal(str(value).strip())
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite():
            self.fault(field, value, "a number with a decimal point")
            return None
        return number

    def axes(self, land_uses: Mapping[str, LandUse]) -> tuple[str | None, dict[str, Any]]:
        """Land-use code and the axes; the code fills in what no column tells."""
        axes: dict[str, Any] = {}
        for axis, words in AXIS_WORDS.items():
            word = self.text(axis)
            if word is None:
                continue
            value = axis_value(axis, word)
            if value is None:
                self.fault(axis, word, f"one of {', '.join(words)}, or unknown")
            else:
                axes[axis] = value
        code = self.text("land_use_code")
        if code is None:
            return None, axes
        land_use = land_uses.get(code.upper())
        if land_use is None:
            self.fault("land_use_code", code, "a code of data/land_use_codes.csv")
            return code, axes
        for axis, value in (("use", land_use.use), ("commercial", land_use.commercial)):
            if axes.get(axis, "unknown") == "unknown":
                axes[axis] = value
        return land_use.code, axes


def _parcel_id(zone_id: str, label: str) -> str:
    """Id of a parcel; a label that is an id already, as in our exports, stays as it is."""
    return label if label.startswith(f"{zone_id}/") else f"{zone_id}/{label}"


def _constraint(words: str | None) -> str:
    """Constraint as it is kept: `none` for words that mean none."""
    return "none" if words is None or plain(words) in _NO_CONSTRAINT else words
