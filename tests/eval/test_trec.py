"""TREC files go out and come back, and say where they are wrong."""

from pathlib import Path
from typing import Any

import ir_measures
import pytest
from hypothesis import given
from hypothesis import strategies as st
from ir_measures import RR, Success

from eval.errors import TrecInvalid
from eval.scoring import score_rankings
from eval.trec import read_qrels, read_run, write_qrels, write_run

ids = st.text(st.characters(codec="utf-8"), min_size=1, max_size=8)


@given(st.dictionaries(ids, st.lists(ids, min_size=1, max_size=4, unique=True), max_size=4))
def test_what_is_written_is_read_again(tmp_path_factory: Any, found: dict[str, list[str]]) -> None:
    folder = tmp_path_factory.mktemp("trec")
    write_run(folder / "run", found)
    write_qrels(folder / "qrels", found)
    assert read_run(folder / "run") == found
    assert read_qrels(folder / "qrels") == found


def test_white_space_in_ids_is_escaped(tmp_path: Path) -> None:
    write_run(tmp_path / "run", {"问 1": ["A\tB", "50%"]})
    lines = (tmp_path / "run").read_text(encoding="utf-8").splitlines()
    assert lines == ["问%201 Q0 A%09B 1 2 hotline", "问%201 Q0 50%25 2 1 hotline"]


def test_other_tools_get_the_same_figures(tmp_path: Path) -> None:
    rankings, golds = {"a": ["x", "g"], "b": ["h", "y"]}, {"a": ["g"], "b": ["h"], "c": ["i"]}
    write_run(tmp_path / "run", rankings)
    write_qrels(tmp_path / "qrels", golds)
    theirs = ir_measures.calc_aggregate(
        [Success @ 1, RR],
        ir_measures.read_trec_qrels(str(tmp_path / "qrels")),  # type: ignore[no-untyped-call]
        ir_measures.read_trec_run(str(tmp_path / "run")),  # type: ignore[no-untyped-call]
    )
    ours = score_rankings(rankings, golds, 10)
    assert theirs[Success @ 1] == pytest.approx(ours["R@1"]["value"])
    assert theirs[RR] == pytest.approx(ours["MRR"]["value"]) == pytest.approx(0.5)


def test_a_run_of_others_is_ordered_by_score_then_rank(tmp_path: Path) -> None:
    path = tmp_path / "run"
    path.write_text("q Q0 low 1 0.1 t\nq Q0 b 3 7e0 t\nq Q0 a 2 7.0 t\n\n", encoding="utf-8")
    assert read_run(path) == {"q": ["a", "b", "low"]}


def test_irrelevant_codes_are_not_gold(tmp_path: Path) -> None:
    path = tmp_path / "qrels"
    path.write_text("q 0 a 0\nq 0 b 2\np 0 c 0\n", encoding="utf-8")
    assert read_qrels(path) == {"q": ["b"], "p": []}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("q Q0 a 1 1.0\n", "line 1: there are 5 fields instead of 6"),
        ("q Q0 a 1 1.0 t\nq Q0 b x 1.0 t\n", "line 2: 'x' is no number"),
        ("q Q0 a 1 1.0 t\nq Q0 a 2 0.5 t\n", "line 2: 'a' stands twice for 'q'"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "run"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(TrecInvalid, match=said):
        read_run(path)


def test_a_file_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(TrecInvalid, match="cannot be read"):
        read_qrels(tmp_path / "none")
