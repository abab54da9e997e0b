"""Every exception of the project.

    ZonemapError
    |-- InvalidBBox              a bounding box that cannot be read
    |-- InvalidParameter         a request parameter or option that cannot be used
    |-- InvalidSpec              a spec of a picture that cannot be drawn
    |-- NotAcceptable            every format that there is was refused beforehand
    |-- UnknownZone              no zone has the id asked for
    |-- UnknownFeature           no collection or feature has the id asked for
    |-- CrsError                 a missing, deprecated or unsuitable coordinate reference system
    |-- GeometryError            a geometry that cannot be stored or measured
    |-- SourceError              a source that is not registered, or a file unlike its checksum
    |-- DownloadFailed           a file that could not be written to its end
    |-- QueryTooSlow             a legal question that takes longer to answer than it may
    |-- ServerBusy               as much as can be made at once is being made
    |-- StillFailed              a picture that a fault of the program kept from being made
    |-- ImportRejected           a file with faults; carries each of them
    |-- DatabaseError
    |   |-- DatabaseUnavailable  cannot be reached now; trying again later may help
    |   |-- DatabaseNotFound     nothing to reach: no address, no PostgreSQL, no PostGIS
    |   `-- DatabaseNotReady     reached, but not migrated or not loaded
    `-- StaticAssetError         a vendored file that is missing or altered

The message says what came, what was expected and what to do next; the same three are attributes.
"""

# ruff: noqa: N818 - the names say the cause; that they are errors the root says

from __future__ import annotations

from dataclasses import dataclass


class ZonemapError(Exception):
    """Root of the project's exceptions.

    Parameters
    ----------
    received
        What came, as the user would recognise it.
    expected
        What would have been accepted.
    remedy
        What to do next, as one imperative sentence.
    """

    def __init__(self, received: str, *, expected: str = "", remedy: str = "") -> None:
        self.received = received
        self.expected = expected
        self.remedy = remedy
        super().__init__(self._sentence())

    def _sentence(self) -> str:
        parts = [self.received]
        if self.expected:
            parts.append(f"expected {self.expected}")
        if self.remedy:
            parts.append(self.remedy)
        return "; ".join(parts)


class InvalidBBox(ZonemapError):
    """A bounding box that is not four finite, ordered degrees in range."""


class InvalidParameter(ZonemapError):
    """A request parameter or command option that cannot be used."""


class InvalidSpec(ZonemapError):
    """A spec of a picture that cannot be read, or asks for what cannot be drawn."""


class NotAcceptable(ZonemapError):
    """A request that wants none of the formats that there are."""


class UnknownZone(ZonemapError):
    """No zone has the id asked for."""


class UnknownFeature(ZonemapError):
    """No collection, or no feature of one, has the id asked for."""


class CrsError(ZonemapError):
    """A coordinate reference system that is missing, deprecated or unsuitable."""


class GeometryError(ZonemapError):
    """A geometry that cannot be stored or measured."""


class SourceError(ZonemapError):
    """A source that is not registered, or whose file does not match its checksum."""


class DownloadFailed(ZonemapError):
    """A file that could not be written to its end; none of it is handed out as whole."""


class QueryTooSlow(ZonemapError):
    """A question that may be asked, but takes longer to answer than it may: ask for less."""


class ServerBusy(ZonemapError):
    """As much as can be made at once is being made; trying again soon will help."""


class StillFailed(ZonemapError):
    """A picture that could not be made through a fault of the program."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in an imported file: one cell, one feature or the whole of it.

    Attributes
    ----------
    file
        Name of the file, without its folder.
    row
        Line number as an editor shows it (the header is line 1), or None for the whole file.
    column
        Column name, or None for the whole row.
    value
        What stood there, cut to 80 characters.
    expected
        What would have been accepted.
    place
        Where a person finds it if a row number does not say it: ``feature 3``,
        ``sheet Lô A, rows 4-9``.
    reason
        What is wrong, as a clause; None where the value says it.
    remedy
        What to do about this one, as an imperative clause; empty if the expectation says it.
    code
        Name of the cause for those who translate or count it; empty if it has none.
    """

    file: str
    row: int | None
    column: str | None
    value: str
    expected: str
    place: str | None = None
    reason: str | None = None
    remedy: str = ""
    code: str = ""

    def __str__(self) -> str:
        """Place, reason, value, expectation and remedy in one line."""
        place = self.file
        if self.place is not None:
            place += f", {self.place}"
        elif self.row is not None:
            place += f", row {self.row}"
        if self.column is not None:
            place += f", column {self.column}"
        if self.reason is None:
            what = repr(self.value)
        else:
            what = f"{self.reason} ({self.value!r})" if self.value else self.reason
        expected = f"; expected {self.expected}" if self.expected else ""
        return f"{place}: {what}{expected}{f'; {self.remedy}' if self.remedy else ''}"


class ImportRejected(ZonemapError):
    """A file with faults. Nothing of it was stored.

    Parameters
    ----------
    faults
        Every fault found, in file order; at least one.
    """

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        count = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
        listing = "".join(f"\n  {fault}" for fault in faults)
        super().__init__(
            f"{count} found, nothing was stored:{listing}\n",
            remedy="correct the file and load it again",
        )


class DatabaseError(ZonemapError):
    """Root of what can go wrong with the database."""


class DatabaseUnavailable(DatabaseError):
    """The database cannot be reached now; trying again later may help."""


class DatabaseNotFound(DatabaseError):
    """There is no database to reach: no address, no PostgreSQL or no PostGIS."""


class DatabaseNotReady(DatabaseError):
    """The database answers, but is not migrated or not loaded."""


class StaticAssetError(ZonemapError):
    """A vendored file that is missing or does not match its checksum."""
