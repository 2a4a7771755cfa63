"""A language model that answers well, badly, slowly or not at all never costs a fact."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from endpoint import Answer, completion, endpoint
from fictional import REGIONS

from dialogue.facts.told import Told
from dialogue.turn import Citation
from dialogue.writers import polished
from dialogue.writers.openai import OpenAIWriter
from dialogue.writers.prompts import prompts

TOLD = Told(REGIONS)
FEE = Citation(
    entry_id="g1.fee",
    item_code="A",
    name="示例证办理",
    agency="示例局",
    region="11",
    element="fee",
    version=1,
    verified_on=date(2026, 4, 1),
    quote="首次申领不收费；补领每证40元",
    url=None,
)
STORED = "【收费标准】\n首次申领不收费；补领每证40元"


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@contextmanager
def writer(
    answer: Answer, asked: list[dict[str, Any]], clock: Clock | None = None, limit_s: float = 20.0
) -> Iterator[OpenAIWriter]:
    with endpoint(answer, asked) as url:
        made = OpenAIWriter(url=url, model="m", limit_s=limit_s, now=clock or Clock())
        try:
            yield made
        finally:
            made.close()


def smoothed(answer: Answer, asked: list[dict[str, Any]] | None = None) -> str | None:
    with writer(answer, asked if asked is not None else []) as made:
        return polished(made, "补办要钱吗", STORED, (FEE,), TOLD)


def says(text: str) -> Answer:
    return lambda _: completion(text)


def test_good_words_are_taken_and_labelled() -> None:
    text = "您第一次办是免费的；如果是补领，每证要交40元。"
    assert smoothed(says(text)) == prompts().label.format(text=text)


@pytest.mark.parametrize(
    "text",
    [
        "补领每证要交50元，首次免费。",  # another fee
        "首次免费，补领40元，20天就好。",  # something nobody said
        "第一次办是免费的。",  # leaves out what is to be paid
        "补领每证40元。",  # leaves out what is free
        "",
        "  ",
    ],
)
def test_bad_words_are_dropped_for_the_stored_ones(text: str) -> None:
    assert smoothed(says(text)) is None


@pytest.mark.parametrize(
    "reply",
    [
        (500, b"{}"),
        (429, b'{"error": {"message": "busy"}}'),
        (200, b"no json"),
        (200, b'{"choices": []}'),
        (200, b"{}"),
    ],
)
def test_a_broken_endpoint_changes_nothing(reply: tuple[int, bytes]) -> None:
    assert smoothed(lambda _: reply) is None


def test_a_slow_endpoint_is_not_waited_for() -> None:
    released = threading.Event()

    def slow(_: dict[str, Any]) -> tuple[int, bytes]:
        released.wait(30)
        return completion("首次免费，补领40元。")

    try:
        with writer(slow, [], limit_s=0.2) as made:
            assert polished(made, "补办要钱吗", STORED, (FEE,), TOLD) is None
    finally:
        released.set()


def test_nobody_at_the_address_changes_nothing() -> None:
    with endpoint(says(""), []) as url:
        pass
    made = OpenAIWriter(url=url, model="m", limit_s=1.0)
    assert made.smooth("问", STORED) is None
    made.close()


def test_after_three_failures_it_is_left_alone_for_a_while() -> None:
    asked: list[dict[str, Any]] = []
    clock = Clock()
    with writer(lambda _: (500, b"{}"), asked, clock) as made:
        for _ in range(5):
            assert made.smooth("问", STORED) is None
        assert len(asked) == 3
        clock.now = 31.0
        made.smooth("问", STORED)
        assert len(asked) == 4


def test_it_is_given_the_masked_words_and_the_stored_text_only() -> None:
    asked: list[dict[str, Any]] = []
    smoothed(says("首次免费，补领40元。"), asked)
    [request] = asked
    system, user = (message["content"] for message in request["messages"])
    assert system == prompts().smooth.system
    assert user == prompts().smooth.user.format(question="补办要钱吗", text=STORED)


def test_a_follow_up_is_made_whole() -> None:
    asked: list[dict[str, Any]] = []
    with writer(says("补办身份证多少钱？"), asked) as made:
        assert made.complete("那多少钱", ["我想补身份证"]) == "补办身份证多少钱？"
    assert "我想补身份证" in asked[0]["messages"][1]["content"]


def test_without_citations_nothing_is_rewritten() -> None:
    asked: list[dict[str, Any]] = []
    with writer(says("您好！"), asked) as made:
        assert polished(made, "你好", "您好！您想办什么事？", (), TOLD) is None
    assert asked == []
