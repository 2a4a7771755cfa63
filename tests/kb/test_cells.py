"""Cells of tables: plain words where they will do, marks, else JSON; all read back the same."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.cells import element_cell, list_cell, plain_cell, steps_cell
from kb.elements import (
    Audience,
    Audiences,
    Copies,
    Element,
    Fee,
    FeeAmount,
    FeeKind,
    LimitUnit,
    Material,
    MaterialForm,
    Materials,
    PhoneNumber,
    Phones,
    QuestionAnswer,
    Questions,
    Steps,
    Text,
    TimeLimit,
    Value,
    Visits,
)
from kb.life_events import LifeEventStep
from kb.mapping import find_mapping
from kb.mapping_cells import texts_of
from kb.mapping_records import build
from kb.mapping_rules import ColumnRule
from kb.values import ValueInvalid, type_element
from kb.values.event_steps import steps_of
from kb.values.json_cells import unpacked
from kb.values.materials import materials_of

GUIDES = find_mapping("guides")


def read(element: Element, cell: str) -> Value | None:
    return type_element(element, unpacked(cell)).value


def written(element: Element, value: Value) -> str:
    cell = element_cell(element, value, GUIDES.columns[element.value])
    assert cell is not None
    return cell


def materials(cell: str) -> tuple[Material, ...]:
    value = read(Element.MATERIALS, cell)
    assert isinstance(value, Materials)
    return value.items


class TestMarks:
    """One document a line: its name, and behind ｜ what is known of it, in any order."""

    @pytest.mark.parametrize(
        ("line", "known"),
        [
            ("｜原件", {"copies": Copies.ORIGINAL}),
            ("｜复印件", {"copies": Copies.COPY}),
            ("｜原件和复印件｜各2份", {"copies": Copies.BOTH, "count": 2}),
            ("｜一式三份｜纸质", {"count": 3, "form": MaterialForm.PAPER}),
            ("｜电子版", {"form": MaterialForm.ELECTRONIC}),
            ("｜电子或纸质｜必需", {"form": MaterialForm.EITHER, "required": True}),
            ("｜1张｜视情况提供", {"count": 1, "required": False}),
            ("｜情形：委托他人办理的", {"when": "委托他人办理的", "required": False}),
            ("｜必需｜情形：企业办理", {"when": "企业办理", "required": True}),
            ("｜原件｜备注：交验后退还", {"copies": Copies.ORIGINAL, "note": "交验后退还"}),
            (" | 原件 | 1份 |", {"copies": Copies.ORIGINAL, "count": 1}),
        ],
    )
    def test_each_is_understood(self, line: str, known: dict[str, object]) -> None:
        assert materials(f"1. 身份证{line}") == (Material(name="身份证", **known),)  # type: ignore[arg-type]

    def test_citizens_read_them_in_brackets(self) -> None:
        value = read(Element.MATERIALS, "身份证｜原件｜1份｜必需\n申请表1份")
        assert value is not None
        assert value.text == "身份证（原件，1份）\n申请表1份"

    def test_a_heading_names_the_case_of_what_stands_below(self) -> None:
        found = materials("身份证｜原件\n委托他人办理的：\n委托书｜原件\n受托人身份证")
        assert [(each.name, each.when) for each in found] == [
            ("身份证", None),
            ("委托书", "委托他人办理的"),
            ("受托人身份证", "委托他人办理的"),
        ]

    @pytest.mark.parametrize(
        ("cell", "problem", "remedy"),
        [
            ("身份证｜原件｜一分", "'一分' is no mark", "原件、复印件、原件及复印件"),
            ("身份证｜原件｜复印件", "says again", "Leave one"),
            ("｜原件", "no document before", "name of the document first"),
        ],
    )
    def test_a_wrong_mark_is_an_error_that_names_the_right_ones(
        self, cell: str, problem: str, remedy: str
    ) -> None:
        with pytest.raises(ValueInvalid, match=problem) as caught:
            read(Element.MATERIALS, cell)
        assert caught.value.remedy is not None
        assert remedy in caught.value.remedy

    def test_strokes_without_any_mark_are_words_and_reported(self) -> None:
        typed = type_element(Element.MATERIALS, "A证｜B证")
        assert typed.value == Materials(text="A证｜B证", items=(Material(name="A证｜B证"),))
        assert typed.left_as_text is not None
        assert type_element(Element.MATERIALS, "A证|B证").value is not None


class TestJson:
    """A cell may hold JSON where plain words cannot say it."""

    def test_lists_and_objects_are_read(self) -> None:
        assert read(Element.PROCEDURE, '["申请。", "发证。"]') == Steps(
            text="申请。\n发证。", steps=("申请。", "发证。")
        )
        [document] = materials('[{"name": "身份证；户口簿", "copies": "original"}]')
        assert document == Material(name="身份证；户口簿", copies=Copies.ORIGINAL)
        assert texts_of(ColumnRule(column="x", split="、"), unpacked('["办证、换证"]')) == (
            "办证、换证",
        )

    @pytest.mark.parametrize("text", ["[2024]12号文", "（“放管服”）", "{略}", "[原件]", "“x”"])
    def test_words_in_brackets_are_words(self, text: str) -> None:
        assert unpacked(text) == text

    @pytest.mark.parametrize("cell", ['{"text": "x"', "{“text”: “x”}", '[{"name": }]', '["a" "b"]'])
    def test_what_begins_like_json_and_is_none_is_an_error_with_its_place(self, cell: str) -> None:
        with pytest.raises(ValueInvalid, match=r"is none: .* at character \d+") as caught:
            unpacked(cell)
        assert caught.value.remedy is not None

    def test_an_unknown_part_is_named(self) -> None:
        with pytest.raises(ValueInvalid, match="no field 'copy'"):
            read(Element.MATERIALS, '[{"name": "身份证", "copy": 1}]')

    def test_the_finding_names_column_problem_and_remedy(self) -> None:
        row = {"事项编码": "X", "事项名称": "示例", "申请材料": "身份证｜原件｜一分"}
        record, findings = build(GUIDES, row, str)
        assert record is None
        [found] = findings
        assert (found.field, found.rejects) == ("申请材料", True)
        assert "情形：…" in found.remedy


# What no table may change: any printable words, also such as marks and brackets are made of.
WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("C", "Z"))
    | st.sampled_from([*"｜|；;。：:、，（）()[]{}\"“”1.① 原件复印份\n"]),
    min_size=1,
    max_size=12,
).map(lambda text: " ".join(text.split(" ")).strip()).filter(bool)  # fmt: skip
MAYBE = st.none() | WORDS
DOCUMENTS = st.lists(
    st.builds(
        Material,
        name=WORDS,
        form=st.none() | st.sampled_from(MaterialForm),
        copies=st.none() | st.sampled_from(Copies),
        count=st.none() | st.integers(0, 12),
        required=st.none() | st.booleans(),
        when=MAYBE,
        note=MAYBE,
    ),
    min_size=1,
    max_size=4,
).map(tuple)
TUPLES = st.lists(WORDS, min_size=1, max_size=4).map(tuple)
VALUES: dict[Element, st.SearchStrategy[Value]] = {
    Element.MATERIALS: st.builds(Materials, text=WORDS, items=DOCUMENTS),
    Element.CONDITIONS: st.builds(Text, text=WORDS),
    Element.PROCEDURE: st.builds(Steps, text=WORDS, steps=TUPLES),
    Element.PROMISED_LIMIT: st.builds(
        TimeLimit, text=WORDS, amount=st.integers(0, 90), unit=st.sampled_from(LimitUnit)
    ),
    Element.FEE: st.builds(
        Fee,
        text=WORDS,
        kind=st.sampled_from(FeeKind),
        amounts=st.lists(
            st.builds(FeeAmount, yuan=st.decimals(0, 999, places=2), what=MAYBE), max_size=2
        ).map(tuple),
    ),
    Element.PHONE: st.builds(
        Phones,
        text=WORDS,
        numbers=st.lists(st.builds(PhoneNumber, number=WORDS, station=MAYBE), max_size=2).map(
            tuple
        ),
    ),
    Element.VISITS: st.builds(Visits, text=WORDS, count=st.integers(0, 3)),
    Element.AUDIENCE: st.builds(
        Audiences, text=WORDS, kinds=st.lists(st.sampled_from(Audience), unique=True).map(tuple)
    ),
    Element.FAQ: st.builds(
        Questions,
        text=WORDS,
        pairs=st.lists(st.builds(QuestionAnswer, question=WORDS, answer=WORDS), max_size=2).map(
            tuple
        ),
    ),
}
PAIRS = st.sampled_from(list(VALUES)).flatmap(lambda e: st.tuples(st.just(e), VALUES[e]))


PLAIN = st.builds(
    Material,
    name=st.text("身份证明申请表委托书", min_size=2, max_size=9),
    form=st.none() | st.sampled_from(MaterialForm),
    copies=st.none() | st.sampled_from(Copies),
    count=st.none() | st.integers(1, 5),
    required=st.none() | st.booleans(),
)
STEPS = st.builds(LifeEventStep, item=WORDS, item_code=MAYBE, who=MAYBE, what=MAYBE, when=MAYBE)


class TestRoundTrip:
    @given(pair=PAIRS)
    def test_what_is_written_reads_as_the_same_value(self, pair: tuple[Element, Value]) -> None:
        element, value = pair
        assert read(element, written(element, value)) == value

    @given(values=st.lists(WORDS, min_size=1, max_size=4, unique=True).map(tuple))
    def test_lists_too(self, values: tuple[str, ...]) -> None:
        rule = GUIDES.columns["aliases"]
        cell = list_cell(values, rule)
        if texts_of(rule, list(values)) == values:
            assert cell is not None
            assert texts_of(rule, unpacked(cell)) == values
        else:  # 「-」 and the like say that there is nothing: such a name cannot be kept
            assert cell is None

    @given(steps=st.lists(STEPS, min_size=1, max_size=4).map(tuple))
    def test_steps_of_life_events_too(self, steps: tuple[LifeEventStep, ...]) -> None:
        cell = steps_cell(steps)
        assert cell is not None
        assert steps_of(unpacked(cell)) == steps

    @given(document=PLAIN)
    def test_what_a_guide_usually_says_of_a_document_needs_no_json(
        self, document: Material
    ) -> None:
        cell = written(Element.MATERIALS, materials_of([document]))
        assert cell.startswith(document.name)
        assert materials(cell) == (document,)


def test_plain_words_are_kept_as_they_are() -> None:
    price = FeeAmount(yuan=Decimal(20), per="证")
    fee = Fee(text="20元/证", kind=FeeKind.AMOUNTS, amounts=(price,))
    assert written(Element.FEE, fee) == "20元/证"
    rule = ColumnRule(column="x")
    assert plain_cell(date(2026, 1, 5), rule) == "2026-01-05"
    assert plain_cell(False, rule) == "否"
    assert plain_cell("-", rule) is None
