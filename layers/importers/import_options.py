"""What a person says of a file to import, and the named profiles in which it is kept."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import orjson
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from geo.errors import InvalidParameter
from layers.database import WriteConnection
from layers.vocabulary import SOURCE_KINDS

LayerName = Literal["zones", "parcels", "ports", "links", "coastline"]
PROFILE_NAME = r"^[a-z0-9][a-z0-9-]{0,62}$"


class ImportOptions(BaseModel):
    """Everything that one import is told.

    Attributes
    ----------
    layer
        What the file's features are.
    file_layer
        Layer, sheet or drawing layer of the file, where it has several.
    crs
        Coordinate reference system of the coordinates, as EPSG:9210; None = as the file says.
    source
        Key of the source register; a new key needs `publisher` and `source_kind`.
    as_of
        Day from which the state holds, YYYY-MM-DD.
    zone
        Zone of rows that name none.
    columns
        Field to column, over what is found by name.
    is_partial
        Whether parcels that the file lacks stay; else the file is the whole of its zones.
    is_complete
        Whether the parcels must cover their zone: gaps are errors then.
    is_numbered
        Whether parcels without a label are named by their place in the file.
    confirmed
        Codes of the examination's questions that are answered with yes.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    layer: LayerName = "parcels"
    file_layer: str | None = None
    crs: str | None = None
    source: Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]{1,80}$")] | None = None
    publisher: Annotated[str, Field(max_length=300)] | None = None
    source_kind: Literal[SOURCE_KINDS] | None = None  # type: ignore[valid-type]
    as_of: Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")] | None = None
    zone: str | None = None
    columns: dict[str, str] = Field(default_factory=dict)
    encoding: Literal["utf-8", "utf-16", "cp1258", "tcvn3", "vni"] | None = None
    x_is_north: bool | None = None
    geometry_column: str | None = None
    decimal: Literal["auto", "comma", "point"] = "auto"
    area_unit: Literal["m2", "ha"] | None = None
    is_partial: bool = False
    is_complete: bool = False
    is_numbered: bool = False
    accept_repairs: bool = False
    confirmed: frozenset[str] = frozenset()

    def merged_over(self, base: ImportOptions) -> ImportOptions:
        """These options where they were given, else those of `base`."""
        given = {name: getattr(self, name) for name in self.model_fields_set}
        return base.model_copy(update=given)

    def as_told(self) -> dict[str, Any]:
        """JSON-ready options without defaults, for the audit row."""
        told = self.model_dump(mode="json", exclude_defaults=True)
        if self.confirmed:
            told["confirmed"] = sorted(self.confirmed)
        return told

    def settings(self) -> dict[str, Any]:
        """What a profile keeps: all but the day and the answers, which are about one file."""
        return self.model_dump(mode="json", exclude_defaults=True, exclude={"as_of", "confirmed"})


def make_options(**given: Any) -> ImportOptions:
    """Options of what was given; None and empty are not given.

    Raises
    ------
    InvalidParameter
        If an option cannot be used.
    """
    wanted = {name: value for name, value in given.items() if value not in (None, {}, frozenset())}
    try:
        return ImportOptions(**wanted)
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        name = "--" + str(fault["loc"][0]).replace("_", "-") if fault["loc"] else "the options"
        raise InvalidParameter(
            f"{name} is {str(fault['input'])[:60]!r}",
            expected=fault["msg"].removeprefix("Input should be "),
            remedy="correct it",
        ) from error


def read_profile(connection: WriteConnection, name: str) -> ImportOptions:
    """Options kept under a name.

    Raises
    ------
    InvalidParameter
        If there is none of that name.
    """
    row = connection.execute(
        "SELECT settings FROM import_profile WHERE name = %s", [name]
    ).fetchone()
    if row is None:
        names = connection.execute("SELECT name FROM import_profile ORDER BY name").fetchall()
        listed = ", ".join(other["name"] for other in names) or "none is saved yet"
        raise InvalidParameter(
            f"there is no profile {name[:63]!r}",
            expected=f"one of: {listed}",
            remedy="give the options once with --save-profile NAME",
        )
    return ImportOptions.model_validate(row["settings"])


def save_profile(connection: WriteConnection, name: str, options: ImportOptions) -> None:
    """Keep options under a name, in place of what was kept under it."""
    connection.execute(
        "INSERT INTO import_profile (name, settings) VALUES (%s, %s)"
        " ON CONFLICT (name) DO UPDATE SET settings = excluded.settings, saved_at = now()",
        [name, orjson.dumps(options.settings()).decode()],
    )
