"""The composition root: everything is put together here, from the settings."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from secrets import token_hex
from typing import TYPE_CHECKING, Any

from retriever.runtime import prepare

if TYPE_CHECKING:
    from fastapi import FastAPI

    from dialogue.assistant import Assistant
    from hotline.settings import Settings
    from kb.store import Store
    from retriever.encoders.encoder import Encoder
    from retriever.live import Live
    from retriever.publishing import Places


@dataclass(frozen=True, kw_only=True)
class Hotline:
    """All parts of a running hotline."""

    settings: "Settings"
    store: "Store"
    live: "Live"
    assistant: "Assistant"
    encoder: "Callable[[], Encoder]"  # loads it at the first call

    @property
    def places(self) -> "Places":
        """Where publishing writes."""
        return _places(self.settings)


def _places(settings: "Settings") -> "Places":
    from retriever.publishing import Places

    return Places(
        snapshots=settings.data_dir / "snapshots", vectors=settings.data_dir / "vectors.sqlite"
    )


def open_store(settings: "Settings") -> "Store":
    """The knowledge base alone, for commands that need no model."""
    from hotline.database import open_at_head
    from kb.store import Store

    settings.data_dir.mkdir(parents=True, exist_ok=True)
    return Store(open_at_head(settings.database))


def build(settings: "Settings", **replacements: Any) -> Hotline:
    """Put the hotline together; nothing heavy is loaded before it is needed.

    Args:
        settings: where everything is kept and which encoder is used.
        replacements: `encoder` (a callable that gives one), `clock`, `new_id`: for tests.
    """
    prepare(settings.threads)
    from dialogue.assistant import Assistant
    from dialogue.store import Sessions
    from hotline.database import open_at_head
    from kb.store import Store
    from retriever.encoders import load_encoder
    from retriever.live import Live

    settings.data_dir.mkdir(parents=True, exist_ok=True)
    engine = open_at_head(settings.database)
    store = Store(engine)

    @cache
    def load() -> "Encoder":
        return load_encoder(settings.encoder, settings.data_dir / "models")

    encoder = replacements.get("encoder", load)
    live = Live(store=store, snapshots=_places(settings).snapshots, encoder=encoder)
    assistant = Assistant(
        live=live,
        sessions=Sessions(engine),
        clock=replacements.get("clock", lambda: datetime.now(UTC)),
        new_id=replacements.get("new_id", lambda: token_hex(16)),
        service_name=settings.service_name,
    )
    return Hotline(settings=settings, store=store, live=live, assistant=assistant, encoder=encoder)


def build_app(hotline: Hotline) -> "FastAPI":
    """The HTTP application over a hotline."""
    from api.app import create_app
    from api.settings import ApiSettings

    return create_app(hotline.assistant, ApiSettings(title=hotline.settings.service_name))
