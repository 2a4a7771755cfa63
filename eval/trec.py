"""TREC's two formats, both ways: `qrels` (what is right) and `run` (what was found).

A line of qrels is `query 0 code relevance`, one of a run `query Q0 code rank score tag`. Fields
are parted by white space, so white space and `%` inside an id are written as in a URL. Scores are
falling whole numbers: trec_eval orders by score and breaks ties by code, and so keeps our order.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import unquote

from eval.errors import TrecInvalid

_UNSAFE = re.compile(r"[\s%]")


def write_run(path: Path, rankings: Mapping[str, Sequence[str]], tag: str = "hotline") -> None:
    """Write rankings, best first."""
    path.write_text(
        "".join(
            f"{_safe(case)} Q0 {_safe(code)} {rank} {len(codes) - rank + 1} {_safe(tag)}\n"
            for case, codes in rankings.items()
            for rank, code in enumerate(codes, 1)
        ),
        encoding="utf-8",
    )


def write_qrels(path: Path, golds: Mapping[str, Sequence[str]]) -> None:
    """Write which codes are right."""
    path.write_text(
        "".join(
            f"{_safe(case)} 0 {_safe(code)} 1\n" for case, codes in golds.items() for code in codes
        ),
        encoding="utf-8",
    )


def read_run(path: Path) -> dict[str, list[str]]:
    """Rankings of any system, ordered by score, equal scores by rank.

    Raises:
        TrecInvalid: naming the line.
    """
    found: dict[str, dict[str, tuple[float, int]]] = {}
    for number, (case, _, code, rank, score, _) in _rows(path, 6):
        codes = found.setdefault(case, {})
        if code in codes:
            raise _invalid(path, number, f"{code!r} stands twice for {case!r}")
        place = _number(path, number, rank, int), _number(path, number, score, float)
        codes[code] = -place[1], int(place[0])
    return {case: sorted(codes, key=codes.__getitem__) for case, codes in found.items()}


def read_qrels(path: Path) -> dict[str, list[str]]:
    """The codes with a relevance above 0, by case; a case that has none stays, with none.

    Raises:
        TrecInvalid: naming the line.
    """
    golds: dict[str, list[str]] = {}
    for number, (case, _, code, relevance) in _rows(path, 4):
        codes = golds.setdefault(case, [])
        if _number(path, number, relevance, int) > 0:
            codes.append(code)
    return golds


def _rows(path: Path, fields: int) -> Iterator[tuple[int, list[str]]]:
    try:
        lines: Iterable[str] = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise TrecInvalid(f"{path} cannot be read ({error}). Name a TREC file in UTF-8") from error
    for number, line in enumerate(lines, 1):
        parts = line.split()
        if not parts:
            continue
        if len(parts) != fields:
            raise _invalid(path, number, f"there are {len(parts)} fields instead of {fields}")
        yield number, [unquote(part) for part in parts]


def _number(path: Path, number: int, text: str, kind: Callable[[str], float]) -> float:
    try:
        return kind(text)
    except ValueError as error:
        raise _invalid(path, number, f"{text!r} is no number") from error


def _invalid(path: Path, number: int, problem: str) -> TrecInvalid:
    forms = "A run has `query Q0 code rank score tag`, qrels `query 0 code relevance`"
    return TrecInvalid(f"{path}, line {number}: {problem}. {forms}")


def _safe(text: str) -> str:
    def escaped(found: re.Match[str]) -> str:
        return "".join(f"%{byte:02X}" for byte in found[0].encode())

    return _UNSAFE.sub(escaped, text)
