"""Invented requests, made from the API's own description, never meet an error of ours."""

from __future__ import annotations

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


@pytest.mark.parametrize(
    "path", ["/api/zones", "/api/zones/{zone_id}", "/api/health/live", "/api/health/ready"]
)
def test_answer_is_as_described(api: httpx.Client, path: str) -> None:
    schema = schemathesis.openapi.from_url(f"{api.base_url}/api/openapi.json")

    @settings(
        max_examples=20, deadline=None, database=None, suppress_health_check=list(HealthCheck)
    )
    @given(case=schema[path]["GET"].as_strategy())
    def ask(case: schemathesis.Case) -> None:
        case.call_and_validate(checks=CHECKS)

    ask()
