"""Search over the published base, with the assistant's own ranking and threshold."""

from typing import Annotated

from fastapi import APIRouter, Query

from api.openapi import problems
from api.schemas import Name, SearchResponse, Words
from api.wire import search_response
from dialogue.service import Service


def build_router(service: Service) -> APIRouter:
    """`GET /v1/search`."""
    router = APIRouter(prefix="/v1", tags=["search"])

    @router.get("/search", responses=problems("invalid", "region_unknown", "not_ready"))
    def search(
        q: Annotated[Words, Query(description="the question")],
        region: Annotated[Name | None, Query(description="code, path or unique name")] = None,
        k: Annotated[int, Query(ge=1, le=100, description="most hits")] = 10,
    ) -> SearchResponse:
        """Hits best first, one an item."""
        return search_response(service.search(q, region=region, k=k))

    return router
