"""The words that questions are made of: every data file has its form, and says nothing it must not."""

import re

import pytest

from eval.generation.composing import Register
from eval.generation.naming import Name
from eval.generation.shapes import similar
from eval.generation.short_forms import Shape, shape_of, spoken_forms
from eval.generation.terms import fold, to_everyday, to_official
from eval.generation.words import NEGATIONS, NUMERALS, seeded, words
from kb.elements import Element

SLOT = re.compile(r"\{(\w+)\}")
FRAMES = [
    *words("stories")["greetings"],
    *words("stories")["greetings_organisation"],
    *words("stories")["person"],
    *words("stories")["organisation"],
    *words("stories")["turns"],
    *words("stories")["afterthoughts"],
    *words("speech")["angry"]["closers"],
    *words("speech")["northern"]["openers"],
    *words("speech")["everyday"]["openers"],
    *words("speech")["everyday"]["closers"],
    *words("speech")["spoken"]["fillers"],
]


class TestQuestions:
    def test_every_element_has_its_questions(self) -> None:
        assert set(words("questions")) == set(Element)

    @pytest.mark.parametrize("element", list(Element))
    def test_there_are_enough_of_each_register_and_none_twice(self, element: Element) -> None:
        table = words("questions")[element]
        assert set(table) == {*Register, "words"}
        assert len(table[Register.OFFICIAL]) >= 8
        assert len(table[Register.EVERYDAY]) >= 12
        assert len(table[Register.NORTHERN]) >= 8
        assert len(table["words"]) >= 4
        for sentences in table.values():
            assert len(sentences) == len(set(sentences))

    @pytest.mark.parametrize("element", list(Element))
    @pytest.mark.parametrize("register", list(Register))
    def test_a_question_names_the_item_once_and_the_region_at_most_once(
        self, element: Element, register: Register
    ) -> None:
        for sentence in words("questions")[element][register]:
            slots = SLOT.findall(sentence)
            assert sorted(slots) in (["do"], ["item"], ["do", "where"], ["item", "where"]), sentence

    @pytest.mark.parametrize("element", list(Element))
    @pytest.mark.parametrize("register", [Register.EVERYDAY, Register.NORTHERN])
    def test_some_questions_suit_names_that_are_clauses(
        self, element: Element, register: Register
    ) -> None:
        sentences = words("questions")[element][register]
        assert sum("{item}" in each for each in sentences) >= 3

    def test_no_question_is_asked_of_two_elements(self) -> None:
        seen: dict[str, str] = {}
        for element, table in words("questions").items():
            for sentence in (each for name in Register for each in table[name]):
                assert seen.setdefault(sentence, element) == element


class TestTerms:
    def test_there_are_enough_pairs_and_none_stands_twice(self) -> None:
        pairs = words("terms")["terms"] + words("terms")["whole"]
        assert len(pairs) >= 120
        assert len({pair[0] for pair in pairs}) == len(pairs)
        assert all(len(pair) >= 2 and len(set(pair)) == len(pair) for pair in pairs)

    @pytest.mark.parametrize("pair", words("terms")["terms"], ids=lambda pair: pair[0])
    def test_everyday_words_mean_what_the_official_one_does(self, pair: list[str]) -> None:
        said = to_everyday(pair[0], seeded(0))
        assert said in pair[1:]
        kept = [each for each in pair[1:] if each not in words("terms")["one_way"]]
        assert all(fold(each) == fold(pair[0]) for each in kept)

    def test_both_directions(self) -> None:
        assert to_official("补办驾照") == "补领机动车驾驶证"
        assert to_official("补领机动车驾驶证") == "补领机动车驾驶证"
        assert to_official("扯证") == "结婚登记"
        assert fold("补办 驾照") == fold("補辦機動車駕駛證")

    def test_the_whole_name_only(self) -> None:
        assert to_everyday("户口登记", seeded(0)) == "上户口"
        assert to_everyday("户口登记项变更", seeded(0)) == "户口登记项变更"


class TestNames:
    @pytest.mark.parametrize(
        ("name", "said"),
        [
            ("风筝放飞许可证核发", "风筝放飞许可证"),
            ("残疾类别（等级）发生变化（户籍地申请）", "残疾类别发生变化"),
            ("灯塔、航标、渔灯等的内外（含港澳台）合作灯塔设立的审批", "设立内外合作灯塔"),
            ("居民身份证申领、换领、补领", "办居民身份证"),
            ("渔船证书补发换发", "补换渔船证书"),
            ("渔船证书遗失补发", "补渔船证书"),
            ("护理补贴申领", "领护理补贴"),
            ("渔业年报查询", "查渔业年报"),
            ("对举报有功的单位和个人给予奖励", "举报有功的单位和个人的奖励"),
            ("灯塔开放前审批", "灯塔开放前审批"),
        ],
    )
    def test_official_names_are_shortened_as_people_would(self, name: str, said: str) -> None:
        assert said in [text for text, _ in spoken_forms(name)]

    @pytest.mark.parametrize(
        ("text", "said", "shape"),
        [
            ("结婚登记", False, Shape.NOUN),
            ("变更登记", False, Shape.NOUN),
            ("变更渔船证书", False, Shape.VERB),
            ("补身份证", True, Shape.VERB),
            ("补贴申领", True, Shape.NOUN),
            ("小孩办身份证", True, Shape.VERB),
            ("身份证丢了", True, Shape.CLAUSE),
        ],
    )
    def test_how_a_name_fits_into_a_sentence(self, text: str, said: bool, shape: Shape) -> None:
        assert shape_of(text, said=said) is shape

    @pytest.mark.parametrize(
        ("text", "official", "everyday"),
        [
            ("结婚登记", "办理结婚登记", "办结婚登记"),
            ("残疾人证办理", "办理残疾人证", "办残疾人证"),
            ("护理补贴", "申请护理补贴", "领护理补贴"),
            ("渔业年报查询", "办理渔业年报查询", "查渔业年报"),
        ],
    )
    def test_what_one_does_about_it(self, text: str, official: str, everyday: str) -> None:
        name = Name(text=text, shape=Shape.NOUN)
        assert name.doing(official=True) == official
        assert name.doing(official=False) == everyday


class TestShapes:
    def test_there_are_enough_look_alikes(self) -> None:
        assert len(similar()) >= 400

    def test_none_is_a_negation_or_a_number_or_itself(self) -> None:
        for one, others in similar().items():
            assert one not in others
            assert not set(one + others) & (NEGATIONS | NUMERALS)
            assert all(one in similar()[other] for other in others)


class TestFrames:
    @pytest.mark.parametrize("text", [each for each in FRAMES if each])
    def test_what_stands_around_a_question_asks_for_nothing_and_names_no_region(
        self, text: str
    ) -> None:
        assert not re.search("？[^！？]|多少|几点|几天|哪里|哪儿|哪个|什么|怎么|如何|吗", text)
        assert not re.search("新区|开发区|全市|市里|[省县]", text)

    def test_remarks_with_numbers_have_their_bounds(self) -> None:
        for remark in words("numerals")["remarks"]:
            assert "{n}" in remark["text"]
            assert remark["from"] <= remark["to"]
            assert set(remark["never"]) <= set(Element)

    def test_cities_and_unknown_items_stand_once(self) -> None:
        cities = [city for city, _ in words("elsewhere")["cities"]]
        items = words("elsewhere")["items"]
        assert len(set(cities)) == len(cities) >= 40
        assert len(set(items)) == len(items) >= 100
