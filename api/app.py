"""The application: middleware, error handlers, routers and the page, put together."""

from starlette.middleware import Middleware

from api import error_handlers
from api.metrics import Metrics
from api.middleware.access import Access
from api.middleware.body_limit import BodyLimit
from api.middleware.faults import Faults
from api.middleware.headers import SecurityHeaders
from api.middleware.hosts import AllowedHosts
from api.openapi import DescribedApp
from api.page import add_page
from api.routes import guides, health, regions, search, sessions
from api.settings import ApiSettings
from dialogue.errors import NotReady
from dialogue.service import Service


def create_app(service: Service, settings: ApiSettings | None = None) -> DescribedApp:
    """The hotline over HTTP, for one service."""
    settings = settings or ApiSettings()
    metrics = Metrics(lambda: _generation(service))
    app = DescribedApp(
        title="Hotline",
        version="1",
        docs_url=None,  # both load scripts from elsewhere
        redoc_url=None,
        middleware=[  # outermost first
            Middleware(Access, metrics=metrics),
            Middleware(SecurityHeaders),
            Middleware(Faults),
            Middleware(AllowedHosts, hosts=settings.allowed_hosts),
            Middleware(BodyLimit, limit=settings.max_body_bytes),
        ],
    )
    error_handlers.register(app)
    app.include_router(sessions.build_router(service, settings, metrics))
    app.include_router(search.build_router(service))
    app.include_router(guides.build_router(service))
    app.include_router(regions.build_router(service))
    app.include_router(health.build_router(service, metrics))
    if settings.page:
        add_page(app, settings)
    return app


def _generation(service: Service) -> int:
    try:
        return service.generation
    except NotReady:
        return 0
