"""The regions of the published base."""

from fastapi import APIRouter

from api.openapi import problems
from api.schemas import RegionsResponse
from api.wire import regions_response
from dialogue.service import Service


def build_router(service: Service) -> APIRouter:
    """`GET /v1/regions`."""
    router = APIRouter(prefix="/v1", tags=["regions"])

    @router.get("/regions", responses=problems("not_ready"))
    def regions() -> RegionsResponse:
        """The tree of regions."""
        return regions_response(service.generation, service.regions())

    return router
