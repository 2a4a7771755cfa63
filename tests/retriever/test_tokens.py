import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retriever.tokens import Tokenizer, is_bigram, is_word, normalise


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer(["云上居住卡"])


@pytest.mark.parametrize(
    ("written", "matched"),
    [
        ("ＡＢＣ１２３", "abc123"),
        ("身份證補辦", "身份证补办"),
        (" 身 份\t证\n", "身份证"),
        ("Apple  ID 丢了", "apple id丢了"),
        ("身份证😀丢了👨‍👩‍👧❤️", "身份证丢了"),
        ("二十三号、23号", "二十三号、23号"),
        ("\ud800坏\x00字", "坏字"),
        ("", ""),
    ],
)
def test_a_text_is_written_the_one_way_in_which_it_is_matched(written: str, matched: str) -> None:
    assert normalise(written) == matched


def test_tokens_are_long_words_bigrams_and_characters(tokenizer: Tokenizer) -> None:
    assert sorted(tokenizer.tokens("身份证丢了")) == sorted(
        ["身份证", "身份", "份证", "证丢", "丢了", "身", "份", "证", "丢", "了"]
    )


def test_a_short_word_does_not_count_twice(tokenizer: Tokenizer) -> None:
    assert tokenizer.tokens("办理").count("办理") == 1


def test_a_token_stands_as_often_as_it_occurs(tokenizer: Tokenizer) -> None:
    assert tokenizer.tokens("人人人").count("人") == 3


def test_item_names_are_words_for_those_who_know_them(tokenizer: Tokenizer) -> None:
    assert "云上居住卡" in tokenizer.tokens("我的云上居住卡呢")
    assert "云上居住卡" not in Tokenizer().tokens("我的云上居住卡呢")


def test_letters_and_digits_stay_together(tokenizer: Tokenizer) -> None:
    tokens = tokenizer.tokens("etc卡 A4纸 12345")
    assert {"etc", "a4", "12345"} <= set(tokens)
    assert "a4纸" not in tokens


def test_pairs_do_not_reach_across_punctuation(tokenizer: Tokenizer) -> None:
    assert "证丢" not in tokenizer.tokens("身份证，丢了")


def test_the_kinds_of_tokens_are_told_apart() -> None:
    assert [is_word(each) for each in ("身份证", "身份", "身", "etc")] == [
        True,
        False,
        False,
        False,
    ]
    assert [is_bigram(each) for each in ("身份证", "身份", "身", "a4")] == [
        False,
        True,
        False,
        False,
    ]


def test_no_dictionary_cache_is_left_on_the_machine(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    Tokenizer(["云上居住卡"]).tokens("云上居住卡")
    assert list(Path(tmp_path).iterdir()) == []


@given(st.text())
def test_any_text_can_be_cut(tokenizer: Tokenizer, text: str) -> None:
    for token in tokenizer.tokens(text):
        assert token
        assert not any(character.isspace() for character in token)


@given(st.text(alphabet="身份证办理补领abc12 ，"))
def test_every_character_is_found_again(tokenizer: Tokenizer, text: str) -> None:
    singles = {token for token in tokenizer.tokens(text) if len(token) == 1}
    assert {character for character in text if character >= "一"} - {"，"} <= singles


@given(st.text(alphabet="身份证补办理居住卡渔船登记业务公积金提取a1，", max_size=24))
def test_words_are_those_that_jieba_cuts_for_a_search(text: str) -> None:
    tokenizer = Tokenizer(["居住卡补办", "渔船登记", "公积金提取业务办理"])
    words = [token for token in tokenizer.tokens(text) if is_word(token)]
    assert words == [
        word for word in tokenizer._jieba.cut_for_search(normalise(text)) if is_word(word)
    ]
