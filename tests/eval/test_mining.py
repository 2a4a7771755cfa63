"""What was not served is gathered, put together by meaning, and proposed; nothing is written back."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from openpyxl import load_workbook

from dialogue.rating import Rating, Score
from dialogue.store import SaidTurn
from dialogue.turn import Status, Turn
from eval.mining.clustering import clusters_of
from eval.mining.gathering import Why, unserved
from eval.mining.mining import mine
from eval.mining.review import mining_words, write_review
from hotline.bootstrap import Hotline

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)


def said(
    question: str, status: Status, *, session: str = "s", seq: int = 1, channel: str = "web"
) -> SaidTurn:
    turn = Turn(id=f"{session}-{seq}", session_id=session, seq=seq, text="答", status=status)
    return SaidTurn(
        session_id=session, at=NOW, question=question, turn=turn, channel=channel, rating=None
    )


def whys(*turns: SaidTurn) -> list[Why]:
    return [each.why for each in unserved(turns)]


@pytest.mark.parametrize(
    ("status", "why"),
    [
        (Status.UNANSWERABLE_NO_CONTENT, Why.UNANSWERED),
        (Status.UNANSWERABLE_EXPIRED, Why.UNANSWERED),
        (Status.HANDOFF_REPEATED_FAILURE, Why.HANDED_OVER),
        (Status.HANDOFF_REQUESTED, None),
        (Status.CLARIFICATION_ITEM, Why.GIVEN_UP),
        (Status.ANSWERED, None),
        (Status.SMALLTALK, None),
    ],
)
def test_why_a_question_counts(status: Status, why: Why | None) -> None:
    assert whys(said("问", status)) == ([] if why is None else [why])


def test_a_question_back_that_was_answered_does_not_count() -> None:
    first = said("补证", Status.CLARIFICATION_ITEM)
    assert whys(first, said("身份证", Status.ANSWERED, seq=2)) == []


def test_a_poor_rating_makes_answers_count_and_a_good_one_does_not() -> None:
    answered = said("补证多少钱", Status.ANSWERED)
    assert whys(replace(answered, rating=Rating(score=Score.POOR))) == [Why.POORLY_RATED]
    assert whys(replace(answered, rating=Rating(score=Score.FAIR))) == []


def test_trials_are_passed_over() -> None:
    assert whys(said("问", Status.UNANSWERABLE_NO_CONTENT, channel="evaluation")) == []


def test_rows_that_lie_near_are_put_together_the_most_central_first() -> None:
    def at(degrees: float) -> list[float]:
        return [np.cos(np.radians(degrees)), np.sin(np.radians(degrees))]

    vectors = np.array([at(0), at(90), at(10), at(5)], np.float32)
    assert clusters_of(vectors) == [[3, 0, 2], [1]]
    assert clusters_of(vectors[:1]) == [[0]]
    assert clusters_of(vectors[:0]) == []


def test_clusters_are_proposed_and_exported(tiny: Hotline, tmp_path: Path) -> None:
    base = tiny.live.current()
    assert base is not None
    turns = [said("居住卡丢了怎么补", Status.UNANSWERABLE_LOW_CONFIDENCE, session=s) for s in "abc"]
    turns.append(said("火星移民找谁批", Status.UNANSWERABLE_NO_CONTENT, session="d"))
    found = mine(list(unserved(turns)), base, tiny.encoder())
    assert [each.size for each in found] == [3, 1]
    assert found[0].nearest is not None
    write_review(tmp_path / "out", found, offer_at=2.0)
    lines = (tmp_path / "out" / "proposals.jsonl").read_text("utf-8").splitlines()
    first = json.loads(lines[0])
    assert (first["proposal"], first["question"], first["answer"]) == (
        "entry",
        "居住卡丢了怎么补",
        "",
    )
    sheet = load_workbook(tmp_path / "out" / "clusters.xlsx").active
    assert sheet is not None
    assert [sheet["A2"].value, sheet["C2"].value] == [3, "居住卡丢了怎么补"]
    write_review(tmp_path / "out", found, offer_at=0.0)
    lines = (tmp_path / "out" / "proposals.jsonl").read_text("utf-8").splitlines()
    assert json.loads(lines[0])["gold"] == [found[0].nearest.item_code]


def test_nothing_asked_makes_no_cluster(tiny: Hotline) -> None:
    base = tiny.live.current()
    assert base is not None
    assert mine([], base, tiny.encoder()) == []


def test_the_workbook_has_words_for_every_reason_and_proposal() -> None:
    assert set(mining_words()["why"]) == set(Why)
    assert set(mining_words()["proposal"]) == {"case", "entry"}
