"""What a reader writes down while it reads: findings, faults and how much it has read."""

from __future__ import annotations

import json
import math
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, NoReturn

import numpy as np
import shapely

from geo.errors import Fault, ImportRejected
from layers.importers.raw import RawFeature, RawFinding, Value
from layers.importers.reading.options import ReadLimits, ReadOptions

MOST_FAULTS = 100
MOST_FINDINGS_OF_A_KIND = 100
# Each of these is a repair that the person must see and accept.
_LISTED_WHOLE = frozenset({"ring_direction", "ring_not_closed"})
_SHOWN = 80
_REMEDY = "correct it in the program that made the file and save it again"
_PRINTED_CONTROLS = frozenset("\t\n\r")


class Notebook:
    """Findings and faults of one file, and the checks that every format shares.

    Parameters
    ----------
    file
        Name of the file, without its folder.
    options
        What the person declared.
    limits
        Bounds of the reading.
    """

    def __init__(self, file: str, options: ReadOptions, limits: ReadLimits) -> None:
        self.file = file
        self.options = options
        self.limits = limits
        self.faults: list[Fault] = []
        self.features: list[RawFeature] = []
        self._findings: list[RawFinding] = []
        self._found: Counter[str] = Counter()
        self._vertices = 0

    def find(self, code: str, place: str | None, detail: str) -> None:
        """Note something that is left for the doctor to judge."""
        self._found[code] += 1
        if code in _LISTED_WHOLE or self._found[code] <= MOST_FINDINGS_OF_A_KIND:
            self._findings.append(RawFinding(code, place, detail))

    def findings(self) -> tuple[RawFinding, ...]:
        """All findings; kinds that were cut short end with a count."""
        cut = [
            RawFinding(code, None, f"and {count - MOST_FINDINGS_OF_A_KIND} more of this kind")
            for code, count in self._found.items()
            if count > MOST_FINDINGS_OF_A_KIND and code not in _LISTED_WHOLE
        ]
        return (*self._findings, *cut)

    def fault(
        self,
        code: str,
        reason: str,
        *,
        place: str | None = None,
        row: int | None = None,
        column: str | None = None,
        value: object = "",
        expected: str = "",
        remedy: str = _REMEDY,
    ) -> None:
        """Note a fault and read on, so that a file is refused once with all of them.

        Raises
        ------
        ImportRejected
            When there are too many to be of use.
        """
        shown = shorten(value)
        where = shorten(column) if column is not None else None
        fault = Fault(self.file, row, where, shown, expected, place, reason, remedy, code)
        self.faults.append(fault)
        if len(self.faults) >= MOST_FAULTS:
            raise ImportRejected(self.faults)

    def refuse(self, code: str, reason: str, **details: Any) -> NoReturn:
        """Note a fault after which reading on makes no sense.

        Raises
        ------
        ImportRejected
            Always.
        """
        self.fault(code, reason, **details)
        raise ImportRejected(self.faults)

    def settle(self) -> None:
        """Refuse the file if any fault was noted.

        Raises
        ------
        ImportRejected
            With every fault noted.
        """
        if self.faults:
            raise ImportRejected(self.faults)

    def text(self, value: str, place: str, column: str | None = None) -> str:
        """NFC text of an attribute; control characters and overlong text are faults."""
        if len(value) > self.limits.cell_chars:
            self.fault(
                "cell_too_long",
                f"the text has {len(value)} characters",
                place=place,
                column=column,
                value=value,
                expected=f"at most {self.limits.cell_chars}",
                remedy="shorten it; a quotation mark left open swallows what follows",
            )
            return ""
        bad = _bad_character(value)
        if bad is not None:
            self.fault(
                "control_character",
                f"the text holds the character U+{ord(bad):04X}",
                place=place,
                column=column,
                value=value,
                expected="text without control characters",
                remedy="delete it in the program that made the file",
            )
            return ""
        return unicodedata.normalize("NFC", value)

    def value(self, value: object, place: str, column: str) -> Value:
        """Attribute as a plain value; lists and objects become JSON text."""
        if value is None or isinstance(value, bool):
            return value
        if isinstance(value, str):
            return self.text(value, place, column)
        if isinstance(value, int):
            return value if abs(value) < 2**63 else str(value)
        if isinstance(value, float):
            if math.isfinite(value):
                return value
            self.fault(
                "number_not_finite",
                f"the number is {value}",
                place=place,
                column=column,
                expected="a finite number, or nothing where it is unknown",
            )
            return None
        if isinstance(value, datetime):
            return value.date() if value.time() == value.min.time() else value.isoformat(" ")
        if isinstance(value, date):
            return value
        self.find("nested_value", place, f"column {shorten(column)}")
        return self.text(json.dumps(value, ensure_ascii=False), place, column)

    def add(
        self,
        place: str,
        geometry: shapely.Geometry | None,
        properties: Mapping[str, Value],
        number: int | None = None,
    ) -> None:
        """Add a feature.

        Raises
        ------
        ImportRejected
            If the layer has more features than allowed.
        """
        if len(self.features) >= self.limits.features:
            self.refuse(
                "too_many_features",
                f"the layer has more than {self.limits.features} features",
                place=place,
                remedy="split the file",
            )
        if number is None:
            number = len(self.features) + 1
        self.features.append(RawFeature(number, place, geometry, properties))

    def count_vertices(self, vertices: int, place: str) -> None:
        """Count vertices against the limit.

        Raises
        ------
        ImportRejected
            If the layer has more than allowed.
        """
        self._vertices += vertices
        if self._vertices > self.limits.vertices:
            self.refuse(
                "too_many_vertices",
                f"the layer has more than {self.limits.vertices} vertices",
                place=place,
                remedy="split the file, or simplify the outline where it was drawn",
            )

    def check_geometries(self) -> None:
        """Count all vertices, and note a fault for each geometry with one that is not finite.

        Raises
        ------
        ImportRejected
            If the layer has more vertices than allowed.
        """
        geometries = np.array([feature.geometry for feature in self.features], dtype=object)
        self._vertices = 0
        self.count_vertices(int(shapely.get_num_coordinates(geometries).sum()), "the layer")
        with_z = shapely.has_z(geometries)
        for include_z in (False, True):
            chosen = np.flatnonzero(with_z == include_z)
            xyz, owner = shapely.get_coordinates(
                geometries[chosen], include_z=include_z, return_index=True
            )
            lost = ~np.isfinite(xyz).all(axis=1)
            for at in sorted(set(owner[lost].tolist())):
                first = int(np.flatnonzero(lost & (owner == at))[0])
                vertex = first - int(np.flatnonzero(owner == at)[0])
                place = self.features[int(chosen[at])].place
                self.fault_not_finite(vertex, xyz[first], place)

    def fault_not_finite(self, index: int, xyz: Sequence[float], place: str) -> None:
        """Note a vertex, counted from 0, with a coordinate that is not finite."""
        self.fault(
            "coordinate_not_finite",
            f"vertex {index + 1} has a coordinate that is not finite",
            place=place,
            value=", ".join(f"{number:g}" for number in xyz),
            expected="finite numbers",
            remedy="correct the vertex where the outline was drawn",
        )


def shorten(value: object) -> str:
    """Text of a value on one line, cut to 80 characters, without characters that do not print."""
    text = value if isinstance(value, str) else str(value)
    text = "".join(sign if sign.isprintable() else "�" for sign in text[: _SHOWN + 1])
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 3]}..."


def _bad_character(text: str) -> str | None:
    """First control character or lone surrogate of a text, or None."""
    if text.isprintable():
        return None
    for sign in text:
        if not sign.isprintable() and sign not in _PRINTED_CONTROLS:
            category = unicodedata.category(sign)
            if category in ("Cc", "Cs") and sign != "\x85":
                return sign
    return None
