"""Invented requests, made from the API's own description, never meet an error of ours."""

from __future__ import annotations

import httpx
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


def test_every_answer_is_as_described(api: httpx.Client) -> None:
    schema = schemathesis.openapi.from_url(f"{api.base_url}/api/openapi.json")
    operations = [result.ok() for result in schema.get_all_operations()]
    assert {"/api/zones", "/api/zones/{zone_id}", "/api/health/ready"} <= {
        operation.path for operation in operations
    }
    for operation in operations:

        @settings(
            max_examples=8, deadline=None, database=None, suppress_health_check=list(HealthCheck)
        )
        @given(case=operation.as_strategy())
        def ask(case: schemathesis.Case) -> None:
            case.call_and_validate(checks=CHECKS)

        ask()


def test_description_offers_only_reading(api: httpx.Client) -> None:
    described = api.get("/api/openapi.json").json()["paths"]
    # A spec, or a picture to look over, is a question too long for an address.
    asked = {"/api/still", "/api/still/layout", "/api/still/lint"}
    methods = {path: set(operations) for path, operations in described.items()}
    assert {path for path, used in methods.items() if used != {"get"}} == asked
    assert set().union(*methods.values()) == {"get", "post"}
