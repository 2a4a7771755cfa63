"""The phrases of `dialogue/data/phrases.toml`: each can be read, is used, and is found where it should be."""

import re
from pathlib import Path

import pytest

from dialogue.phrases import meant, phrase, phrases

SOURCE = "\n".join(
    p.read_text("utf-8") for p in (Path(__file__).parents[2] / "dialogue").rglob("*.py")
)


@pytest.mark.parametrize("name", list(phrases()))
def test_every_phrase_can_be_read_is_used_and_never_matches_nothing(name: str) -> None:
    assert f'"{name}"' in SOURCE
    assert not any(re.compile(each).fullmatch("") for each in phrases()[name])
    assert not phrase(name).groups - len(phrase(name).groupindex)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("asks", "低保一个月给多少"),
        ("conditions", "那要是已经过期一年多了呢"),
        ("who_goes", "我妈去行不行"),
        ("here", "我们区在哪办"),
        ("somebody", "他的公积金能取吗"),
        ("asks_for_all", "前前后后要办哪些事"),
        ("requires", "一定要公证吗"),
        ("act", "高龄津贴申领"),
        ("tells_phone", "拨打8612301"),
        ("tells_fee", "每证40元"),
        ("tells_hours", "周一至周五9:00"),
        ("likewise", "那换护照呢"),
        ("points_back", "还是刚才那个"),
        ("place_left_before", "从"),
        ("place_left_after", "户口"),
        ("if_there", "在东区的话几点上班"),
    ],
)
def test_a_phrase_is_found(name: str, said: str) -> None:
    assert phrase(name).search(said)


def test_what_a_question_means_is_found_in_the_words_of_guides() -> None:
    for asks, words in meant():
        assert words
        assert not asks.search("")
