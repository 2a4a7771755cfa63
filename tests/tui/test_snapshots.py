"""How the screens look. Written anew with `pytest tests/tui/test_snapshots.py --snapshot-update`."""

from collections.abc import Awaitable, Callable
from itertools import count
from typing import Any

import pytest
from fake_gateway import FakeGateway
from sitting import Sitter
from textual.pilot import Pilot

from tui.chat import ChatApp
from tui.chat.trouble import Trouble, TroubleKind

Looks = Callable[[Callable[[Sitter, FakeGateway], Awaitable[None]]], bool]


@pytest.fixture
def looks(snap_compare: Callable[..., bool]) -> Looks:
    """Whether the screen looks as it did, after somebody has sat at it."""

    def compare(sit: Callable[[Sitter, FakeGateway], Awaitable[None]]) -> bool:
        gateway = FakeGateway()
        numbers = count(1)
        app = ChatApp(gateway, new_id=lambda: f"turn-{next(numbers)}")

        async def before(pilot: Pilot[Any]) -> None:
            sitter = Sitter(pilot)
            sitter.composer.cursor_blink = False
            await sitter.settle()
            await sit(sitter, gateway)
            await sitter.settle()

        return snap_compare(app, terminal_size=(80, 24), run_before=before)

    return compare


def test_options(looks: Looks) -> None:
    async def sit(sitter: Sitter, gateway: FakeGateway) -> None:
        await sitter.ask("居住卡多少钱")

    assert looks(sit)


def test_wide_characters_and_unfolded_sources(looks: Looks) -> None:
    async def sit(sitter: Sitter, gateway: FakeGateway) -> None:
        sitter.composer.text = (
            "我的居住卡（2019年在西岛区办的那张）丢了😀，要带什么、去哪里、多少钱？"
        )
        await sitter.press("enter")
        await sitter.press("f2")

    assert looks(sit)


def test_the_picker_of_regions_in_light(looks: Looks) -> None:
    async def sit(sitter: Sitter, gateway: FakeGateway) -> None:
        await sitter.press("f8", "f9")
        await sitter.type("岛")

    assert looks(sit)


def test_trouble_and_a_hand_over(looks: Looks) -> None:
    async def sit(sitter: Sitter, gateway: FakeGateway) -> None:
        await sitter.ask("人工")
        gateway.troubles = [
            Trouble(TroubleKind.UNREACHABLE, "连不上服务器（http://127.0.0.1:8000）。")
        ]
        await sitter.ask("居住卡丢了要带什么")

    assert looks(sit)
