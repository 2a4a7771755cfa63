"""Questions the shipped finder is trained on: written for this project, and none of the tests'.

`names_*.jsonl` has names as catalogues write them, with questions that people would ask for them;
`train_*.jsonl`, where there is one, has questions about items of the sample base, by item code.
"""

import json
import re
from collections import Counter
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

QUESTIONS = Path(str(files("retriever").joinpath("data/questions")))
NAMES = sorted(QUESTIONS.glob("names_*.jsonl"))
TRAIN = sorted(QUESTIONS.glob("train_*.jsonl"))
SAMPLE = sorted(Path(str(files("kb").joinpath("sample/guides"))).glob("*.jsonl"))
TESTS = sorted(Path(__file__).parents[1].joinpath("data").glob("*questions*.jsonl"))
LARGEST = 300_000
RESERVED = 3
"""Items whose number is a multiple of this are kept for tests: no question on them is trained on."""
_PUNCTUATION = re.compile(r"[\s，。？?！!、,：:（）()·—-]")


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def asked(row: dict[str, Any]) -> list[str]:
    return [row["question"]] if "question" in row else list(row["questions"])


def codes(row: dict[str, Any]) -> list[str]:
    return [row["item_code"]] if "item_code" in row else list(row["gold"])


def bare(text: str) -> str:
    return _PUNCTUATION.sub("", text)


def is_reserved(code: str) -> bool:
    return int(code.rsplit("-", 1)[-1]) % RESERVED == 0


def twice(texts: list[str]) -> list[str]:
    return [text for text, count in Counter(texts).items() if count > 1]


@pytest.mark.parametrize("path", NAMES, ids=lambda path: path.stem)
def test_a_name_has_two_to_five_questions_and_nothing_else(path: Path) -> None:
    for row in rows(path):
        assert sorted(row) == ["name", "questions"], row
        assert 2 <= len(row["questions"]) <= 5, row
        assert all(text and text == text.strip() for text in (row["name"], *row["questions"])), row


@pytest.mark.parametrize("path", NAMES + TRAIN, ids=lambda path: path.stem)
def test_a_file_stays_readable_in_a_review(path: Path) -> None:
    assert path.stat().st_size <= LARGEST


def test_no_name_stands_twice() -> None:
    names = [bare(row["name"]) for path in NAMES for row in rows(path)]
    assert twice(names) == []


def test_no_question_is_asked_of_two_names_or_is_a_name_itself() -> None:
    names = {bare(row["name"]) for path in NAMES for row in rows(path)}
    questions = [bare(text) for path in NAMES for row in rows(path) for text in asked(row)]
    assert twice(questions) == []
    assert [text for text in questions if text in names] == []


@pytest.mark.parametrize("path", TRAIN, ids=lambda path: path.stem)
def test_a_training_question_says_which_item_it_is_about(path: Path) -> None:
    for row in rows(path):
        for texts in (codes(row), asked(row)):
            assert texts, row
            assert all(text.strip() for text in texts), row


@pytest.mark.parametrize("path", TRAIN, ids=lambda path: path.stem)
def test_no_item_that_is_kept_for_tests_is_trained_on(path: Path) -> None:
    assert [code for row in rows(path) for code in codes(row) if is_reserved(code)] == []


def test_no_training_question_is_asked_twice() -> None:
    assert twice([bare(text) for path in TRAIN for row in rows(path) for text in asked(row)]) == []


def test_no_name_is_that_of_an_item_kept_for_tests() -> None:
    guides = [row for path in SAMPLE for row in rows(path)]
    kept = {bare(row["name"]) for row in guides if is_reserved(row["item_code"])}
    assert kept
    assert kept & {bare(row["name"]) for path in NAMES for row in rows(path)} == set()


def test_no_question_of_the_tests_is_trained_on() -> None:
    tested = {bare(row["question"]) for path in TESTS for row in rows(path)}
    trained = {bare(text) for path in NAMES + TRAIN for row in rows(path) for text in asked(row)}
    assert tested
    assert tested & trained == set()
