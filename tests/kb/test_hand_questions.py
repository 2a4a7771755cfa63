"""The questions typed by hand, twenty a matter: their form, and that the base has their answers."""

import json
from collections import Counter
from importlib.resources import files
from pathlib import Path
from typing import Any

MATTERS = ("身份证", "公积金", "医保", "户口", "不动产", "车管", "企业")
HAND = Path(__file__).parents[1] / "data" / "hand_questions.jsonl"
OTHERS = (
    *HAND.parent.glob("*questions_*.jsonl"),
    *Path(str(files("retriever").joinpath("data/questions"))).glob("train_*.jsonl"),
)
SAMPLE = Path(str(files("kb").joinpath("sample")))


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_there_are_twenty_for_each_matter() -> None:
    assert Counter(tag for row in rows(HAND) for tag in row["tags"]) == dict.fromkeys(MATTERS, 20)


def test_each_has_an_answer_in_the_base() -> None:
    keys = ("item_code", "faq_id", "doc_id", "event_id")
    codes = {
        row[key]
        for path in (*SAMPLE.glob("*.jsonl"), *SAMPLE.glob("guides/*.jsonl"))
        for row in rows(path)
        for key in keys
        if key in row
    }
    for row in rows(HAND):
        assert row["gold"], row["id"]
        assert set(row["gold"]) <= codes, row["id"]


def test_none_is_asked_elsewhere_or_twice() -> None:
    asked = [row["question"] for row in rows(HAND)]
    assert len(set(asked)) == len(asked)
    assert not set(asked) & {row["question"] for path in OTHERS for row in rows(path)}
