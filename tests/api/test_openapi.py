from typing import Any

import pytest
import schemathesis
from fake_service import CODE, FakeService
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from starlette.testclient import TestClient

from api import schemas
from api.app import create_app
from api.openapi import examples

TURNS = "/v1/sessions/{session_id}/turns"


def test_every_operation_tells_its_problems(http: TestClient) -> None:
    document = http.get("/openapi.json").json()
    paths = document["paths"]
    assert set(paths) == {
        "/v1/sessions",
        TURNS,
        "/v1/sessions/{session_id}/handoff",
        "/v1/sessions/{session_id}/rating",
        "/v1/search",
        "/v1/guides/{item_code}",
        "/v1/guides/{item_code}/checklist",
        "/v1/regions",
        "/livez",
        "/readyz",
        "/metrics",
    }
    for operations in paths.values():
        for operation in operations.values():
            for status, response in operation["responses"].items():
                if int(status) >= 400:
                    assert set(response["content"]) == {"application/problem+json"}
            assert {"413", "500"} <= set(operation["responses"])
    assert {"401", "404", "409", "422", "503"} <= set(paths[TURNS]["post"]["responses"])
    assert "text/event-stream" in paths[TURNS]["post"]["responses"]["200"]["content"]
    assert "HTTPValidationError" not in document["components"]["schemas"]


@pytest.mark.parametrize("name", sorted(examples()))
def test_every_example_is_valid(name: str) -> None:
    model = getattr(schemas, name)
    for example in examples()[name]:
        assert model.model_validate(example).model_dump(mode="json", exclude_unset=True) == example


def _described() -> tuple[schemathesis.BaseSchema, dict[str, str]]:
    app = create_app(FakeService())
    opened = TestClient(app).post("/v1/sessions", json={"channel": "test"}).json()
    return schemathesis.openapi.from_asgi("/openapi.json", app), opened


SCHEMA, OPENED = _described()


@SCHEMA.parametrize()
@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
def test_whatever_is_sent_the_answer_is_the_one_described(case: schemathesis.Case[Any]) -> None:
    # Every other request goes to the session that there is, so that more than 401 is seen.
    if "session_id" in case.path_parameters and len(str(case.path_parameters)) % 2:
        case.path_parameters["session_id"] = OPENED["id"]
        case.headers["Authorization"] = f"Bearer {OPENED['token']}"
    if "item_code" in case.path_parameters and len(str(case.path_parameters)) % 2:
        case.path_parameters["item_code"] = CODE

    response = case.call()

    assert response.status_code < 500
    case.validate_response(
        response,
        checks=[
            not_a_server_error,
            content_type_conformance,
            response_schema_conformance,
            status_code_conformance,
        ],
    )
