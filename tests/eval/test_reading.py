"""Cases come from files of several makers; a wrong row is named with its place and its remedy."""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from eval.case_mapping import find_case_mapping, known_case_mappings
from eval.cases import GROUPS, Case, digest_of, split, to_json, write_cases
from eval.errors import CaseMappingInvalid, CasesInvalid
from eval.reading import read_all, read_cases
from kb.elements import Element
from kb.errors import FileRefused

DATA = Path(__file__).parents[3] / "shared" / "data"


def jsonl(path: Path, *rows: dict[str, Any]) -> Path:
    path.write_text(
        "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8"
    )
    return path


def table(path: Path, *rows: list[str]) -> Path:
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows(rows)
        return path
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def problems(path: Path, mapping: str | None = None) -> list[tuple[int | None, str | None, str]]:
    with pytest.raises(CasesInvalid) as caught:
        read_cases(path, find_case_mapping(mapping) if mapping else None)
    assert all(each.remedy for each in caught.value.problems)
    return [(each.row, each.field, each.problem) for each in caught.value.problems]


class TestTheHotlinesOwnFormat:
    def test_every_field_is_read(self, tmp_path: Path) -> None:
        row = {
            "id": "k-1",
            "question": "居住卡丢了去哪补",
            "gold": ["T-CARD", "T-CARD-2"],
            "element": "place",
            "region": "东岛区",
            "situation": "丢失补领",
            "answer": ["云上街1号", "一层"],
            "expect": "answered",
            "tags": ["typo"],
            "made_from": "abc",
        }
        found = read_cases(jsonl(tmp_path / "c.jsonl", row))
        (case,) = found.cases
        assert to_json(case) == row
        assert case.element is Element.PLACE
        assert case.place.endswith("c.jsonl, row 1")
        assert found.unknown_columns == ()

    def test_turns_stay_in_order_and_may_repeat(self, tmp_path: Path) -> None:
        row = {"id": "k", "turns": ["居住卡", "多少钱", "多少钱"], "gold": "T-CARD"}
        (case,) = read_cases(jsonl(tmp_path / "c.jsonl", row)).cases
        assert case.turns == ("居住卡", "多少钱", "多少钱")
        assert case.question == "多少钱"
        assert to_json(case)["turns"] == ["居住卡", "多少钱", "多少钱"]

    @pytest.mark.parametrize("name", ["c.csv", "c.xlsx"])
    def test_a_sheet_with_chinese_headings_says_the_same(self, tmp_path: Path, name: str) -> None:
        path = table(
            tmp_path / name,
            ["编号", "问题", "正确编码", "要素", "区划", "应答类别", "标签"],
            ["k-1", "过桥费能免吗", "B-1、B-2", "收费标准", "西岛区", "answered", "口语；错字"],
            ["", "月亮多重", "", "", "", "unanswerable", ""],
        )
        first, second = read_cases(path).cases
        assert first == Case(
            id="k-1",
            turns=("过桥费能免吗",),
            gold=("B-1", "B-2"),
            element=Element.FEE,
            region="西岛区",
            expect="answered",
            tags=("口语", "错字"),
        )
        assert (second.id, second.gold, second.expect) == ("row-3", (), "unanswerable")

    def test_columns_that_nobody_reads_are_told(self, tmp_path: Path) -> None:
        path = jsonl(tmp_path / "c.jsonl", {"question": "问", "gold": ["A"], "golds": ["B"]})
        assert read_cases(path).unknown_columns == ("golds",)

    def test_several_files_are_one_set(self, tmp_path: Path) -> None:
        a = jsonl(tmp_path / "a.jsonl", {"id": "1", "question": "甲", "gold": ["A"]})
        b = jsonl(tmp_path / "b.jsonl", {"id": "2", "question": "乙", "gold": ["B"]})
        assert [each.id for each in read_all([a, b]).cases] == ["1", "2"]
        with pytest.raises(CasesInvalid, match=r"'1' stands twice, first in .*a\.jsonl, row 1"):
            read_all([a, a])


class TestWhatIsWrong:
    def test_is_told_for_every_row_at_once(self, tmp_path: Path) -> None:
        path = jsonl(
            tmp_path / "c.jsonl",
            {"id": "1", "question": "", "gold": ["A"]},
            {"id": "2", "question": "问"},
            {"id": "3", "question": "问", "gold": ["A"], "element": "colour"},
            {"id": "4", "question": "问", "gold": ["A"], "expect": "maybe"},
            {"id": "5", "question": "问", "turns": ["问"], "gold": ["A"]},
            {"id": "6", "question": "长" * 2001, "gold": ["A"]},
            {"id": "7", "question": {"text": "问"}, "gold": ["A"]},
            {"id": "8", "question": "问", "gold": ["A"], "region": ["东", "西"]},
            {"id": "9", "question": "好的", "gold": ["A"]},
            {"id": "9", "question": "又一个", "gold": ["A"]},
        )
        found = problems(path)
        assert [(row, field) for row, field, _ in found] == [
            (1, "question"),
            (2, "gold"),
            (3, "element"),
            (4, "expect"),
            (5, "turns"),
            (6, "question"),
            (7, "question"),
            (7, "question"),
            (8, "region"),
            (10, "id"),
        ]

    def test_a_broken_line_is_named_and_hides_no_other(self, tmp_path: Path) -> None:
        path = tmp_path / "c.jsonl"
        path.write_text('{"question": "问"}\n{"question": \n', encoding="utf-8")
        assert [row for row, _, _ in problems(path)] == [1, 2]

    def test_a_file_without_questions_is_told_its_columns(self, tmp_path: Path) -> None:
        path = jsonl(tmp_path / "c.jsonl", {"frage": "问"})
        ((row, _, problem),) = problems(path)
        assert row is None
        assert "'question / 问题 / turns / 多轮'" in problem

    def test_a_file_that_cannot_be_read_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(FileRefused, match="no such file"):
            read_cases(tmp_path / "none.jsonl")

    def test_a_long_list_of_problems_is_cut(self, tmp_path: Path) -> None:
        path = jsonl(tmp_path / "c.jsonl", *[{"id": str(n), "question": "问"} for n in range(30)])
        with pytest.raises(CasesInvalid, match="30 problems") as caught:
            read_cases(path)
        assert "and 10 more" in str(caught.value)
        assert len(caught.value.problems) == 30


class TestOtherMakers:
    @pytest.mark.parametrize("name", known_case_mappings())
    def test_every_mapping_is_sound(self, name: str) -> None:
        assert find_case_mapping(name).title

    def test_an_unknown_mapping_names_those_that_exist(self) -> None:
        with pytest.raises(CaseMappingInvalid, match="qnabot"):
            find_case_mapping("qna-bot")

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("title = 1", "title"),
            ('title = "x"\n[columns]\nid = "id"', "columns.question"),
            ('title = "x"\n[columns]\nquestion = "q"\ngolden = "g"', "columns.golden"),
            ("title = ", "not valid TOML"),
        ],
    )
    def test_a_wrong_mapping_says_which_key(self, tmp_path: Path, text: str, said: str) -> None:
        path = tmp_path / "own.toml"
        path.write_text(text, encoding="utf-8")
        with pytest.raises(CaseMappingInvalid, match=said):
            find_case_mapping(str(path))

    def test_qnabot_json_gives_a_case_for_every_wording(self, tmp_path: Path) -> None:
        path = tmp_path / "qna.json"
        export = {
            "qna": [{"qid": "Card.1", "q": ["怎么补卡", "卡丢了"], "a": "到窗口补领", "t": ""}]
        }
        path.write_text(json.dumps(export), encoding="utf-8")
        found = read_cases(path, find_case_mapping("qnabot")).cases
        assert [(each.id, each.question, each.gold) for each in found] == [
            ("Card.1-1", "怎么补卡", ("Card.1",)),
            ("Card.1-2", "卡丢了", ("Card.1",)),
        ]

    def test_qnabot_sheets_number_their_questions(self, tmp_path: Path) -> None:
        path = table(
            tmp_path / "qna.xlsx",
            ["topic", "question1", "question2", "qid", "answer"],
            ["", "怎么补卡", "", "Card.1", "到窗口补领"],
            ["", "船照", "船证", "Boat.1", "验船"],
        )
        found = read_cases(path, find_case_mapping("qnabot"))
        assert [each.id for each in found.cases] == ["Card.1", "Boat.1-1", "Boat.1-2"]

    def test_fastgpt_says_the_answer(self, tmp_path: Path) -> None:
        path = table(tmp_path / "e.csv", ["*q", "*a", "history"], ["怎么补卡", "到窗口补领", ""])
        (case,) = read_cases(path, find_case_mapping("fastgpt")).cases
        assert (case.question, case.answer, case.gold) == ("怎么补卡", ("到窗口补领",), ())

    def test_govuk_names_paths_one_or_several(self, tmp_path: Path) -> None:
        path = jsonl(
            tmp_path / "g.jsonl",
            {"question": "甲", "expected_exact_paths": "/a#b", "expected_chunk_uids": "u"},
            {"question": "乙", "expected_exact_paths": ["/a", "/b"]},
        )
        found = read_cases(path, find_case_mapping("govuk"))
        assert [each.gold for each in found.cases] == [("/a#b",), ("/a", "/b")]
        assert found.unknown_columns == ()

    @pytest.mark.parametrize(
        ("name", "file", "count"),
        [
            ("changchun_questions", "changchun_questions_dev.jsonl", 4254),
            ("taipei_questions", "taipei_faq.jsonl", 1852),
            ("policy_questions", "policy_questions_dev.jsonl", 470),
        ],
    )
    def test_the_real_files_are_read_whole(self, name: str, file: str, count: int) -> None:
        if not (DATA / file).is_file():
            pytest.skip("shared/data is not here")
        found = read_cases(DATA / file, find_case_mapping(name))
        assert len(found.cases) == count
        assert found.unknown_columns == ()
        assert all(each.gold for each in found.cases)


words = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cf")), min_size=1, max_size=20).map(
    lambda text: "问" + text.strip()
)
made = st.builds(
    Case,
    id=st.uuids().map(str),
    turns=st.lists(words, min_size=1, max_size=3).map(tuple),
    gold=st.lists(words, min_size=1, max_size=3, unique=True).map(tuple),
    element=st.sampled_from([None, *Element]),
    region=st.none() | words,
    situation=st.none() | words,
    answer=st.lists(words, max_size=2).map(tuple),
    expect=st.sampled_from([None, *GROUPS]),
    tags=st.lists(words, max_size=2, unique=True).map(tuple),
    made_from=st.none() | words,
)


@given(st.lists(made, min_size=1, max_size=5, unique_by=lambda each: each.id))
def test_what_is_written_is_read_again(tmp_path_factory: Any, cases: list[Case]) -> None:
    path = tmp_path_factory.mktemp("cases") / "c.jsonl"
    assert write_cases(path, cases) == len(cases)
    again = read_cases(path).cases
    assert list(again) == cases
    assert digest_of(again) == digest_of(cases)


class TestSplitting:
    def test_no_item_stands_on_both_sides(self, make_case: Callable[..., Case]) -> None:
        cases = [make_case(f"{n}", f"问{n}", f"I{n % 40}") for n in range(400)]
        first, second = split(cases, 0.5)
        assert len(first) + len(second) == 400
        assert 100 < len(first) < 300
        assert not {g for c in first for g in c.gold} & {g for c in second for g in c.gold}

    def test_items_asked_for_together_stay_together(self, make_case: Callable[..., Case]) -> None:
        chain = [make_case(f"{n}", f"问{n}", f"I{n}", f"I{n + 1}") for n in range(20)]
        for seed in "abcdef":
            assert min(len(side) for side in split(chain, 0.5, seed)) == 0

    def test_it_is_the_same_every_time_and_another_by_another_seed(
        self, make_case: Callable[..., Case]
    ) -> None:
        cases = [make_case(f"{n}", f"问{n}", f"I{n}") for n in range(100)]
        assert split(cases, 0.5) == split(cases, 0.5)
        assert split(cases, 0.5) != split(cases, 0.5, "other")
        assert set(split(cases[:50], 0.5)[0]) <= set(split(cases, 0.5)[0])

    def test_the_share_is_kept_at_its_ends(self, make_case: Callable[..., Case]) -> None:
        cases = [make_case(f"{n}", f"问{n}", f"I{n}") for n in range(20)]
        assert [len(side) for side in split(cases, 0)] == [0, 20]
        assert [len(side) for side in split(cases, 1)] == [20, 0]


def test_the_digest_knows_order_and_content(make_case: Callable[..., Case]) -> None:
    a, b = make_case("1", "甲", "A"), make_case("2", "乙", "B")
    assert len({digest_of([a, b]), digest_of([b, a]), digest_of([a])}) == 3
