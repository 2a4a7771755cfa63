"""A writer beside the assistant: it may make a follow-up whole and smooth words, no more."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from dialogue.assistant import Assistant
from dialogue.errors import MessageInvalid
from dialogue.rating import Score
from dialogue.store import MemorySessions
from dialogue.turn import Turn
from dialogue.writers.prompts import prompts
from hotline.bootstrap import Hotline, build


class Scripted:
    """Writes what it was told to, and remembers what it was given."""

    def __init__(self, whole: str | None = None, smooth: str | None = None) -> None:
        self.whole, self.words = whole, smooth
        self.given: list[str] = []

    def complete(self, question: str, before: Sequence[str]) -> str | None:
        self.given += [question, *before]
        return self.whole

    def smooth(self, question: str, text: str) -> str | None:
        self.given += [question]
        return self.words


def assistant(tiny: Hotline, writer: Scripted | None) -> Assistant:
    return build(tiny.settings, sessions=MemorySessions(), writer=writer).assistant


def asked(of: Assistant, *questions: str) -> list[Turn]:
    session = of.open_session(channel="test")
    return [of.ask(session.id, question) for question in questions]


def test_without_one_the_stored_words_are_given(tiny: Hotline) -> None:
    [turn] = asked(assistant(tiny, None), "居住卡丢了补办多少钱")
    assert prompts().label.splitlines()[0] not in turn.text


def test_smoothed_words_are_labelled_and_the_answer_stays_the_stored_one(tiny: Hotline) -> None:
    writer = Scripted(smooth="这次补办要交的是每证20元哦。")
    [turn] = asked(assistant(tiny, writer), "居住卡丢了补办多少钱")
    assert turn.text == prompts().label.format(text="这次补办要交的是每证20元哦。")
    assert turn.answers[0].text == "每证20元"


def test_invented_words_are_dropped(tiny: Hotline) -> None:
    writer = Scripted(smooth="补办要交200元。")
    [turn] = asked(assistant(tiny, writer), "居住卡丢了补办多少钱")
    assert "200元" not in turn.text
    assert "每证20元" in turn.text


def test_a_follow_up_that_was_not_understood_is_made_whole(tiny: Hotline) -> None:
    writer = Scripted(whole="居住卡丢了补办多少钱")
    _, second = asked(assistant(tiny, writer), "您好", "火星上那个东西呢")
    assert second.answers[0].text == "每证20元"
    assert writer.given[:2] == ["火星上那个东西呢", "您好"]


def test_it_sees_masked_words_only(tiny: Hotline) -> None:
    writer = Scripted()
    asked(assistant(tiny, writer), "我的号码是13912345678", "居住卡丢了补办多少钱，打13912345678")
    assert writer.given
    assert not any("13912345678" in each for each in writer.given)


def test_a_rating_is_masked_and_must_be_one(tiny: Hotline) -> None:
    sessions = MemorySessions()
    of = build(tiny.settings, sessions=sessions).assistant
    opened = of.open_session(channel="test")
    of.rate(opened.id, 1, comment="打我电话13912345678")
    kept = replace(of.rate(opened.id, 2, comment="打我电话13912345678"))
    assert kept.score is Score.POOR
    assert kept.comment is not None
    assert "13912345678" not in kept.comment
    with pytest.raises(MessageInvalid):
        of.rate(opened.id, 6)
