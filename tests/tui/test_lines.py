import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tui.lines import broken, shown, widest

GUIDE = "请携带居民户口簿（原件1份）到窗口办理，电话0000-8810123，收费40元。"
TEXTS = st.text(
    st.sampled_from("一二三四五，。（）《》“”0123456789abc-./ \n😀👨‍👩‍👧é①…·") | st.characters(),
    max_size=120,
)


def test_a_line_does_not_begin_with_a_closing_mark_nor_end_with_an_opening_one() -> None:
    for width in range(18, 80):
        for line in broken(GUIDE, width):
            assert line[0] not in "，。）》”"
            assert line[-1] not in "（《“"


def test_numbers_telephone_numbers_and_words_stay_whole() -> None:
    for width in range(18, 80):
        told = broken(GUIDE, width)
        assert any("0000-8810123" in line for line in told)
        assert any("40元" in line or line.endswith("40") for line in told)


def test_wide_characters_take_two_cells() -> None:
    assert broken("居住证怎么办", 6) == ("居住证", "怎么办")
    assert broken("居住证怎么办", 7) == ("居住证", "怎么办")
    assert broken("😀😀😀", 4) == ("😀😀", "😀")
    assert widest("居住证\n多少钱一张") == 10


def test_an_emoji_made_of_several_stays_whole() -> None:
    family = "👨‍👩‍👧‍👦"
    assert broken(f"一家三口{family}来办", 8)[1].startswith(family)


def test_items_of_a_list_hang_under_their_marker() -> None:
    assert broken("1. 居民户口簿原件和复印件", 14) == ("1. 居民户口簿", "   原件和复印", "   件")
    assert broken("（一）居民户口簿原件", 18)[1].startswith("      ")


def test_an_address_longer_than_a_line_is_cut_where_the_line_ends() -> None:
    address = "https://yunshang.example/guides/T-CARD"
    assert "".join(broken(address, 10)) == address


@pytest.mark.parametrize("obeyed", ["\x1b[2J", "\x07", "\u202e", "\x9b31m"])
def test_nothing_that_a_terminal_would_obey_reaches_it(obeyed: str) -> None:
    assert not set(shown(f"好{obeyed}的")) & set("\x1b\x07\u202e\x9b")


@given(TEXTS, st.integers(2, 100))
def test_no_line_is_too_wide_and_no_word_is_lost(text: str, width: int) -> None:
    lines = broken(text, width)
    assert all(cell_len(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(shown(text).split())
