"""The composition root: everything is put together here, from the settings."""

from dataclasses import dataclass
from datetime import UTC, datetime
from secrets import token_hex
from typing import TYPE_CHECKING, Any

from retriever.runtime import prepare

if TYPE_CHECKING:
    from pathlib import Path

    from fastapi import FastAPI

    from dialogue.assistant import Assistant
    from dialogue.writers import Writer
    from hotline.settings import Settings
    from kb.store import Store
    from retriever.encoders.encoder import Encoder
    from retriever.encoders.source import Encoders
    from retriever.live import Live
    from retriever.publishing import Places
    from retriever.ranker import Ranker
    from retriever.rankers import Rankers


@dataclass(frozen=True, kw_only=True)
class Hotline:
    """All parts of a running hotline."""

    settings: "Settings"
    store: "Store"
    live: "Live"
    assistant: "Assistant"
    untrained: "Encoders"  # load theirs when they are first wanted

    @property
    def encoders(self) -> "Encoders":
        """As training here changed them, for the next publish."""
        return self.untrained.changed_by(self.ranker().adapter)

    def encoder(self) -> "Encoder":
        """What turns the base's texts into vectors; loaded at the first call."""
        return self.encoders.texts

    def ranker(self) -> "Ranker":
        """What was learnt of finding, for the next publish."""
        return self.rankers.in_use()

    @property
    def rankers(self) -> "Rankers":
        """What was trained here."""
        from retriever.rankers import Rankers

        return Rankers(self.settings.data_dir / "rankers")

    @property
    def places(self) -> "Places":
        """Where publishing writes."""
        return _places(self.settings)


def _places(settings: "Settings") -> "Places":
    from retriever.publishing import Places

    return Places(
        snapshots=settings.data_dir / "snapshots", vectors=settings.data_dir / "vectors.sqlite"
    )


def models_dir(settings: "Settings") -> "Path":
    """Where encoders are kept."""
    return settings.data_dir / "models"


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
        replacements: `encoders`, `sessions`, `clock`, `new_id`, `writer`: for tests and measuring.
    """
    prepare(settings.threads)
    from dialogue.assistant import Assistant
    from dialogue.store import Sessions
    from hotline.database import open_at_head
    from kb.store import Store
    from retriever.encoders.source import Encoders
    from retriever.live import Live

    settings.data_dir.mkdir(parents=True, exist_ok=True)
    engine = open_at_head(settings.database)
    store = Store(engine)

    encoders = replacements.get("encoders") or Encoders(
        settings.encoder, models_dir(settings), settings.threads
    )
    live = Live(
        store=store,
        snapshots=_places(settings).snapshots,
        encoder=lambda ranker: encoders.changed_by(ranker.adapter).questions,
    )
    assistant = Assistant(
        live=live,
        sessions=replacements.get("sessions") or Sessions(engine),
        clock=replacements.get("clock", lambda: datetime.now(UTC)),
        new_id=replacements.get("new_id", lambda: token_hex(16)),
        service_name=settings.service_name,
        writer=replacements.get("writer") or _writer(settings),
    )
    return Hotline(
        settings=settings, store=store, live=live, assistant=assistant, untrained=encoders
    )


def _writer(settings: "Settings") -> "Writer | None":
    """The language model that may help with words, where one is set up."""
    if settings.writer_url is None:
        return None
    from dialogue.writers.openai import OpenAIWriter

    return OpenAIWriter(
        url=settings.writer_url,
        model=settings.writer_model,
        key=settings.writer_key.get_secret_value(),
        limit_s=settings.writer_limit_s,
    )


def build_app(hotline: Hotline) -> "FastAPI":
    """The HTTP application over a hotline."""
    from api.app import create_app
    from api.settings import ApiSettings

    return create_app(hotline.assistant, ApiSettings(title=hotline.settings.service_name))
