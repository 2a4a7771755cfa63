"""Personal data is masked wherever it stands; numbers that are none stay readable."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogue.masking import is_card, is_identity, mask, unmarked

IDENTITY, CARD, MOBILE = "〔身份证号已隐去〕", "〔银行卡号已隐去〕", "〔手机号已隐去〕"
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
FULL_WIDTH = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")


def with_check_character(first: str) -> str:
    total = sum(int(digit) * weight for digit, weight in zip(first, WEIGHTS, strict=True))
    return first + "10X98765432"[total % 11]


def with_luhn_digit(first: str) -> str:
    return next(first + digit for digit in "0123456789" if luhn(first + digit) == 0)


def luhn(number: str) -> int:
    digits = [int(each) for each in reversed(number)]
    doubled = [each * 2 - 9 * (each > 4) for each in digits[1::2]]
    return (sum(digits[::2]) + sum(doubled)) % 10


def digits(length: int) -> st.SearchStrategy[str]:
    return st.text("0123456789", min_size=length, max_size=length)


identities = digits(17).map(with_check_character)
cards = st.integers(14, 18).flatmap(digits).map(with_luhn_digit)
mobiles = digits(9).flatmap(
    lambda rest: st.sampled_from("3456789").map(lambda two: f"1{two}{rest}")
)
# What may stand around a number: words, punctuation, white space, but no further digit.
words = st.text(st.sampled_from("我的号码是，。：（）「」abc \n号卡"), max_size=8)


class TestNumbers:
    @given(words, identities, words)
    def test_a_valid_identity_number_is_masked(self, before: str, number: str, after: str) -> None:
        assert mask(before + number + after) == before + IDENTITY + after

    @given(words, identities, words)
    def test_also_in_full_width_and_with_a_small_x(
        self, before: str, number: str, after: str
    ) -> None:
        for written in (number.translate(FULL_WIDTH), number.lower()):
            assert mask(before + written + after) == before + IDENTITY + after

    @given(identities, st.sampled_from([" ", "-"]))
    def test_also_in_groups(self, number: str, between: str) -> None:
        written = between.join((number[:6], number[6:14], number[14:]))
        assert mask(f"身份证{written}。") == f"身份证{IDENTITY}。"

    @given(words, cards, words)
    def test_a_valid_card_is_masked(self, before: str, number: str, after: str) -> None:
        masked = mask(before + number + after)
        assert masked in (before + CARD + after, before + IDENTITY + after)

    @given(digits(12).map(lambda rest: with_luhn_digit("622" + rest)))
    def test_a_card_in_groups_of_four_is_masked(self, number: str) -> None:
        assert mask(f"卡{number[:4]} {number[4:8]} {number[8:12]} {number[12:]}号") == f"卡{CARD}号"

    @given(words, mobiles, words)
    def test_a_mobile_number_is_masked(self, before: str, number: str, after: str) -> None:
        assert mask(before + number + after) == before + MOBILE + after

    @pytest.mark.parametrize("written", ["+8613800000000", "86-138 0000 0000", "138-0000-0000"])
    def test_a_mobile_number_as_people_write_it(self, written: str) -> None:
        assert mask(f"打{written}找我") == f"打{MOBILE}找我"

    @given(identities, st.sampled_from("0123456789X"))
    def test_a_number_with_a_wrong_check_character_stays(self, number: str, other: str) -> None:
        wrong = number[:-1] + other
        if other != number[-1] and not is_card(wrong):
            assert mask(f"受理号{wrong}。") == f"受理号{wrong}。"

    @given(cards, st.integers(1, 9))
    def test_a_card_with_a_wrong_digit_stays(self, number: str, more: int) -> None:
        wrong = number[:-1] + str((int(number[-1]) + more) % 10)
        if not is_identity(wrong):
            assert mask(f"单号{wrong}。") == f"单号{wrong}。"

    @given(identities, cards, mobiles, st.permutations(range(3)), st.sampled_from("，、 "))
    def test_several_are_masked_each(
        self, identity: str, card: str, mobile: str, order: list[int], between: str
    ) -> None:
        numbers = [f"身份证{identity}", f"卡{card}", f"手机{mobile}"]
        masked = mask(between.join(numbers[at] for at in order))
        assert masked.count("〔") == 3
        assert not any(each.isdigit() for each in masked)

    @pytest.mark.parametrize("beside", ["1", "12", "2026"])
    def test_another_number_beside_a_card_does_not_save_it(self, beside: str) -> None:
        card = with_luhn_digit("622202000011112")
        for masked in (mask(f"{card} {beside}"), mask(f"{beside} {card}")):
            assert card not in masked
            assert "〔" in masked

    def test_two_mobile_numbers_side_by_side_are_masked_both(self) -> None:
        assert mask("13800000000 13900000001") == f"{MOBILE} {MOBILE}"

    @pytest.mark.parametrize(
        "said",
        ["2026年5月6日", "0000-1000001", "12345", "第 20260506001 号", "110", "价格1000000元"],
    )
    def test_other_numbers_stay(self, said: str) -> None:
        assert mask(said) == said


class TestTexts:
    @given(st.text(max_size=200))
    def test_any_text_can_be_masked_and_masking_again_changes_nothing(self, said: str) -> None:
        masked = mask(said)
        assert mask(masked) == masked

    @given(st.text("1 -2X", max_size=2000))
    def test_long_rows_of_digits_are_read_in_time(self, said: str) -> None:
        assert mask(said) is not None

    @given(words, identities)
    def test_what_is_searched_for_has_no_trace_of_the_number(
        self, before: str, number: str
    ) -> None:
        rest = unmarked(mask(before + number))
        assert "〔" not in rest
        assert rest.strip() == before.strip()


def test_check_digits_are_those_of_the_standards() -> None:
    # GB 11643 gives 34052419800101001X; the card is the textbook's, ISO/IEC 7812.
    assert is_identity("34052419800101001X")
    assert not is_identity("340524198001010011")
    assert is_card("4111111111111111")
    assert not is_card("4111111111111112")
    assert not is_card("41111111111111")
