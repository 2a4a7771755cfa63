"""Questions the shipped finder is trained on: written for this project, and none of the tests'.

`names_*.jsonl` has names as catalogues write them, with questions that people would ask for them;
`train_*.jsonl`, where there is one, has questions about items of the sample base, by item code;
`policies.jsonl` has policies that are in no base, each with the questions it answers.
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
POLICIES = QUESTIONS / "policies.jsonl"
SAMPLE = sorted(Path(str(files("kb").joinpath("sample/guides"))).glob("*.jsonl"))
TESTS = sorted(Path(__file__).parents[1].joinpath("data").glob("*questions*.jsonl"))
LARGEST = 300_000
RESERVED = 3
"""Items whose number is a multiple of this are kept for tests: no question on them is trained on."""
_PUNCTUATION = re.compile(r"[\s，。？?！!、,：:（）()·—-]")


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def trained_on() -> list[str]:
    """Every question on items of the sample base, and on policies that are in none."""
    return [bare(text) for path in (*TRAIN, POLICIES) for row in rows(path) for text in asked(row)]


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


@pytest.mark.parametrize("path", [*NAMES, *TRAIN, POLICIES], ids=lambda path: path.stem)
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


def test_a_policy_that_is_trained_on_has_a_title_a_text_and_questions() -> None:
    policies = rows(POLICIES)
    assert len({row["title"] for row in policies}) == len(policies) >= 12
    for row in policies:
        assert sorted(row) == ["questions", "text", "title"], row
        assert 250 <= len(row["text"]) <= 900, row["title"]
        assert len(row["questions"]) >= 5, row["title"]


def test_no_policy_of_the_sample_base_is_among_those_that_are_written_for_training() -> None:
    base = files("kb").joinpath("sample")
    titles = {
        row["title"] for path in Path(str(base)).glob("policies_*.jsonl") for row in rows(path)
    }
    assert titles
    assert not titles & {row["title"] for row in rows(POLICIES)}


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
    assert twice(trained_on()) == []


def test_no_name_is_that_of_an_item_kept_for_tests() -> None:
    guides = [row for path in SAMPLE for row in rows(path)]
    kept = {bare(row["name"]) for row in guides if is_reserved(row["item_code"])}
    assert kept
    assert kept & {bare(row["name"]) for path in NAMES for row in rows(path)} == set()


def test_no_question_of_the_tests_is_trained_on() -> None:
    tested = {bare(row["question"]) for path in TESTS for row in rows(path)}
    named = {bare(text) for path in NAMES for row in rows(path) for text in asked(row)}
    trained = named | set(trained_on())
    assert tested
    assert tested & trained == set()
