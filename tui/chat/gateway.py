"""The way to a hotline; called from workers only."""

from collections.abc import Awaitable
from typing import Protocol, TypeVar

from api.client import AsyncHotlineClient, ClientError
from api.schemas import RegionNode, SessionOpened, Turn, TurnRequest
from tui.chat.trouble import trouble_of

T = TypeVar("T")
_CHANNEL = "terminal"
_OF_ITEMS = ("item", "element")


class Gateway(Protocol):
    """What the chat asks of a hotline; every call may raise `Trouble`."""

    @property
    def url(self) -> str:
        """Where the hotline is, as it is shown."""

    async def open(self, region: str | None) -> SessionOpened:
        """Begin a conversation."""

    async def ask(self, session: SessionOpened, request: TurnRequest) -> Turn:
        """Say something and get the reply."""

    async def regions(self) -> list[RegionNode]:
        """The roots of the tree of regions."""

    async def items(self, text: str, region: str | None) -> list[tuple[str, str]]:
        """(code, name) of items that a text may mean."""

    async def situations(self, item: str, region: str | None) -> tuple[str, list[str]]:
        """The name of an item, and its situations."""

    async def close(self) -> None:
        """Let go of the hotline."""


class HttpGateway:
    """A hotline over HTTP."""

    def __init__(self, client: AsyncHotlineClient, url: str) -> None:
        """Talk through `client`; `url` is for people to read."""
        self._client = client
        self.url = url

    async def open(self, region: str | None) -> SessionOpened:
        """Begin a conversation."""
        return await self._told(self._client.open_session(channel=_CHANNEL, region=region))

    async def ask(self, session: SessionOpened, request: TurnRequest) -> Turn:
        """Say something and get the reply."""
        return await self._told(self._client.ask(session, request))

    async def regions(self) -> list[RegionNode]:
        """The roots of the tree of regions."""
        return (await self._told(self._client.regions())).regions

    async def items(self, text: str, region: str | None) -> list[tuple[str, str]]:
        """(code, name) of items that a text may mean."""
        found = await self._told(self._client.search(text, region=region))
        return [(hit.item_code, hit.name) for hit in found.hits if hit.kind in _OF_ITEMS]

    async def situations(self, item: str, region: str | None) -> tuple[str, list[str]]:
        """The name of an item, and its situations."""
        page = await self._told(self._client.guide(item, region=region))
        named = [guide.situation for guide in page.guides if guide.situation is not None]
        return page.name, list(dict.fromkeys(named))

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def _told(self, answer: Awaitable[T]) -> T:
        try:
            return await answer
        except ClientError as error:
            raise trouble_of(error, self.url) from error
