"""The guides of an item, whole or as a list of what to bring."""

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Response
from fastapi.responses import HTMLResponse, PlainTextResponse

from api.checklist import pick_guide
from api.checklist_text import checklist_page, checklist_text
from api.openapi import problems
from api.schemas import ChecklistResponse, GuideResponse, Name
from api.wire_guides import checklist_response, guide_response
from dialogue.service import Service

_Code = Annotated[Name, Path(description="item code")]
_AS_TEXT = {"schema": {"type": "string"}}
_Region = Annotated[Name | None, Query(description="code, path or unique name")]


def build_router(service: Service) -> APIRouter:
    """`GET /v1/guides/{item_code}` and its checklist."""
    router = APIRouter(prefix="/v1/guides", tags=["guides"])
    common = ("guide_unknown", "invalid", "region_unknown", "not_ready")

    @router.get("/{item_code}", responses=problems(*common))
    def guide(item_code: _Code, region: _Region = None) -> GuideResponse:
        """All situations of the nearest region; other regions are listed."""
        page = service.guide_page(item_code, region=region)
        return guide_response(page, service.regions())

    @router.get(
        "/{item_code}/checklist",
        response_model=ChecklistResponse,
        responses={
            200: {"content": {"text/plain": _AS_TEXT, "text/html": _AS_TEXT}},
            **problems(
                *common,
                "guide_without_content",
                "situation_needed",
                "situation_unknown",
                "agency_needed",
                "agency_unknown",
            ),
        },
    )
    def checklist(
        item_code: _Code,
        region: _Region = None,
        situation: Annotated[Name | None, Query(description="one of the guide's")] = None,
        agency: Annotated[Name | None, Query(description="where several do it")] = None,
        form: Annotated[
            Literal["json", "text", "page"], Query(description="text to keep, page to print")
        ] = "json",
    ) -> ChecklistResponse | Response:
        """What to bring for one situation, where and when to go, whom to call, what it costs."""
        page = service.guide_page(item_code, region=region)
        chosen = pick_guide(page, situation=situation, agency=agency)
        told = checklist_response(page, chosen, service.regions())
        match form:
            case "json":
                return told
            case "text":
                return PlainTextResponse(checklist_text(told))
            case "page":
                return HTMLResponse(checklist_page(told))

    return router
