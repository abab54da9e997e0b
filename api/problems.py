"""How the API's description tells of problems: their media type is one of their own."""

from __future__ import annotations

from typing import Any

from api.schemas import ProblemShape

PROBLEM_TYPE = "application/problem+json"

_WHEN = {
    400: "A parameter cannot be used",
    404: "No zone has that id",
    503: "The database is away or not loaded; see Retry-After",
}


def describe_problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Entries of a route's `responses`, for statuses out of 400, 404 and 503."""
    schema = ProblemShape.model_json_schema()
    return {
        status: {
            "description": _WHEN[status],
            "content": {PROBLEM_TYPE: {"schema": schema}},
        }
        for status in statuses
    }
