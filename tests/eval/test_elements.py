"""Hearing utterances: what counts as right, and what is printed of it."""

import json
import math
from pathlib import Path

import pytest
from typer.testing import CliRunner

from eval.elements import Hearing, Utterance, hear, read_utterances
from eval.errors import CasesInvalid
from hotline.cli import app
from kb.elements import Element

FEE, PLACE = Element.FEE, Element.PLACE


def said(text: str, *elements: Element) -> Utterance:
    return Utterance(text=text, elements=frozenset(elements))


def test_right_is_all_that_is_asked_for_and_nothing_else() -> None:
    hearing = hear(
        [
            said("多少钱，在哪办", PLACE, FEE),
            said("多少钱，在哪办", FEE),
            said("多少钱", FEE, PLACE),
            said("居住卡"),
        ]
    )
    assert [each.is_right for each in hearing.heard] == [True, False, False, True]
    assert (hearing.right, hearing.share) == (2, 0.5)
    assert hearing.interval[0] < 0.5 < hearing.interval[1]


def test_each_element_and_nothing_are_counted() -> None:
    hearing = hear([said("多少钱", FEE), said("多少钱"), said("居住卡")])
    rows = {name: counts for name, *counts in hearing.by_element()}
    assert rows["fee"] == [1, 2, 1]
    assert rows["—"] == [2, 1, 1]
    assert hearing.confusion() == [("—", "fee", 1)]


def test_of_no_utterances_nothing_is_known() -> None:
    nothing = Hearing(heard=())
    assert math.isnan(nothing.share)
    assert math.isnan(nothing.interval[0])


@pytest.mark.parametrize(
    ("row", "wrong"),
    [
        ({"question": "", "elements": []}, "empty"),
        ({"question": "费", "elements": ["cost"]}, "cost"),
    ],
)
def test_a_wrong_row_is_named(tmp_path: Path, row: dict[str, object], wrong: str) -> None:
    file = tmp_path / "cases.jsonl"
    file.write_text(json.dumps(row), encoding="utf-8")
    with pytest.raises(CasesInvalid, match=wrong):
        read_utterances(file)


def test_a_table_gives_elements_with_commas(tmp_path: Path) -> None:
    file = tmp_path / "cases.csv"
    file.write_text('question,elements\n多少钱在哪,"fee,place"\n居住卡,\n', encoding="utf-8")
    assert read_utterances(file) == (said("多少钱在哪", FEE, PLACE), said("居住卡"))


def test_the_command_prints_the_share_or_one_document(tmp_path: Path) -> None:
    file = tmp_path / "cases.jsonl"
    rows = [
        {"question": "多少钱", "elements": ["fee"]},
        {"question": "在哪办", "elements": ["fee"]},
    ]
    file.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    shown = CliRunner().invoke(app, ["eval", "elements", "--cases", str(file)])
    assert "1 of 2 heard rightly: 0.500" in shown.output
    document = CliRunner().invoke(app, ["eval", "elements", "--cases", str(file), "--json"])
    assert json.loads(document.stdout)["wrong"] == [
        {"question": "在哪办", "asked": ["fee"], "heard": ["place"]}
    ]
