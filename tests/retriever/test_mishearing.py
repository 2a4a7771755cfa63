"""What was misheard is put right where the base knows what was meant, and nowhere else."""

import pytest

from retriever.mishearing import DEAF, Hearing

NAMES = (
    "营业执照遗失补领",
    "执照丢了",
    "居民身份证",
    "住房公积金",
    "公积金提取",
    "导游证",
    "养殖证",
)


@pytest.fixture
def hearing() -> Hearing:
    return Hearing.of(NAMES)


@pytest.mark.parametrize(
    ("heard", "meant"),
    [
        ("个体的直照丢了", "个体的执照丢了"),
        ("公机金怎么取", "公积金怎么取"),
        ("到游证不要了", "导游证不要了"),
        ("养值证找遍没有", "养殖证找遍没有"),
    ],
)
def test_a_character_of_the_same_sound_is_put_right(
    hearing: Hearing, heard: str, meant: str
) -> None:
    assert hearing.put_right(heard) == meant


@pytest.mark.parametrize("text", [*NAMES, "提取公积金", "执照遗失"])
def test_what_the_base_says_is_never_changed(hearing: Hearing, text: str) -> None:
    assert hearing.put_right(text) == text


@pytest.mark.parametrize("text", ["职校招生", "指导游客", "掌柜子 abc 12", "", "🚀"])
def test_what_sounds_like_nothing_or_is_a_word_already_is_left(hearing: Hearing, text: str) -> None:
    assert hearing.put_right(text) == text


def test_two_characters_may_be_wrong_of_a_long_word_but_not_of_a_short_one() -> None:
    hearing = Hearing.of(["证件补办"])
    assert hearing.put_right("证件补饭") == "证件补饭"  # 饭 sounds otherwise
    assert hearing.put_right("正件补半") == "证件补办"
    assert Hearing.of(["执照"]).put_right("之找") == "之找"


def test_it_is_read_back_as_it_was_written(hearing: Hearing) -> None:
    assert Hearing.read(hearing.written()) == hearing


def test_without_words_nothing_is_put_right() -> None:
    assert DEAF.put_right("个体的直照") == "个体的直照"
