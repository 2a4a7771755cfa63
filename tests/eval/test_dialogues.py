"""The form of scripted dialogues: what is wrong with a file, and what is wrong with a reply."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from turns import CODES, REGIONS, Scripted, answer, reply

from api import schemas
from eval.checking import checked, faults
from eval.dialogues import Dialogue, Expected, read_dialogues
from eval.errors import CasesInvalid
from eval.holding import hold
from eval.proving import Prover

Make = Callable[..., Any]
PROVER = Prover(REGIONS)


def found(expected: dict[str, Any], turn: schemas.Turn | None = None) -> list[str]:
    wanted = Expected.model_validate(expected)
    return [e.check for e in faults(wanted, turn or reply(), region_code=CODES.__getitem__)]


@pytest.mark.parametrize(
    "expected",
    [
        {},
        {"status": "answered"},
        {"status": ["clarification", "answered"]},
        {"gold": ["X", "I1"], "element": "fee", "region": "东区", "situation": "丢失"},
        {"contains": "收费二十元", "absent": ["免费"]},
        {"handoff": False, "slots": {"item": None}},
        {"answers": [{"status": "answered", "element": "fee", "contains": "20"}]},
    ],
)
def test_a_reply_that_is_as_expected_has_no_fault(expected: dict[str, Any]) -> None:
    assert found(expected) == []


@pytest.mark.parametrize(
    ("check", "wanted"),
    [
        ("status", "handoff"),
        ("status", "clarification_item"),
        ("gold", "I2"),
        ("element", ["fee", "place"]),
        ("region", "西区"),
        ("situation", "损坏"),
        ("contains", "30元"),
        ("absent", "20元"),
        ("slots", {"region": "东区"}),
        ("options", "损坏"),
        ("handoff", "anger"),
        ("handoff", True),
        ("answers", [{"element": "fee"}, {"element": "fee"}]),
    ],
)
def test_what_is_not_as_expected_is_named(check: str, wanted: Any) -> None:
    assert found({check: wanted}) == [check]


def test_an_answer_without_a_citation_is_a_fault_whatever_is_expected() -> None:
    assert found({}, reply(answers=[answer(citations=[])])) == ["cited"]


@pytest.mark.parametrize("text", ["收费30元", "收费20元，2026-04-02前", "收费20元，电话 8888-1234"])
def test_what_no_citation_proves_is_a_fault(text: str) -> None:
    invented = PROVER.invented(reply(text))
    assert invented
    found = faults(Expected(), reply(text), region_code=str, invented=invented)
    assert {fault.check for fault in found} == {"invented"}


def test_the_citizens_own_figures_and_the_house_number_are_no_inventions() -> None:
    turn = reply("收费20元\n您说的是3月5日，也可以拨打12345")
    assert PROVER.invented(turn, said=["3月5日去办行吗"]) == ()
    assert PROVER.invented(turn, said=["３月５日去辦行嗎"]) == ()  # as it is said back


def test_a_reply_without_a_citation_is_the_houses_own() -> None:
    assert PROVER.invented(reply("请拨打120", answers=[], status="signposted_emergency")) == ()


def test_only_what_was_asked_for_counts_as_checked() -> None:
    assert checked(Expected(status=("answered",)), reply()) == ("status", "cited", "invented")
    assert checked(Expected(), reply(answers=[], status="smalltalk")) == ()
    assert checked(Expected(handoff=False), reply(answers=[], status="smalltalk")) == ("handoff",)


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    def written(*rows: dict[str, Any]) -> Path:
        path = tmp_path / "dialogues.jsonl"
        path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
        return path

    return written


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"id": "a", "turns": []}, "turns"),
        ({"id": "a", "turns": [{}]}, "write text or option"),
        ({"id": "a", "turns": [{"text": "问", "option": "1"}]}, "not both"),
        ({"id": "a", "turns": [{"text": "问", "expect": {"status": "fine"}}]}, "no status"),
        ({"id": "a", "turns": [{"text": "问", "expect": {"handoff": "boredom"}}]}, "no reason"),
        ({"id": "a", "turns": [{"text": "问", "expect": {"colour": "red"}}]}, "expect.colour"),
        ({"id": "a", "turns": [{"text": "问", "expect": {"element": "price"}}]}, "expect.element"),
    ],
)
def test_a_wrong_row_is_named_with_its_field(write: Make, row: dict[str, Any], said: str) -> None:
    with pytest.raises(CasesInvalid, match=said) as caught:
        read_dialogues(write(row))
    assert "row 1" in str(caught.value)


def test_an_id_stands_once(write: Make) -> None:
    row = {"id": "a", "turns": [{"text": "问"}]}
    with pytest.raises(CasesInvalid, match="stands twice"):
        read_dialogues(write(row, row))


ASKS = reply(
    "您是哪一种？",
    status="clarification_situation",
    answers=[],
    options=[{"id": "o1", "label": "丢失"}, {"id": "none", "label": "都不是"}],
)


@pytest.mark.parametrize(
    ("option", "heard"),
    [("1", ("丢失", "o1")), ("丢失", ("丢失", "o1")), ("都不是", ("都不是", "none"))],
)
def test_an_option_is_chosen_by_its_label_or_its_number(
    option: str, heard: tuple[str, str]
) -> None:
    dialogue = Dialogue.model_validate(
        {"id": "a", "turns": [{"text": "补证"}, {"option": option, "slots": {"region": "东区"}}]}
    )
    caller = Scripted(ASKS, reply())
    exchanges = hold(dialogue, caller, PROVER)
    assert caller.heard_all == [("补证", None, {}), (*heard, {"region": "东区"})]
    assert not any(each.faults for each in exchanges)


def test_an_option_that_was_not_offered_is_said_and_is_a_fault() -> None:
    dialogue = Dialogue.model_validate({"id": "a", "turns": [{"text": "补证"}, {"option": "损坏"}]})
    caller = Scripted(ASKS, reply())
    last = hold(dialogue, caller, PROVER)[-1]
    assert caller.heard_all[-1] == ("损坏", None, {})
    assert [each.check for each in last.faults] == ["options"]
    assert "offered were ['丢失', '都不是']" in str(last)
