"""What each kind of phrasing does to a question, and what none of them may do."""

import re
from datetime import date

import opencc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.generation.asks import Ask, Told
from eval.generation.base import Published
from eval.generation.composing import Register, compose
from eval.generation.kinds import SECOND, Kind, Phrased, phrase
from eval.generation.numbers import Style, rewrite
from eval.generation.shapes import similar, with_typos
from eval.generation.sounds import misheard
from eval.generation.utterance import Piece, Role, Utterance
from eval.generation.words import NEGATIONS, NUMERALS, seeded
from kb.elements import Element, Text
from kb.records import Guide
from kb.regions import Region, Regions
from retriever.homophones import homophones, near_sound, sound
from retriever.tokens import normalise

REGIONS = Regions(
    [
        Region(code="9901", name="月港市"),
        Region(code="990101", name="东岛区", parent="9901"),
        Region(code="990102", name="西岛新区", parent="9901", aliases=("新岛",)),
    ]
)
NAMES = {
    "T-1": "居民身份证申领、换领、补领",
    "T-2": "风筝放飞许可证核发",
    "T-3": "未成年人风筝放飞不收费证明出具",
    "T-4": "月光渔船（十二米以下）登记审批",
    "T-5": "护理补贴申领",
    "T-6": "二手风筝转移登记",
    "T-7": "关于灯塔参观的预约",
    "T-8": "低压非居民渔灯报装申请",
}
BASE = Published(
    [
        Guide(
            item_code=code,
            name=name,
            region=region,
            situation=situation,
            elements={each: Text(text=f"{name}{region}{each}{situation}") for each in Element},
        )
        for code, name in NAMES.items()
        for region in ("9901", "990102")
        for situation in (("丢失补领", "首次申领") if code == "T-1" else (None,))
    ],
    REGIONS,
    date(2026, 1, 1),
)
ASKS = st.builds(
    lambda code, element, region, told, situation: Ask(
        element=element,
        code=code,
        name=NAMES[code],
        region=None if told is Told.NONE else region,
        told=told,
        situation=situation if code == "T-1" else None,
        must_say_situation=code == "T-1",
        situations=("丢失补领", "首次申领") if code == "T-1" else (),
    ),
    st.sampled_from(sorted(NAMES)),
    st.sampled_from(list(Element)),
    st.sampled_from(["9901", "990101", "990102"]),
    st.sampled_from(list(Told)),
    st.sampled_from(["丢失补领", "首次申领"]),
)
SEEDS = st.integers(0, 10_000)
TO_TRADITIONAL = re.compile("[㐀-鿿]")


def said(ask: Ask, kind: Kind, seed: int, second: Kind | None = None) -> Phrased | None:
    return phrase(BASE, ask, kind, seeded(seed), second=second, firm=False)


def sign_of(text: str) -> list[str]:
    return sorted(character for character in text if character in NEGATIONS)


class TestEveryKind:
    @given(ASKS, st.sampled_from(list(Kind)), SEEDS)
    def test_the_region_that_is_said_survives_and_no_other_is_named(
        self, ask: Ask, kind: Kind, seed: int
    ) -> None:
        done = said(ask, kind, seed)
        if done is None:
            return
        named = BASE.regions_named(normalise(done.text))
        if ask.told is Told.SAID and ask.region is not None:
            assert ask.region in named
            assert named <= set(BASE.line(ask.region))
        else:
            assert named == frozenset()

    @given(ASKS, st.sampled_from(list(Kind)), SEEDS)
    def test_negations_of_the_question_survive_and_none_come_in(
        self, ask: Ask, kind: Kind, seed: int
    ) -> None:
        """Stories, remarks and anger may deny things; they stand outside of what is asked."""
        done = said(ask, kind, seed)
        if done is None:
            return
        plain = "".join(p.text for p in done.plain.pieces if p.role is not Role.FRAME)
        text = normalise(done.text)
        if kind in (Kind.LONG_WINDED, Kind.ANGRY, Kind.DIGITS, Kind.NORTHERN):
            assert len(sign_of(text)) >= len(sign_of(plain))
        else:
            assert sign_of(text) == sign_of(normalise(plain))

    @given(ASKS, st.sampled_from(list(Kind)), SEEDS)
    def test_the_situation_survives_where_the_answer_hangs_on_it(
        self, ask: Ask, kind: Kind, seed: int
    ) -> None:
        done = said(ask, kind, seed)
        if done is not None and done.plain.name.situation is not None:
            assert normalise(done.plain.name.situation) in normalise(done.text)

    @given(ASKS, st.sampled_from(list(Kind)), SEEDS)
    def test_the_same_seed_says_the_same(self, ask: Ask, kind: Kind, seed: int) -> None:
        one, other = said(ask, kind, seed), said(ask, kind, seed)
        assert (one and one.text) == (other and other.text)

    @given(ASKS, st.sampled_from(sorted(SECOND)), SEEDS)
    def test_a_second_kind_leaves_region_and_length_alone(
        self, ask: Ask, kind: Kind, seed: int
    ) -> None:
        for second in SECOND[kind]:
            done = said(ask, kind, seed, second)
            if done is not None and ask.told is Told.SAID and ask.region is not None:
                assert ask.region in BASE.regions_named(normalise(done.text))

    @pytest.mark.parametrize("kind", list(Kind))
    def test_most_asks_can_be_put(self, kind: Kind) -> None:
        asks = [
            Ask(element=element, code=code, name=NAMES[code], region="9901", told=Told.SAID)
            for code in NAMES
            for element in Element
        ]
        done = [said(ask, kind, number) for number, ask in enumerate(asks)]
        assert sum(each is not None for each in done) > 0.7 * len(asks)


class TestTypos:
    @given(ASKS, SEEDS)
    def test_one_or_two_characters_are_look_alikes_and_the_rest_stays(
        self, ask: Ask, seed: int
    ) -> None:
        plain = compose(BASE, ask, Register.EVERYDAY, seeded(seed))
        assert plain is not None
        done = with_typos(plain, seeded(seed, "typo"))
        if done is None:
            return
        pairs = [(a, b) for a, b in zip(plain.text, done.text, strict=True) if a != b]
        assert 1 <= len(pairs) <= 2
        assert all(b in similar()[a] for a, b in pairs)

    def test_nothing_to_mistake_gives_nothing(self) -> None:
        name = compose(BASE, _ask("T-2"), Register.EVERYDAY, seeded(0))
        assert name is not None
        blank = Utterance(pieces=(Piece(text="不没二〇", role=Role.ITEM),), name=name.name)
        assert with_typos(blank, seeded(0)) is None


class TestHomophones:
    @given(ASKS, SEEDS)
    def test_what_is_heard_sounds_near_what_was_said(self, ask: Ask, seed: int) -> None:
        plain = compose(BASE, ask, Register.EVERYDAY, seeded(seed))
        assert plain is not None
        done = misheard(plain, seeded(seed, "heard"))
        if done is None:
            return
        before, after = _han(plain.text), _han(done.text)
        assert after != before
        kept = after[-len(before) :]  # hesitation may stand before it
        changed = [(a, b) for a, b in zip(before, kept, strict=True) if a != b]
        assert 1 <= len(changed) <= 8

    @pytest.mark.parametrize(
        ("word", "near", "heard"),
        [("办理", False, "板栗"), ("神灵", False, "申领"), ("社保", True, None)],
    )
    def test_homophones_are_frequent_words_of_the_same_sound(
        self, word: str, near: bool, heard: str | None
    ) -> None:
        found = homophones().like(word, near=near)
        assert word not in found
        assert heard is None or heard in found or near_sound(heard) == near_sound(word)
        assert all(near_sound(each) == near_sound(word) for each in found)
        assert [homophones().frequency(each) for each in found] == sorted(
            (homophones().frequency(each) for each in found), reverse=True
        )

    @pytest.mark.parametrize(
        ("one", "other"), [("张", "脏"), ("男", "兰"), ("京", "今"), ("生", "森"), ("刚", "干")]
    )
    def test_near_sounds_are_one(self, one: str, other: str) -> None:
        assert sound(one) != sound(other)
        assert near_sound(one) == near_sound(other)

    def test_exact_sounds_leave_near_ones_out(self) -> None:
        assert "兰" in homophones().like("男", near=True)
        assert "兰" not in homophones().like("男")
        assert homophones().like("ABC") == ()

    def test_words_joined_are_the_text(self) -> None:
        text = "月港市风筝放飞证怎么办，要20元吗？"
        assert "".join(homophones().words(text)) == text


class TestScripts:
    @given(ASKS, SEEDS)
    def test_traditional_characters_read_back_to_the_same(self, ask: Ask, seed: int) -> None:
        done = said(ask, Kind.TRADITIONAL, seed)
        assert done is not None
        simplified = opencc.OpenCC("t2s").convert(done.text)
        assert simplified != done.text
        assert TO_TRADITIONAL.search(done.text)


class TestNumbers:
    @pytest.mark.parametrize(
        ("text", "style", "written"),
        [
            ("我二十号去", Style.FIGURES, "我20号去"),
            ("我20号去", Style.CHARACTERS, "我二十号去"),
            ("我二十号去", Style.WIDE, "我２０号去"),
            ("1986年生", Style.CHARACTERS, "一九八六年生"),
            ("等了2个小时", Style.CHARACTERS, "等了两个小时"),
            ("二手风筝", Style.FIGURES, "2手风筝"),
            ("统一登记，第一次办", Style.FIGURES, "统一登记，第一次办"),
            ("拨12345", Style.CHARACTERS, "拨12345"),
            ("M字签证", Style.WIDE, "M字签证"),
        ],
    )
    def test_numbers_change_their_dress_and_words_do_not(
        self, text: str, style: Style, written: str
    ) -> None:
        assert rewrite(text, style) == written

    @given(ASKS, SEEDS)
    def test_there_is_a_number_in_it(self, ask: Ask, seed: int) -> None:
        done = said(ask, Kind.DIGITS, seed)
        assert done is not None
        assert set(done.text) & NUMERALS


class TestFrames:
    @given(ASKS, SEEDS)
    def test_the_long_winded_come_to_the_point_and_say_it_whole(self, ask: Ask, seed: int) -> None:
        done = said(ask, Kind.LONG_WINDED, seed)
        assert done is not None
        assert len(done.text) > len(done.plain.text) + 40
        assert done.plain.text in done.text

    @given(ASKS, SEEDS)
    def test_the_angry_say_what_they_want(self, ask: Ask, seed: int) -> None:
        done = said(ask, Kind.ANGRY, seed)
        assert done is not None
        assert done.plain.text.rstrip("？") in done.text
        assert len(done.text) > len(done.plain.text.rstrip("？"))

    @given(ASKS, SEEDS)
    def test_the_sparing_are_shorter_than_a_sentence(self, ask: Ask, seed: int) -> None:
        done = said(ask, Kind.OMITTED, seed)
        assert done is not None
        assert not set(done.text) & set("？！。")
        assert "请问" not in done.text
        assert len(done.text) <= 32


def test_what_follows_a_negation_is_not_left_out() -> None:
    ask = _ask("T-8")
    texts = [done.text for seed in range(60) if (done := said(ask, Kind.OMITTED, seed))]
    assert texts
    assert all("非居民" in text for text in texts)


def _ask(code: str) -> Ask:
    return Ask(element=Element.PLACE, code=code, name=NAMES[code], region="9901", told=Told.SAID)


def _han(text: str) -> str:
    return re.sub(r"[^一-鿿0-9A-Za-z]", "", text)
