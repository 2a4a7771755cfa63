"""The citizen's page: one HTML file with its title and examples, and its assets."""

import html
import tomllib
from pathlib import Path

from fastapi import APIRouter, FastAPI
from starlette.responses import HTMLResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from api.settings import ApiSettings

_HERE = Path(__file__).parent


class _Assets(StaticFiles):
    """Assets that browsers keep but ask about each time, so an update is seen at once."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = "no-cache"
        return response


def render(settings: ApiSettings) -> str:
    """The page's HTML; what is filled in is escaped."""
    words = tomllib.loads((_HERE / "page.toml").read_text("utf-8"))
    title = html.escape(settings.title or words["title"])
    asked = words["examples"] if settings.examples is None else settings.examples
    buttons = "\n".join(
        f'<li><button type="button" class="choice">{html.escape(each)}</button></li>'
        for each in asked
    )
    page = (_HERE / "web" / "index.html").read_text("utf-8")
    return page.replace("{{title}}", title).replace("{{examples}}", buttons)


def add_page(app: FastAPI, settings: ApiSettings) -> None:
    """Serve the page at `/` and its assets below `/assets`."""
    page = render(settings)
    router = APIRouter(include_in_schema=False)

    @router.get("/")
    def index() -> HTMLResponse:
        return HTMLResponse(page, headers={"Cache-Control": "no-cache"})

    app.include_router(router)
    app.mount("/assets", _Assets(directory=_HERE / "web" / "assets"), name="assets")
