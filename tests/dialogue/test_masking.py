"""Personal data is masked wherever it stands; numbers that are none stay readable."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogue.masking import MaskedKind, is_card, is_credit_code, is_identity, mask, unmarked
from dialogue.wording import wording

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
# As banks issue them: UnionPay, Visa, Mastercard.
cards = st.builds(
    lambda issuer, rest: with_luhn_digit(issuer + rest),
    st.sampled_from(["62", "4", "55"]),
    st.integers(13, 16).flatmap(digits),
)
mobiles = digits(9).flatmap(
    lambda rest: st.sampled_from("3456789").map(lambda two: f"1{two}{rest}")
)
CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CREDIT = "〔统一社会信用代码已隐去〕"
# Made up; put side by side in any order.
PERSONAL = [
    "身份证34052419800101001X", "13800000000", "4111111111111111", "0431-88776655", "云A12345",
    "E12345678", "建设路12号3栋501室", "91350100M000100Y43", "a@example.com", "1", "电话", "我家",
]  # fmt: skip


def with_credit_check(first: str) -> str:
    total = sum(CREDIT_ALPHABET.index(each) * 3**at for at, each in enumerate(first))
    return first + CREDIT_ALPHABET[(31 - total % 31) % 31]


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
        if other != number[-1] and not (is_card(wrong) or is_credit_code(wrong)):
            assert mask(f"受理号{wrong}。") == f"受理号{wrong}。"

    @given(cards, st.integers(1, 9))
    def test_a_card_with_a_wrong_digit_stays(self, number: str, more: int) -> None:
        wrong = number[:-1] + str((int(number[-1]) + more) % 10)
        if not (is_identity(wrong) or is_credit_code(wrong)):
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
        [
            "2026年5月6日", "12345", "第 20260506001 号", "110", "价格1000000元", "YZ-MED-001",
            "4008001234", "公积金310000元", "京公网安备11010502000001号", "二十个工作日", "96110",
        ],
    )  # fmt: skip
    def test_other_numbers_stay(self, said: str) -> None:
        assert mask(said) == said

    @given(st.sampled_from(["工单号", "受理编号：", "流水号是"]), cards)
    def test_the_number_of_a_case_stays_even_with_a_right_digit(
        self, called: str, number: str
    ) -> None:
        if not (is_identity(number) or is_credit_code(number)):
            assert mask(f"{called}{number}，办好了吗") == f"{called}{number}，办好了吗"

    @given(digits(18))
    def test_what_is_said_to_be_an_identity_number_is_masked_though_misspelt(
        self, number: str
    ) -> None:
        assert mask(f"身份证号是{number}，居住卡") == f"身份证号是{IDENTITY}，居住卡"

    @given(mobiles)
    def test_a_mobile_number_in_words_is_masked(self, number: str) -> None:
        spoken = number.translate(str.maketrans("0123456789", "零幺二三四五六七八九"))
        assert mask(f"打{spoken}。") == f"打{MOBILE}。"

    @pytest.mark.parametrize(
        ("said", "left"),
        [
            ("0431-88776655是我家电话", "〔电话号码已隐去〕是我家电话"),
            ("(0431)8877 6655找我", "〔电话号码已隐去〕找我"),
            ("家里电话88776655", "家里电话〔电话号码已隐去〕"),
        ],
    )
    def test_a_landline_is_masked(self, said: str, left: str) -> None:
        assert mask(said) == left

    @pytest.mark.parametrize(
        "said", ["派出所的电话0431-88776655换了吗", "大厅咨询电话是0431-88776655吗"]
    )
    def test_the_telephone_of_an_office_stays(self, said: str) -> None:
        assert mask(said) == said


class TestCodes:
    @given(st.text(CREDIT_ALPHABET, min_size=9, max_size=9), digits(6))
    def test_a_valid_credit_code_is_masked(self, body: str, area: str) -> None:
        code = with_credit_check("91" + area + body)
        for written in (code, code.lower()):
            masked = mask(f"代码{written}，变更")
            assert masked in (f"代码{CREDIT}，变更", f"代码{IDENTITY}，变更")

    @given(st.text(CREDIT_ALPHABET, min_size=9, max_size=9), digits(6), st.integers(1, 30))
    def test_a_credit_code_with_a_wrong_check_character_stays(
        self, body: str, area: str, more: int
    ) -> None:
        code = with_credit_check("91" + area + body)
        wrong = code[:-1] + CREDIT_ALPHABET[(CREDIT_ALPHABET.index(code[-1]) + more) % 31]
        assert not is_credit_code(wrong)

    @pytest.mark.parametrize(
        "plate", ["云A12345", "云A·12345", "京AD12345", "粤B12345F", "沪c1d2e3", "苏E1234学"]
    )
    def test_a_plate_is_masked(self, plate: str) -> None:
        assert mask(f"我的车{plate}怎么年检") == "我的车〔车牌号已隐去〕怎么年检"

    @pytest.mark.parametrize("said", ["云app怎么下载", "新A座在哪", "闽南话", "川菜馆执照"])
    def test_other_words_with_the_character_of_a_province_stay(self, said: str) -> None:
        assert mask(said) == said

    @pytest.mark.parametrize(
        "said", ["护照E12345678丢了", "护照EA1234567丢了", "护照号码：G12345678丢了"]
    )
    def test_a_passport_is_masked(self, said: str) -> None:
        assert mask(said).endswith("〔证件号已隐去〕丢了")
        assert mask(said).startswith("护照")

    @pytest.mark.parametrize("address", ["a.b@example.com", "ZHANG-3@mail.example.com.cn"])
    def test_an_email_address_is_masked(self, address: str) -> None:
        assert mask(f"发到{address}行吗") == "发到〔电子邮箱已隐去〕行吗"


class TestAddresses:
    @pytest.mark.parametrize(
        ("said", "left"),
        [
            ("我住松台区建设路12号3栋501室，居住卡咋办", "我住松台区〔住址已隐去〕，居住卡咋办"),
            ("家住幸福小区3号楼2单元301，上学", "家住〔住址已隐去〕，上学"),
            ("我家在学府路12号，去哪办", "我家在〔住址已隐去〕，去哪办"),
            ("我住在李家村三组15号，低保", "我住在〔住址已隐去〕，低保"),
            ("住址：南关区长江大街1234号5栋2门603", "住址：南关区〔住址已隐去〕"),
            ("户口从河东街5号院2号楼迁走", "户口从〔住址已隐去〕迁走"),
        ],
    )
    def test_a_home_is_masked_and_its_region_stays(self, said: str, left: str) -> None:
        assert mask(said) == left

    @pytest.mark.parametrize(
        "said",
        [
            "人民路88号的派出所周六上班吗", "服务中心在政务路1号怎么走", "3栋和5栋之间的路灯坏了",
            "阳光小区门口堵车", "十二号线通车了吗", "房子120平贷款30年", "二号窗口办什么",
            "阳光花园8栋下水道堵了找谁", "国办发〔2020〕53号",
        ],
    )  # fmt: skip
    def test_offices_and_places_of_nobody_stay(self, said: str) -> None:
        assert mask(said) == said


class TestTexts:
    def test_every_kind_has_a_mark_of_its_own(self) -> None:
        assert set(wording().masks) == set(MaskedKind)
        assert len(set(wording().masks.values())) == len(MaskedKind)

    @given(st.lists(st.sampled_from(PERSONAL), max_size=6), st.sampled_from(["", "，", " "]))
    def test_masking_a_masked_message_changes_nothing(
        self, pieces: list[str], between: str
    ) -> None:
        masked = mask(between.join(pieces))
        assert mask(masked) == masked

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
    # The example of GB 32100.
    assert is_credit_code("91350100M000100Y43")
    assert not is_credit_code("91350100M000100Y44")
    assert not is_credit_code("91350100I000100Y43")
