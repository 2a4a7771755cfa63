"""A run's folder: what was asked, of what, what was found, and the figures.

- `config.json`: cases (file, digest, number), k, what was asked (generation, digest, encoder),
  settings, commit, environment, times.
- `hits.jsonl`: one line a case, in the order of the cases: the case, hits, rejected hits, timings.
  Where conversations are held it is `replies.jsonl`: the case, what was said and what came back.
- `equals.json`: groups of codes that share a text and count as one.
- `scores.json`: the figures (`eval.scoring`), written anew by a re-score.
- `run.trec`, `qrels.trec`: the same rankings for other tools (`eval.trec`).

While a run goes on, lines are added to `….partial.jsonl`; killed, it is continued from there.
Two runs of one thing differ in times only.
"""

import json
import math
import os
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from eval.cases import Case
from eval.cases import to_json as case_json
from eval.equality import Equals, equal_groups
from eval.errors import RunUnusable
from eval.finding import Found
from kb.entries import EntryKind

FORMAT = 1
CONFIG, HITS, REPLIES = "config.json", "hits.jsonl", "replies.jsonl"
EQUALS, SCORES, RUN_TREC, QRELS_TREC = "equals.json", "scores.json", "run.trec", "qrels.trec"
_FILES = (CONFIG, HITS, REPLIES, EQUALS, SCORES, RUN_TREC, QRELS_TREC)
OUTPUTS = {"retrieval": HITS, "answers": REPLIES, "dialogues": REPLIES}  # command → its lines
Line = dict[str, Any]


class RunFolder:
    """The folder of one run."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def is_empty(self) -> bool:
        """Whether no run was ever begun here."""
        return not (self.path / CONFIG).exists()

    @property
    def is_whole(self) -> bool:
        """Whether a run came to its end here."""
        return not self.is_empty and self._outputs.is_file()

    @property
    def partial(self) -> Path:
        """Where the lines of a run that goes on are added."""
        return self._outputs.with_suffix(".partial.jsonl")

    @property
    def _outputs(self) -> Path:
        command = self.config().get("command")
        return self.path / OUTPUTS.get(str(command), HITS)

    def config(self) -> dict[str, Any]:
        """What was run.

        Raises:
            RunUnusable: there is no run here, or it is of another format.
        """
        config = _json(self.path / CONFIG, "Name the folder that --out was given")
        if config.get("format") != FORMAT:
            raise RunUnusable(
                f"{self.path} is a run of format {config.get('format')}, while this program reads "
                f"{FORMAT}. Run it again"
            )
        return config

    def begin(self, config: Mapping[str, Any]) -> None:
        """Make the folder, and write down what is being run."""
        self.path.mkdir(parents=True, exist_ok=True)
        write_json(self.path / CONFIG, config)

    def clear(self) -> None:
        """Forget the run that is here; files that are none of a run's stay."""
        for name in _FILES:
            (self.path / name).unlink(missing_ok=True)
            (self.path / name).with_suffix(".partial.jsonl").unlink(missing_ok=True)

    def partial_lines(self) -> dict[str, Line]:
        """The lines of a run that was cut off, by case; half a line at the end is taken off."""
        path = self.partial
        if not path.exists():
            return {}
        data = path.read_bytes()
        whole = data[: data.rfind(b"\n") + 1]
        if len(whole) < len(data):
            with path.open("r+b") as file:
                file.truncate(len(whole))
        lines = [json.loads(line) for line in whole.decode("utf-8").splitlines()]
        return {line["id"]: line for line in lines}

    def finish(self, lines: list[Line], config: Mapping[str, Any]) -> None:
        """Write the lines in the order of the cases, and the config with its times."""
        outputs = self._outputs
        unfinished = outputs.with_name(f"{outputs.name}.new")
        with unfinished.open("w", encoding="utf-8") as file:
            for line in lines:
                file.write(dump_line(line))
            file.flush()
            os.fsync(file.fileno())
        write_json(self.path / CONFIG, config)
        unfinished.replace(outputs)
        self.partial.unlink(missing_ok=True)

    def lines(self) -> list[Line]:
        """What each case found, in the order of the cases.

        Raises:
            RunUnusable: the run never came to its end, or a line cannot be read.
        """
        path = self._outputs
        if not path.is_file():
            raise RunUnusable(
                f"{self.path} holds a run that was cut off. Give the same command again: it "
                "goes on where it stopped"
            )
        return list(_lines(path))

    def equals(self) -> Equals:
        """Which codes count as one."""
        groups = _json(self.path / EQUALS, "Run it again")["groups"]
        return Equals(tuple(tuple(group) for group in groups))

    def scores(self) -> dict[str, Any]:
        """The figures, nan where they are null.

        Raises:
            RunUnusable: there are none.
        """
        return read_scores(self.path / SCORES)


def line_of(case: Case, found: Found, about: Mapping[str, str | None], total_ms: float) -> Line:
    """What is kept of one case; `about` says what the base knows of its golds."""
    return {
        **case_json(case),
        "about": dict(about),
        "generation": found.generation,
        "hits": [asdict(hit) for hit in found.hits],
        "rejected": [asdict(hit) for hit in found.rejected],
        "timings_ms": {
            **{name: round(value, 3) for name, value in found.timings_ms.items()},
            "total": round(total_ms, 3),
        },
    }


def groups_of_hits(lines: list[Line]) -> Equals:
    """Which codes share a text as far as the hits show it: a server tells no more."""
    hits = [hit for line in lines for hit in (*line["hits"], *line["rejected"])]
    faqs = [hit for hit in hits if hit["kind"] == EntryKind.FAQ]
    items = [hit for hit in hits if hit["kind"] in (EntryKind.ITEM, EntryKind.ELEMENT)]
    return Equals(
        equal_groups(
            (
                *((hit["code"], "name", hit["name"]) for hit in items),
                *((hit["code"], "question", hit["name"]) for hit in faqs),
                *((hit["code"], "answer", hit["says"]) for hit in faqs),
            )
        )
    )


def read_scores(path: Path) -> dict[str, Any]:
    """The figures of a `scores.json`.

    Raises:
        RunUnusable: the file is not there or not in this form.
    """
    scores = _json(path, "Run `hotline eval rescore` on the folder, or name a run's folder")
    if scores.get("format") != FORMAT or "figures" not in scores:
        raise RunUnusable(f"{path} is no scores.json of format {FORMAT}. Run it again")
    return scores


def write_json(path: Path, data: Mapping[str, Any]) -> None:
    """Write a JSON document whole or not at all; what is not a number is null."""
    unfinished = path.with_name(f"{path.name}.new")
    text = json.dumps(finite(data), ensure_ascii=False, indent=1)
    unfinished.write_text(text + "\n", encoding="utf-8")
    unfinished.replace(path)


def dump_line(line: Line) -> str:
    """One line of JSONL."""
    return json.dumps(line, ensure_ascii=False) + "\n"


def finite(data: Any) -> Any:
    """The same with null for nan, which JSON does not have."""
    match data:
        case float():
            return None if math.isnan(data) else data
        case Mapping():
            return {key: finite(value) for key, value in data.items()}
        case list() | tuple():
            return [finite(value) for value in data]
        case _:
            return data


def _lines(path: Path) -> Iterator[Line]:
    needed = ("hits",) if path.name == HITS else ("exchanges",)
    with path.open(encoding="utf-8") as file:
        for number, text in enumerate(file, 1):
            try:
                line = json.loads(text)
                yield {**line, "id": line["id"], **{each: line[each] for each in needed}}
            except (ValueError, KeyError, TypeError) as error:
                raise RunUnusable(
                    f"{path}, line {number} is no line of a run. Copy the folder again, or run it "
                    "again"
                ) from error


def _json(path: Path, remedy: str) -> dict[str, Any]:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise RunUnusable(f"There is no {path}. {remedy}") from error
    except (ValueError, OSError) as error:
        raise RunUnusable(f"{path} cannot be read: {error}. {remedy}") from error
    if not isinstance(data, dict):
        raise RunUnusable(f"{path} is no JSON object. {remedy}")
    return data
