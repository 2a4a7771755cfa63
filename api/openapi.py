"""OpenAPI: the problem responses of each route, and examples, on top of what FastAPI derives."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import FastAPI

from api.problems import MEDIA_TYPE, problem
from api.schemas import Problem

_ALWAYS = ("bad_request", "too_large", "internal")
_PLACEHOLDERS: dict[str, Any] = {
    "item_code": "YZ-ID-000",
    "name": "居民身份证办理",
    "method": "PUT",
    "limit_kib": "64",
    "summary": "问题不能为空",
    "asked": "某区",
    "incident": "0a1b2c3d",
}


def problems(*kinds: str) -> dict[int | str, dict[str, Any]]:
    """The `responses` of a route that can end in these kinds of problem."""
    responses: dict[int | str, dict[str, Any]] = {}
    for kind in (*kinds, *_ALWAYS):
        example = problem(kind, choices=("甲", "乙"), **_PLACEHOLDERS)
        response = responses.setdefault(
            example.status,
            {
                "description": example.title,
                "content": {
                    MEDIA_TYPE: {
                        "schema": {"$ref": "#/components/schemas/Problem"},
                        "examples": {},
                    }
                },
            },
        )
        shown = response["content"][MEDIA_TYPE]["examples"]
        shown[kind] = {"value": example.model_dump(mode="json")}
    return responses


@cache
def examples() -> dict[str, list[dict[str, Any]]]:
    """Name of a schema → examples of it, out of `examples.json`."""
    loaded: dict[str, list[dict[str, Any]]] = json.loads(
        (Path(__file__).parent / "examples.json").read_text("utf-8")
    )
    return loaded


class DescribedApp(FastAPI):
    """FastAPI whose `/openapi.json` also knows problem details and examples."""

    def openapi(self) -> dict[str, Any]:
        """The document, made once."""
        if self.openapi_schema is None:
            document = super().openapi()
            schemas = document["components"]["schemas"]
            described = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
            schemas.update(described.pop("$defs"))
            schemas["Problem"] = described
            for name, shown in examples().items():
                schemas[name]["examples"] = shown
            self.openapi_schema = document
        return self.openapi_schema
