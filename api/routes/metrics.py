"""`/metrics`: what the server counts of itself."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request, Response
from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4

from api.dependencies import only_parameters
from api.middleware.metrics import Metrics

router = APIRouter(include_in_schema=False)


@router.get("/metrics", dependencies=[Depends(only_parameters())])
async def read_metrics(request: Request) -> Response:
    """Answer in Prometheus' text format."""
    metrics: Metrics = request.app.state.metrics
    return Response(
        metrics.text(),
        media_type=CONTENT_TYPE_PLAIN_0_0_4,
        headers={"Cache-Control": "no-store"},
    )
