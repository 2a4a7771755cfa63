"""What the outside may ask of the assistant: the interface that `api` and the commands call."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from dialogue.rating import Rating
from dialogue.turn import Turn
from kb.records import Guide
from kb.regions import Region, Regions
from retriever.results import Results


@dataclass(frozen=True, kw_only=True)
class OpenedSession:
    """会话: a new session, the token that its later calls carry, and the greeting."""

    id: str
    token: str
    greeting: str


@dataclass(frozen=True, kw_only=True)
class PublishedGuide:
    """A guide as published: its record with the store's version number and entry ids."""

    guide: Guide
    source: str
    version: int
    entry_ids: Mapping[str, str]  # element → entry id


@dataclass(frozen=True, kw_only=True)
class GuidePage:
    """All situations of an item in the nearest region, and where else there are guides."""

    item_code: str
    name: str
    generation: int
    region: Region | None
    guides: tuple[PublishedGuide, ...]
    other_regions: tuple[Region, ...]


class Service(Protocol):
    """The assistant as its callers see it; every method may raise `NotReady`."""

    @property
    def generation(self) -> int:
        """The number of the generation that is served."""
        ...

    def regions(self) -> Regions:
        """The regions of the published base."""
        ...

    def open_session(
        self, *, channel: str, region: str | None = None, audience: str | None = None
    ) -> OpenedSession:
        """Open a session.

        Raises:
            RegionUnknown: from `kb.errors`, naming the choices.
            MessageInvalid: where the audience is not one of `kb.elements.Audience`.
        """
        ...

    def ask(
        self,
        session_id: str,
        text: str,
        *,
        client_turn_id: str | None = None,
        option_id: str | None = None,
        slots: Mapping[str, str | None] | None = None,
    ) -> Turn:
        """Answer one message; committed before it returns, and the same again for a retry.

        Raises:
            MessageInvalid: empty, over 2,000 characters, an unknown slot or option.
            RegionUnknown: a region slot that does not exist.
            SessionUnknown, TurnInProgress.
        """
        ...

    def check_token(self, session_id: str, token: str) -> None:
        """Pass if the token opens the session.

        Raises:
            SessionUnknown, TokenWrong.
        """
        ...

    def turns(self, session_id: str) -> tuple[tuple[str, Turn], ...]:
        """The citizen's (masked) words and the reply, oldest first."""
        ...

    def rate(
        self,
        session_id: str,
        score: int,
        *,
        reasons: Sequence[str] = (),
        comment: str | None = None,
    ) -> Rating:
        """Keep what a citizen thinks of a session, masked; rating again replaces it.

        Raises:
            MessageInvalid: a score that is none of 1 to 5.
            SessionUnknown.
        """
        ...

    def search(self, text: str, *, region: str | None = None, k: int = 10) -> Results:
        """Ranked hits, one an item.

        Raises:
            RegionUnknown.
        """
        ...

    def guide_page(self, item_code: str, *, region: str | None = None) -> GuidePage:
        """All situations of the nearest region.

        Raises:
            GuideUnknown, RegionUnknown.
        """
        ...
