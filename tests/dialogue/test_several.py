"""Several questions in one message: what of their answers can still be chosen."""

from dataclasses import replace

import pytest
from fictional import REGIONS

from dialogue.reply import Reply
from dialogue.several import in_turn
from dialogue.state import Pending, State
from dialogue.turn import Option, Slots, Status
from dialogue.understanding import Understanding, Understood

NONE = Option(id="none", label="都不是")


@pytest.fixture(scope="module")
def said() -> Understood:
    return Understanding(REGIONS).understand("身份证丢了去哪补？还有护照过期了咋办，多少钱")


def told(status: Status, *labels: str) -> Reply:
    options = tuple(Option(id=str(n), label=label) for n, label in enumerate(labels, 1))
    pending = Pending(
        search_text="问",
        elements=(),
        options={each.id: Slots(item=each.label) for each in options},
        labels={each.id: each.label for each in options},
    )
    return Reply(
        text="。".join(labels) or "答",
        status=status,
        slots=Slots(),
        options=(*options, NONE) if options else (),
        pending=pending if options else None,
    )


def held(said: Understood, *replies: Reply) -> tuple[State, Reply]:
    left = list(replies)

    def answer(_: Understood, state: State) -> tuple[State, Reply]:
        reply = left.pop(0)
        return replace(state, pending=reply.pending), reply

    return in_turn(said, State(), answer)


def test_what_the_first_reply_offers_is_gone_where_the_second_answered(said: Understood) -> None:
    # The first was answered, with other items to choose from; the second is what is spoken of now.
    state, reply = held(said, told(Status.ANSWERED, "甲", "乙"), told(Status.ANSWERED))
    assert state.pending is None
    assert reply.options == ()


def test_what_is_asked_back_for_the_first_stays_open(said: Understood) -> None:
    state, reply = held(said, told(Status.CLARIFICATION_ITEM, "甲", "乙"), told(Status.ANSWERED))
    assert state.pending is not None
    assert [each.label for each in reply.options] == ["甲", "乙", "都不是"]
    assert reply.status is Status.ANSWERED_PARTLY


def test_what_the_last_reply_offers_can_be_chosen(said: Understood) -> None:
    state, reply = held(said, told(Status.ANSWERED), told(Status.ANSWERED, "丙", "丁"))
    assert state.pending is not None
    assert [each.label for each in reply.options] == ["丙", "丁", "都不是"]
