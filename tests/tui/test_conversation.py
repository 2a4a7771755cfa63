"""The widget by itself, as another screen than the citizen's would hold it."""

import pytest
from textual.app import App, ComposeResult

from tui.conversation import Bubble, Choice, ChoiceTaken, Conversation, Side, Source, Utterance
from tui.conversation.sources import Sources

ASKED = Utterance(side=Side.CITIZEN, text="居住卡丢了")
REPLY = Utterance(
    side=Side.ASSISTANT,
    text="带户口簿。",
    sources=(Source(title="《居住卡补领》", quote="带户口簿。"),),
    options=(Choice(id="a", label="本人办", key="1"), Choice(id="b", label="代办", key="2")),
)
TAKEN_OVER = Utterance(side=Side.OPERATOR, text="您好，我是坐席。")


class Desk(App[None]):
    """Holds a conversation and remembers what it posts."""

    def __init__(self, *, own: Side, read_only: bool = False) -> None:
        super().__init__()
        self.shown = Conversation(own=own, read_only=read_only)
        self.taken: list[str] = []

    def compose(self) -> ComposeResult:
        yield self.shown

    def on_choice_taken(self, event: ChoiceTaken) -> None:
        self.taken.append(event.choice.id)


def right_hand(desk: Desk) -> list[Side]:
    return [each.utterance.side for each in desk.shown.query(Bubble).filter(".own")]


@pytest.mark.parametrize("own", [Side.CITIZEN, Side.OPERATOR])
async def test_three_sides_and_ones_own_on_the_right(own: Side) -> None:
    desk = Desk(own=own)
    async with desk.run_test(size=(80, 24)) as pilot:
        for each in (ASKED, REPLY, TAKEN_OVER):
            await desk.shown.say(each)
        await pilot.pause()
        assert right_hand(desk) == [own]
        (mine,) = desk.shown.query(".own > .said")
        others = desk.shown.query(Bubble).exclude(".own").first().query_one(".said")
        assert mine.region.right > 70
        assert others.region.x < 5


async def test_it_only_posts_what_was_chosen() -> None:
    desk = Desk(own=Side.CITIZEN)
    async with desk.run_test(size=(80, 24)) as pilot:
        await desk.shown.say(REPLY)
        await pilot.pause()
        await pilot.click("ChoiceLine")
        await pilot.pause()
        assert desk.taken == ["a"]
        assert [each.id for each in desk.shown.open_options] == ["a", "b"]  # that is for others


async def test_read_only_nothing_can_be_chosen_and_everything_be_read() -> None:
    desk = Desk(own=Side.OPERATOR, read_only=True)
    async with desk.run_test(size=(80, 24)) as pilot:
        await desk.shown.say(REPLY)
        await pilot.pause()
        await pilot.click("ChoiceLine")
        await pilot.click("FoldLine")
        await pilot.pause()
        assert desk.taken == []
        assert desk.shown.open_options == ()
        assert desk.shown.query_one(Sources).unfolded
