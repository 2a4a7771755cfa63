"""What the workers of the chat tell its screen."""

from textual.message import Message

from api.schemas import SessionOpened, Turn
from tui.chat.showing import Place
from tui.chat.trouble import Trouble


class Opened(Message):
    """A session is open."""

    def __init__(self, session: SessionOpened, region: str | None) -> None:
        super().__init__()
        self.session = session
        self.region = region


class NotOpened(Message):
    """No session could be opened."""

    def __init__(self, trouble: Trouble, region: str | None) -> None:
        super().__init__()
        self.trouble = trouble
        self.region = region


class PlacesKnown(Message):
    """The regions are known."""

    def __init__(self, places: list[Place]) -> None:
        super().__init__()
        self.places = places


class Answered(Message):
    """A reply came."""

    def __init__(self, turn: Turn) -> None:
        super().__init__()
        self.turn = turn


class Failed(Message):
    """No reply came."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__()
        self.trouble = trouble


class ItemNamed(Message):
    """The name of an item is known."""

    def __init__(self, item: str, name: str) -> None:
        super().__init__()
        self.item = item
        self.name = name
