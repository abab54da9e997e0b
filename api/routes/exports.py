"""`/api/exports`: what is on the screen of the land book, as files to take away."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Response
from starlette.concurrency import run_in_threadpool

from api.dependencies import GEOJSON_TYPE, Day, Pool, only_parameters
from api.problems import describe_problems
from geo.crs import NAMED_CRS, NamedCrs
from geo.errors import InvalidParameter
from layers.database import read_snapshot
from layers.export_book import book_csv_table, book_sheets
from layers.export_features import describe, parcel_table, write_geojson, write_geopackage
from layers.exports import (
    LONGEST_XLSX_TEXT,
    Column,
    ExportFile,
    Table,
    file_name,
    write_csv,
    write_xlsx,
)
from layers.land_book import (
    LandParcel,
    choose_rows,
    get_land_book,
    list_land_parcels,
    require_zones,
)
from layers.queries import list_zones

router = APIRouter(prefix="/api/exports", tags=["exports"])

MOST_ZONES = 2000

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_CSV = "text/csv; charset=utf-8"
_GPKG = "application/geopackage+sqlite3"
_UNBOUNDED = 10**9

_PROBLEMS = describe_problems(400, 404, 503)


async def get_zone_ids(
    zones: Annotated[
        str | None,
        Query(description="Ids of zones joined by commas, in the order wanted. Default all."),
    ] = None,
) -> list[str] | None:
    """Zones that a file is asked for; None for all.

    Raises
    ------
    InvalidParameter
        If the list is empty, names a zone twice or is too long.
    """
    if zones is None:
        return None
    ids = zones.split(",")
    if not zones or "" in ids or len(set(ids)) != len(ids) or len(ids) > MOST_ZONES:
        raise InvalidParameter(
            f"zones is {zones[:40]!r}",
            expected=f"1 to {MOST_ZONES} ids joined by commas, each once",
            remedy="correct it, or leave it out for all zones",
        )
    return ids


ZoneIds = Annotated[list[str] | None, Depends(get_zone_ids)]


@router.get(
    "/zones",
    summary="The table of zones as a spreadsheet or CSV",
    dependencies=[Depends(only_parameters("format", "as_of", "zones", "lang"))],
    responses={200: {"content": {_XLSX: {}, "text/csv": {}}}, **_PROBLEMS},
)
async def export_zones(
    pool: Pool,
    day: Day,
    zones: ZoneIds,
    format_name: Annotated[Literal["xlsx", "csv"], Query(alias="format")] = "xlsx",
    lang: Annotated[Literal["vi", "en"], Query(description="Language of headers.")] = "vi",
) -> Response:
    """Answer with the zones asked for, in that order, as they stood on the day."""
    book = await get_land_book(pool, on_day=day)
    rows = choose_rows(book, zones)
    name = file_name("zonemap", "land", _which(zones), day.isoformat(), extension=format_name)
    if format_name == "csv":
        return _send(ExportFile(name, _CSV, write_csv(book_csv_table(rows))))
    sheets = book_sheets(rows, book.sources, on_day=day, language=lang)
    return _send(ExportFile(name, _XLSX, await run_in_threadpool(write_xlsx, sheets)))


@router.get(
    "/parcels",
    summary="Parcels of some zones as GeoJSON, GeoPackage, spreadsheet or CSV",
    dependencies=[Depends(only_parameters("format", "as_of", "zones", "crs"))],
    responses={
        200: {"content": {GEOJSON_TYPE: {}, _GPKG: {}, _XLSX: {}, "text/csv": {}}},
        **_PROBLEMS,
    },
)
async def export_parcels(
    pool: Pool,
    day: Day,
    zones: ZoneIds,
    format_name: Annotated[
        Literal["geojson", "gpkg", "xlsx", "csv"], Query(alias="format")
    ] = "gpkg",
    crs: Annotated[
        Literal["4326", "9210", "5899"], Query(description="EPSG code of the coordinates.")
    ] = "4326",
) -> Response:
    """Answer with all parcels of the zones as they stood on the day, ready to be imported."""
    async with read_snapshot(pool) as connection:
        if zones is not None:
            known = {zone.zone_id for zone in await list_zones(connection, on_day=day)}
            require_zones(zones, known)
        parcels = await list_land_parcels(connection, on_day=day, zone_ids=zones)
    target = NAMED_CRS[int(crs)]
    words = ["zonemap", "parcels", _which(zones), day.isoformat(), f"epsg{crs}"]
    if any(parcel.illustrative for parcel in parcels):
        words.append("illustrative")
    name = file_name(*words, extension=format_name)
    content = await run_in_threadpool(_write_parcels, parcels, target, day, format_name)
    kinds = {"geojson": GEOJSON_TYPE, "gpkg": _GPKG, "xlsx": _XLSX, "csv": _CSV}
    return _send(ExportFile(name, kinds[format_name], content))


def _write_parcels(
    parcels: tuple[LandParcel, ...], crs: NamedCrs, day: date, format_name: str
) -> bytes:
    match format_name:
        case "geojson":
            return write_geojson(parcels, crs, on_day=day)
        case "gpkg":
            return write_geopackage(parcels, crs, on_day=day)
        case "csv":
            return write_csv(parcel_table(parcels, crs, longest_wkt=_UNBOUNDED))
    table = parcel_table(parcels, crs, longest_wkt=LONGEST_XLSX_TEXT)
    note = describe(parcels, crs, on_day=day)
    notes = Table("notes", (Column("note", "long", width=100),), [[note]])
    return write_xlsx([table, notes])


def _which(zones: list[str] | None) -> str:
    """Which zones a file holds, for its name."""
    if zones is None:
        return "all-zones"
    return zones[0] if len(zones) == 1 else f"{len(zones)}-zones"


def _send(file: ExportFile) -> Response:
    return Response(
        file.content,
        media_type=file.media_type,
        headers={"Content-Disposition": f'attachment; filename="{file.name}"'},
    )
