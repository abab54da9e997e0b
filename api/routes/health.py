"""`/api/health`: whether the server runs, and whether it can serve the map."""

from __future__ import annotations

from fastapi import APIRouter

from api.dependencies import Pool
from api.problems import describe_problems
from api.schemas import HealthShape
from geo.errors import DatabaseNotReady
from layers.queries import get_status

router = APIRouter(prefix="/api/health", tags=["health"])


@router.get("/live", summary="The server runs")
async def live() -> HealthShape:
    """Answer without asking the database."""
    return HealthShape(status="live")


@router.get(
    "/ready",
    summary="The database answers and holds zones",
    responses=describe_problems(503),
)
async def ready(pool: Pool) -> HealthShape:
    """Answer once the database holds zones.

    Raises
    ------
    DatabaseNotReady
        If it holds none.
    """
    status = await get_status(pool)
    if not status["zones"]:
        raise DatabaseNotReady("the database holds no zones", remedy="run `zonemap load`")
    return HealthShape(
        status="ready", zones=status["zones"], data_version=str(status["data_version"])
    )
