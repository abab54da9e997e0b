"""`/api/exports/shortlist`: some zones as files, in the order of the list."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from api.dependencies import GEOJSON_TYPE, Day, Pool, only_parameters
from api.ogc.answering import door_of
from api.problems import describe_problems
from api.rank_parameters import read_zone_ids
from api.zone_memory import ZoneMemory
from geo.errors import InvalidParameter
from layers.collections import COLLECTIONS
from layers.downloads.layer import DownloadLayer
from layers.downloads.shortlist import ShortlistFile, ShortlistFormat, write_shortlist
from layers.exports import file_name
from layers.feature_query import FeatureQuery
from layers.feature_reading import stream_rows
from layers.ranking.reading import read_zone_by_key
from maps.labels import Language
from maps.shortlist_sheet import shortlist_table, shortlist_title

router = APIRouter(prefix="/api/exports", tags=["exports"])

MOST_LISTED = 20
"""Zones that a link of the map can list."""

_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "kml": "application/vnd.google-earth.kml+xml",
    "geojson": GEOJSON_TYPE,
}


@router.get(
    "/shortlist",
    summary="A shortlist as a spreadsheet, KML or GeoJSON",
    dependencies=[Depends(only_parameters("zones", "format", "lang", "as_of"))],
    response_class=Response,
    responses={
        200: {"content": {kind: {} for kind in _TYPES.values()}},
        **describe_problems(400, 404, 503),
    },
)
async def export_shortlist(
    request: Request,
    pool: Pool,
    day: Day,
    zones: Annotated[
        str | None,
        Query(description=f"1 to {MOST_LISTED} ids joined by commas, in the order wanted. Needed."),
    ] = None,
    format_name: Annotated[ShortlistFormat, Query(alias="format")] = "xlsx",
    lang: Annotated[Language, Query(description="Language of the readable sheet.")] = "vi",
) -> Response:
    """Answer with the zones in the order asked for, titled, with the version of the data.

    The spreadsheet begins with a sheet of some twenty columns to read; all others follow.
    """
    if zones is None:
        raise InvalidParameter(
            "zones is missing",
            expected=f"1 to {MOST_LISTED} ids joined by commas",
            remedy="name the zones of the list",
        )
    ids = read_zone_ids(zones, least=1, most=MOST_LISTED)
    door = door_of(request)
    memory: ZoneMemory = request.app.state.zone_memory
    collection = COLLECTIONS["zones"]
    query = FeatureQuery(collection, day, collection.properties)
    at = [item.name for item in query.properties].index(collection.id_property)
    while True:
        kept = await memory.get(pool, door.watch, day)
        for zone_id in ids:
            kept.require(zone_id)
        rows = {row[at]: row async for batch in stream_rows(pool, query) for row in batch}
        if await door.watch.current() == kept.tag:  # else the data changed in between
            break
    chosen = [kept.table.zones[kept.table.row_of[zone_id]] for zone_id in ids]
    base = f"{door.links.base_url}/#lang={lang}"
    version = str(kept.data_version)
    about = {
        "data_version": version,
        "as_of": day.isoformat(),
        "link": f"{base}&tab=shortlist&s={quote(','.join(ids), ',')}&dv={version}",
    }
    file = ShortlistFile(
        layer=DownloadLayer(
            collection=collection,
            properties=query.properties,
            crs=query.crs,
            on_day=day,
            note="; ".join([shortlist_title(lang), *map(": ".join, about.items())]),
        ),
        rows=[rows[zone_id] for zone_id in ids],
        table=shortlist_table(
            chosen,
            [read_zone_by_key(zone, day) for zone in chosen],
            links=[f"{base}&zone={quote(zone_id)}&dv={version}" for zone_id in ids],
            data_version=kept.data_version,
            as_of=day.isoformat(),
            language=lang,
        ),
        title=shortlist_title(lang),
        about=about,
    )
    content = await run_in_threadpool(write_shortlist, file, format_name)
    name = file_name("zonemap", "shortlist", day.isoformat(), lang, extension=format_name)
    return Response(
        content,
        media_type=_TYPES[format_name],
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Content-Language": lang,
        },
    )
