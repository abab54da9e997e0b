"""`/api/reconcile`: every disagreement between what is declared and what it is held against."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import orjson
from fastapi import APIRouter, Depends, Query, Response

from api.dependencies import Day, Pool, only_parameters
from api.problems import describe_problems
from api.reconcile_schemas import ReconcileShape
from layers.database import read_snapshot
from layers.queries import get_data_state, list_sources
from layers.reconcile import CAUSES, count_causes, disagreement_row, list_disagreements_in

router = APIRouter(prefix="/api/reconcile", tags=["reconcile"])


@router.get(
    "",
    summary="Declared against computed: every disagreement, the largest first",
    dependencies=[Depends(only_parameters("as_of", "zone"))],
    responses={
        200: {"model": ReconcileShape},
        **describe_problems(400, 404, 503),
    },
)
async def read_board(
    pool: Pool,
    day: Day,
    zone: Annotated[
        str | None, Query(description="Id of a zone: only rows about it. Default all rows.")
    ] = None,
) -> Response:
    """Answer with the board: both readings of each row with their passports."""
    async with read_snapshot(pool) as connection:
        rows = await list_disagreements_in(connection, day, zone_id=zone)
        sources = await list_sources(connection)
        state = await get_data_state(connection, on_day=day)
    named = {
        key for row in rows for side in (row.declared, row.computed) for key in side.source_keys
    }
    body = {
        "disagreements": [disagreement_row(row) for row in rows],
        "causes": {
            code: {
                "words_vi": CAUSES[code].words_vi,
                "words_en": CAUSES[code].words_en,
                "rule": CAUSES[code].rule,
                "rows": number,
            }
            for code, number in count_causes(rows).items()
        },
        "sources": {
            key: {
                "publisher": source.publisher,
                "address": source.address,
                "kind": source.kind,
                "licence": source.licence,
                "retrieved": source.retrieved.isoformat() if source.retrieved else None,
            }
            for key, source in sources.items()
            if key in named
        },
        "numberMatched": len(rows),
        "numberReturned": len(rows),
        "data_version": str(state.version),
        "data_date": state.data_date,
        "as_of": day.isoformat(),
        "timeStamp": datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
    }
    return Response(orjson.dumps(body), media_type="application/json")
