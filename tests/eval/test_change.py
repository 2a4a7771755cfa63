"""What a publish would change, what that touches, and what would be said now."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import Result

from dialogue.store import MemorySessions
from eval.cases import Case
from eval.impact import Change, Changed, changes, touched_answers, touched_cases
from eval.replay import replay
from hotline.bootstrap import Hotline, build
from hotline.retention import open_sessions
from hotline.settings import Settings
from kb.elements import Element

Run = Callable[..., Result]
LONG = timedelta(days=1)


@pytest.fixture
def hotline(data_dir: Path) -> Hotline:
    """The published tiny base, which a test may change."""
    return build(Settings(data_dir=data_dir, encoder="hashing"))


@pytest.fixture
def edited(run: Run, data_dir: Path, tiny_files: list[Path], tmp_path: Path) -> Path:
    """Its data directory after a fee in the guides was changed and imported, not published."""
    changed = tmp_path / "guides.jsonl"
    text = tiny_files[1].read_text("utf-8")
    assert "每证20元" in text
    changed.write_text(text.replace("每证20元", "每证25元"), "utf-8")
    assert run("kb", "import", changed, at=data_dir).exit_code == 0
    return data_dir


def test_a_draft_like_what_is_served_changes_nothing(hotline: Hotline) -> None:
    assert changes(hotline.store, 1) == []


def test_a_change_is_told_by_element_with_before_and_after(hotline: Hotline, edited: Path) -> None:
    found = changes(hotline.store, 1)
    assert {each.change for each in found} == {Change.UPDATED}
    assert {each.element for each in found} == {Element.FEE}
    assert {(each.before, each.after) for each in found} == {("每证20元", "每证25元")}


def test_only_cases_about_it_are_touched(hotline: Hotline, edited: Path) -> None:
    found = changes(hotline.store, 1)
    code = found[0].code

    def case(id_: str, gold: str, element: Element | None) -> Case:
        return Case(id=id_, turns=("问",), gold=(gold,), element=element)

    cases = [
        case("fee", code, Element.FEE),
        case("whole", code, None),
        case("place", code, Element.PLACE),
        case("other", "T-NONE", Element.FEE),
    ]
    assert [each.id for each in touched_cases(cases, found)] == ["fee", "whole"]


def ask(hotline: Hotline, *questions: str) -> None:
    opened = hotline.assistant.open_session(channel="web")
    for question in questions:
        hotline.assistant.ask(opened.id, question)


def test_conversations_that_cited_it_are_touched(hotline: Hotline, data_dir: Path) -> None:
    ask(hotline, "居住卡丢了补办多少钱")
    ask(hotline, "你好")
    sessions = open_sessions(Settings(data_dir=data_dir))
    now = datetime.now(UTC)
    turns = list(sessions.said(now - LONG, now + LONG))
    cited = turns[0].turn.answers[0].citations[0].entry_id
    record_id, _, element = cited.partition(".")
    change = Changed(
        change=Change.UPDATED,
        record_id=record_id,
        code="x",
        name="x",
        region=None,
        situation=None,
        element=Element(element),
        before="a",
        after="b",
    )
    assert list(touched_answers(turns, [change])) == [turns[0].session_id]


def test_what_would_be_said_now_is_told_apart_from_what_was_said(
    run: Run, hotline: Hotline, edited: Path
) -> None:
    ask(hotline, "居住卡丢了补办多少钱", "在哪里")
    assert run("kb", "publish", at=edited).exit_code == 0
    now = build(Settings(data_dir=edited, encoder="hashing"), sessions=MemorySessions()).assistant
    moment = datetime.now(UTC)
    turns = open_sessions(Settings(data_dir=edited)).said(moment - LONG, moment + LONG)
    fee, place = list(replay(turns, now))
    assert not fee.same
    assert fee.then.answers[0].text == "每证20元"
    assert fee.now.answers[0].text == "每证25元"
    assert (fee.then.generation, fee.now.generation) == (1, 2)
    assert place.same


class TestCommands:
    def test_impact_names_changes_and_what_they_touch(
        self, run: Run, hotline: Hotline, edited: Path, tmp_path: Path
    ) -> None:
        ask(hotline, "居住卡丢了补办多少钱")
        code = changes(hotline.store, 1)[0].code
        cases = tmp_path / "cases.jsonl"
        case = {
            "id": "one",
            "question": "居住卡丢了补办多少钱",
            "gold": [code],
            "element": "fee",
            "answer": ["每证20元"],
        }
        cases.write_text(json.dumps(case, ensure_ascii=False), "utf-8")
        told = json.loads(run("eval", "impact", "--cases", cases, "--json", at=edited).stdout)
        assert told["cases"] == ["one"]
        assert len(told["sessions"]) == 1
        again = run("eval", "impact", "--cases", cases, "--again", "--json", at=edited)
        assert again.exit_code == 1  # the case asks for the old fee
        compared = json.loads(again.stdout)
        assert compared["worse"] == ["one"]
        assert compared["answers"][0]["now"]["text"] != compared["answers"][0]["then"]["text"]
        served = build(Settings(data_dir=edited, encoder="hashing")).store.generations.live()
        assert served == 1  # what is served did not notice

    def test_nothing_to_publish_touches_nothing(self, run: Run, data_dir: Path) -> None:
        done = run("eval", "impact", at=data_dir)
        assert (done.exit_code, done.stdout.splitlines()[-1]) == (
            0,
            "0 changes to generation 1; touched: 0 cases, 0 conversations",
        )

    def test_replay_and_mine_over_a_day(
        self, run: Run, hotline: Hotline, data_dir: Path, tmp_path: Path
    ) -> None:
        ask(hotline, "居住卡丢了补办多少钱")
        done = run("eval", "replay", "--day", "今天", "--out", tmp_path / "r.jsonl", at=data_dir)
        assert done.exit_code == 0
        assert "1 turns, 0 of them" in done.stdout
        assert json.loads((tmp_path / "r.jsonl").read_text("utf-8"))["same"] is True
        done = run("eval", "mine", "--out", tmp_path / "mined", "--json", at=data_dir)
        assert (done.exit_code, json.loads(done.stdout)) == (0, [])

    def test_a_day_that_is_none_is_refused(self, run: Run, data_dir: Path) -> None:
        assert run("eval", "replay", "--day", "去年", at=data_dir).exit_code == 2
