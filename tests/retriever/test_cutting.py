"""Our cut of a text is jieba's own, word by word."""

from collections.abc import Iterator
from importlib.resources import files
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retriever.cutting import long_words, words
from retriever.tokens import _dictionary, normalise

if TYPE_CHECKING:
    import jieba


@pytest.fixture(scope="module")
def peer() -> "jieba.Tokenizer":
    import jieba

    cutter = jieba.Tokenizer()
    frequencies, cutter.total = _dictionary()
    cutter.FREQ, cutter.initialized = dict(frequencies), True
    for name in ("云上居住卡", "出入境通行证"):
        cutter.add_word(name)
    return cutter


def sample_texts() -> Iterator[str]:
    for path in sorted(files("kb").joinpath("sample").iterdir(), key=str):
        if path.name.endswith(".jsonl"):
            for line in path.read_text(encoding="utf-8").splitlines()[:40]:
                yield normalise(line)


def test_the_sample_base_is_cut_as_jieba_cuts_it(peer: "jieba.Tokenizer") -> None:
    texts = list(sample_texts())
    assert len(texts) > 50
    for text in texts:
        assert words(text, peer) == peer.lcut(text, HMM=False)
        assert list(long_words(text, peer, 3)) == _long(peer, text)


# Common characters, rare ones, names of the dictionary, letters, digits and signs side by side.
PIECES = st.sampled_from(
    [*"的一是了我不人在有身份证卡拉齉龘〇㐀", "云上居住卡", "出入境", *"aT3.+%-_ ，？", "ok", "恤"]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=24).map("".join))
def test_any_text_is_cut_as_jieba_cuts_it(peer: "jieba.Tokenizer", text: str) -> None:
    assert words(text, peer) == peer.lcut(text, HMM=False)


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), max_size=30))
def test_unknown_long_words_are_guessed_as_jieba_guesses_them(
    peer: "jieba.Tokenizer", run: str
) -> None:
    assert list(long_words(run, peer, 3)) == _long(peer, run)


def _long(peer: "jieba.Tokenizer", text: str) -> list[str]:
    return [word for word in peer.cut(text) if len(word) >= 3]
