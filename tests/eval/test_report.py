"""The report of a run: everything a maintainer looks for stands in one file."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from turns import Scripted, answer, page, reply

from api import schemas
from dialogue.turn import Status
from eval.answers.asking import run
from eval.answers.scoring import MEASURES, score_folder
from eval.cases import Case
from eval.checking import CHECKS
from eval.planning import plan_run
from eval.reading import CaseFile
from eval.report import gather, write_report
from eval.report.words import words
from eval.runs import RunFolder
from kb.elements import Element

Make = Callable[..., Any]
PAGES: Any = {("I1", "990102"): page("I1", "990102", {"situation": None, "fee": "收费20元"})}


def case(name: str, **more: Any) -> Case:
    told = {"turns": (f"补证<b>{name}</b>多少钱",), "gold": ("I1",), "element": Element.FEE, **more}
    return Case(
        **{"id": name, "region": "东区", "place": "x, row 1", "tags": ("kind:typos",), **told}
    )


@pytest.fixture
def ran(tmp_path: Path) -> Callable[..., RunFolder]:
    def make(name: str, **replies: schemas.Turn) -> RunFolder:
        caller: Any = Scripted(*replies.values(), pages=PAGES)
        cases = tuple(case(each) for each in replies)
        file = CaseFile(paths=(tmp_path / "考题.jsonl",), cases=cases)
        plan = plan_run(file, caller, k=None, jobs=1, limit=None, told={}, command="answers")
        folder = RunFolder(tmp_path / name)
        run(plan, caller, folder, now=_now)
        score_folder(folder)
        return folder

    return make


def _now() -> Any:
    from datetime import UTC, datetime

    return datetime(2026, 11, 25, 7, 8, tzinfo=UTC)


RIGHT = reply(answers=[answer(situation=None)])
WRONG = reply("收费99元", answers=[answer(situation=None, text="收费99元")])


def test_a_page_holds_all_that_is_looked_for_and_needs_nothing_beside_it(ran: Make) -> None:
    folder = ran("run", right=RIGHT, wrong=WRONG)
    html, markdown = write_report(gather(folder), folder.path)
    text = html.read_text(encoding="utf-8")
    for said in (
        "一次答对",
        "50.0%",
        "答错 1",
        "收费99元",
        "收费20元",
        "应答类别",
        "几轮答对",
        "始终没有",
        "听成：事项：补证",
        "公安局",
        "问法",
    ):
        assert said in text, said
    assert text.count("<svg") == 2
    assert not re.search(r'(?:src|href)="(?!#)', text)
    assert "补证&lt;b&gt;wrong" in text
    assert "一次答对 `exact` | 50.0%" in markdown.read_text(encoding="utf-8")


def test_the_worst_item_tells_what_was_said_and_what_was_right(ran: Make) -> None:
    folder = ran("run", right=RIGHT, wrong=WRONG)
    (item,) = gather(folder)["worst"]
    assert (item["code"], item["cases"], item["bad"], item["wrong"]) == ("I1", 2, 1, 1)
    (shown,) = item["shown"]
    assert shown["id"] == "wrong"
    assert "收费99元" in shown["said"]
    assert "收费20元" in shown["right"]


def test_guides_that_have_aged_are_listed(ran: Make) -> None:
    folder = ran("run", right=RIGHT)
    data = gather(folder) | {"aged": [("I9", "补证（西区）", "expired")]}
    html, _ = write_report(data, folder.path)
    assert "过期或久未核实的指南：1 份" in html.read_text(encoding="utf-8")
    assert "I9，过期" in html.read_text(encoding="utf-8")


def test_what_changed_since_an_earlier_run_is_told(ran: Make) -> None:
    before, after = ran("before", one=RIGHT, two=WRONG), ran("after", one=RIGHT, two=RIGHT)
    data = gather(after, before.path)
    assert [each["case"] for each in data["changes"]["won"]] == ["two"]
    assert not data["changes"]["equal"]
    html, _ = write_report(data, after.path)
    assert "变好的案例" in html.read_text(encoding="utf-8")
    assert gather(after, after.path)["changes"]["equal"]


def test_a_run_in_which_all_is_right_has_no_worst_item(ran: Make) -> None:
    folder = ran("run", right=RIGHT)
    html, _ = write_report(gather(folder), folder.path)
    assert "没有出错的案例" in html.read_text(encoding="utf-8")


def test_the_command_writes_both_files_and_prints_json(ran: Make, run: Make) -> None:
    folder = ran("run", right=RIGHT, wrong=WRONG)
    done = run("eval", "report", folder.path, "--json")
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert Path(told["page"]).is_file()
    assert Path(told["markdown"]).is_file()
    assert told["figures"][0]["key"] == "exact"


def test_a_folder_without_a_run_is_refused(run: Make, tmp_path: Path) -> None:
    done = run("eval", "report", tmp_path)
    assert done.exit_code == 2
    assert "config.json" in done.stderr


def test_every_measure_and_outcome_has_a_chinese_name() -> None:
    assert {*MEASURES, *CHECKS, "passed", "turns"} <= set(words()["measures"])
    groups = {status.group for status in Status}
    assert groups <= set(words()["groups"])
    assert all(len(told) == 2 for told in words()["measures"].values())
