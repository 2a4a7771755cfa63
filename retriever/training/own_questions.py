"""The questions that were written for this project: what the shipped ranker is trained on."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

from retriever.elements import naming_words
from retriever.tokens import normalise
from retriever.training.judging import Labelled

_FOLDER = "data/questions"


@dataclass(frozen=True, kw_only=True)
class NamedQuestions:
    """Names, and questions that ask for them, as names are searched."""

    names: tuple[str, ...]
    questions: tuple[str, ...]
    right: tuple[tuple[int, ...], ...]  # of each question, the places of its names
    digest: str  # of all of it


def own_questions() -> NamedQuestions:
    """Every name and question of `retriever/data/questions/names_*.jsonl`; equal names are one."""
    places: dict[str, int] = {}
    names: list[str] = []
    asked: list[tuple[str, int]] = []
    digest = sha256()
    for line in own_lines("names_*.jsonl"):
        digest.update(line.encode())
        row = json.loads(line)
        place = places.setdefault(normalise(row["name"]), len(places))
        if place == len(names):
            names.append(row["name"])
        asked += [(naming_words(normalise(each)), place) for each in row["questions"]]
    return NamedQuestions(
        names=tuple(names),
        questions=tuple(text for text, _ in asked),
        right=tuple((place,) for _, place in asked),
        digest=digest.hexdigest()[:16],
    )


def own_labelled() -> list[Labelled]:
    """The questions of `retriever/data/questions/train_*.jsonl`, about items of the sample base."""
    rows = map(json.loads, own_lines("train_*.jsonl"))
    return [Labelled(text=row["question"], items=tuple(row["gold"])) for row in rows]


def own_lines(pattern: str) -> Iterator[str]:
    """The lines of the files whose names fit, file by file."""
    folder = Path(str(files("retriever").joinpath(_FOLDER)))
    for path in sorted(folder.glob(pattern)):
        yield from path.read_text(encoding="utf-8").splitlines(keepends=True)
