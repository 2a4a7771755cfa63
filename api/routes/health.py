"""Is it alive, is it ready, what has it done."""

from fastapi import APIRouter, Response

from api.metrics import MEDIA_TYPE, Metrics
from api.openapi import problems
from api.schemas import Alive, Ready
from dialogue.service import Service


def build_router(service: Service, metrics: Metrics) -> APIRouter:
    """Routes for those who watch over the server."""
    router = APIRouter(tags=["health"])

    @router.get("/livez", responses=problems())
    def livez() -> Alive:
        """The process answers."""
        return Alive()

    @router.get("/readyz", responses=problems("not_ready"))
    def readyz() -> Ready:
        """A generation is published and served."""
        return Ready(generation=service.generation)

    @router.get(
        "/metrics",
        response_class=Response,
        responses={200: {"content": {"text/plain": {}}}, **problems()},
    )
    def metrics_text() -> Response:
        """Counters in Prometheus text form."""
        return Response(metrics.text(), media_type=MEDIA_TYPE)

    return router
