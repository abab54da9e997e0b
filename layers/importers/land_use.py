"""Land-use codes of Vietnamese land plans, and what each says of a parcel's axes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import Field

from geo.errors import Fault, ImportRejected
from layers.importers.bundle_rows import Name, Words
from layers.importers.steps import TableRow, duplicate_faults, read_bytes, read_table
from layers.vocabulary import PARCEL_AXES

FILE = "land_use_codes.csv"


class LandUseRow(TableRow):
    """One row of `land_use_codes.csv`."""

    code: Annotated[str, Field(pattern=r"^[A-Z]{2,4}$")]
    name_vi: Name
    name_en: Name
    use: str
    commercial: str
    note: Words | None


@dataclass(frozen=True, slots=True)
class LandUse:
    """What a code says: the use of the land, and whether it can be let at all."""

    code: str
    name_vi: str
    name_en: str
    use: str
    commercial: str


def read_land_uses(data_directory: Path) -> dict[str, LandUse]:
    """Read the table of land-use codes.

    Returns
    -------
    Land uses by code, upper case.

    Raises
    ------
    ImportRejected
        With every fault of the file.
    SourceError
        If the file cannot be read.
    """
    rows, faults = read_table(read_bytes(data_directory / FILE), FILE, LandUseRow)
    faults += duplicate_faults(FILE, "code", [(number, row.code) for number, row in rows])
    for number, row in rows:
        for axis, value in (("use", row.use), ("commercial", row.commercial)):
            if value not in PARCEL_AXES[axis]:
                expected = f"one of {', '.join(PARCEL_AXES[axis])}"
                faults.append(Fault(FILE, number, axis, value, expected))
    if faults:
        raise ImportRejected(faults)
    return {
        row.code: LandUse(row.code, row.name_vi, row.name_en, row.use, row.commercial)
        for _, row in rows
    }
