"""Region files: JSONL, JSON, CSV or XLSX with `code`, `name`, `parent` and `aliases`, or in Chinese."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from kb.errors import FileRefused, Problem
from kb.readers import open_table
from kb.regions import Region
from kb.table_words import table_words

_FIELDS = ("code", "name", "parent")


def is_region_file(path: Path) -> bool:
    """True where the file has the columns of regions.

    Raises:
        FileRefused: where it cannot be read.
    """
    columns = set(open_table(path).columns)
    headings = {table_words().regions.headings[name] for name in _FIELDS}
    return (columns >= set(_FIELDS) or columns >= headings) and "item_code" not in columns


def read_regions(path: Path, known: Mapping[str, Region]) -> tuple[Region, ...]:
    """The regions of a file, outer ones first.

    Args:
        path: the file.
        known: the regions there are already, by code; new ones may lie in them.

    Raises:
        FileRefused: naming the first row that is wrong; regions are taken whole or not at all.
    """
    headings = table_words().regions.headings
    found: dict[str, Region] = {}
    for row in open_table(path):
        if isinstance(row, Problem):
            raise FileRefused(row)
        told = {name: row.values.get(name, row.values.get(headings[name])) for name in headings}
        code, name, parent = (_word(told[column]) for column in _FIELDS)
        if code is None or name is None:
            field = "name" if code else "code"
            raise _wrong(path, row.number, field, "is empty", "Give each region a code and a name")
        if code in found:
            raise _wrong(path, row.number, "code", f"{code!r} stands twice", "Delete one of them")
        tree = {**known, **found}
        if parent is not None and parent not in tree:
            problem = f"{parent!r} is not the code of a region above this row or in the base"
            raise _wrong(path, row.number, "parent", problem, "Put outer regions first")
        if code in _line(tree, parent):
            problem = f"{parent!r} lies in {code!r} itself"
            raise _wrong(path, row.number, "parent", problem, "Name the region around it")
        aliases = told["aliases"] or ()
        listed = aliases.replace("、", ",").split(",") if isinstance(aliases, str) else aliases
        names = tuple(str(each).strip() for each in listed) if isinstance(listed, list) else ()
        found[code] = Region(
            code=code, name=name, parent=parent, aliases=tuple(filter(None, names))
        )
    return tuple(found.values())


def _line(tree: Mapping[str, Region], code: str | None) -> Iterator[str]:
    """A region and those around it."""
    while code is not None:
        yield code
        code = tree[code].parent


def _word(value: object) -> str | None:
    return (str(value).strip() or None) if value is not None else None


def _wrong(path: Path, row: int, field: str, problem: str, remedy: str) -> FileRefused:
    return FileRefused(
        Problem(file=str(path), row=row, field=field, problem=problem, remedy=remedy)
    )
