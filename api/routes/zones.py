"""`/api/zones`: all zones with their measures, and one with everything known of it."""

from __future__ import annotations

from datetime import UTC, datetime

import orjson
from fastapi import APIRouter, Depends, Response

from api.dependencies import GEOJSON_TYPE, Day, Format, Pool, only_parameters
from api.problems import describe_problems
from api.schemas import ZoneCollectionShape, ZoneDetailShape, ZoneListShape
from layers.database import read_snapshot
from layers.features import (
    feature_collection,
    sources_named,
    zone_detail,
    zone_feature,
    zone_properties,
)
from layers.queries import get_data_state, get_zone_detail, list_sources, list_zones

router = APIRouter(prefix="/api/zones", tags=["zones"])


@router.get(
    "",
    summary="All zones with their measures",
    dependencies=[Depends(only_parameters("format", "as_of"))],
    responses={
        200: {
            "model": ZoneListShape,
            "content": {GEOJSON_TYPE: {"schema": ZoneCollectionShape.model_json_schema()}},
        },
        **describe_problems(400, 503),
    },
)
async def read_zones(pool: Pool, day: Day, wanted: Format) -> Response:
    """Answer with every zone: picked figures, distances, ledger; zones off the map included."""
    async with read_snapshot(pool) as connection:
        zones = await list_zones(connection, on_day=day)
        sources = await list_sources(connection)
        state = await get_data_state(connection, on_day=day)
    about = {
        "sources": sources_named(sources, zones, ()),
        "numberMatched": len(zones),
        "numberReturned": len(zones),
        "data_version": str(state.version),
        "data_date": state.data_date,
        "as_of": day.isoformat(),
        "timeStamp": datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
    }
    # A cache between us and the client has to keep the two formats apart.
    vary = {"Vary": "Accept"}
    if wanted == "geojson":
        collection = feature_collection(zone_feature(zone) for zone in zones)
        body = orjson.dumps({**collection, **about})
        return Response(body, media_type=GEOJSON_TYPE, headers=vary)
    listed = [zone_properties(zone) for zone in zones]
    body = orjson.dumps({"zones": listed, **about})
    return Response(body, media_type="application/json", headers=vary)


@router.get(
    "/{zone_id}",
    summary="One zone with every figure and its passport",
    dependencies=[Depends(only_parameters("as_of"))],
    responses={
        200: {"model": ZoneDetailShape},
        **describe_problems(400, 404, 503),
    },
)
async def read_zone(pool: Pool, day: Day, zone_id: str) -> Response:
    """Answer with one zone: all figures with rivals and sources, parcels, outline."""
    detail = zone_detail(await get_zone_detail(pool, zone_id, on_day=day))
    return Response(
        orjson.dumps({**detail, "as_of": day.isoformat()}), media_type="application/json"
    )
