"""Reader for JSONL: one JSON object a line."""

from collections.abc import Iterator
from pathlib import Path

from kb.errors import Problem
from kb.readers.encodings import detect_encoding, numbered_lines
from kb.readers.json_values import JsonBroken, loads
from kb.readers.table import Row, Table, broken_row


def open_jsonl(path: Path) -> Table:
    """Open a JSONL file; one pass finds its columns, later ones read the rows."""
    encoding = detect_encoding(path)
    columns: dict[str, None] = {}
    total = 0
    for row in _rows(path, encoding):
        total += 1
        if isinstance(row, Row):
            columns.update(dict.fromkeys(row.values))
    return Table(
        path=path,
        columns=tuple(columns),
        open_rows=lambda: _rows(path, encoding),
        total=total,
    )


def _rows(path: Path, encoding: str) -> Iterator[Row | Problem]:
    for number, line in numbered_lines(path, encoding):
        if not line.strip():
            continue
        try:
            value = loads(line)
        except JsonBroken as error:
            yield broken_row(path, number, *_explained(line, str(error)))
            continue
        if isinstance(value, dict):
            yield Row(number, value)
        else:
            yield broken_row(
                path,
                number,
                f"the line is a JSON {type(value).__name__}, not an object",
                "Write one object {…} a line",
            )


def _explained(line: str, error: str) -> tuple[str, str]:
    if line.endswith("\n") or line.rstrip().endswith("}"):
        return f"the line is not valid JSON: {error}", "Mend the line or leave it out"
    return (
        f"the last line is cut off in the middle: {error}",
        "Export or copy the file again; the last record was not written whole",
    )
