"""Cases from the terminal: read, parted, and how their columns are mapped."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hotline.cli.failures import explained
from hotline.cli.output import put_table, say

if TYPE_CHECKING:
    from eval.reading import CaseFile

CasesOption = Annotated[
    list[Path], typer.Option("--cases", help="JSONL, JSON, CSV or XLSX; may be given again.")
]
MappingOption = Annotated[
    str | None,
    typer.Option(help="How columns become fields: a name (see `eval mappings`) or a TOML file."),
]


def split(
    cases: CasesOption,
    first: Annotated[Path, typer.Argument(help="JSONL that gets about --share of the items.")],
    second: Annotated[Path, typer.Argument(help="JSONL that gets the others.")],
    share: Annotated[float, typer.Option(min=0, max=1, help="Share of the items.")] = 0.5,
    seed: Annotated[str, typer.Option(help="Another seed, another split.")] = "hotline",
    mapping: MappingOption = None,
) -> None:
    """Part cases by item or document: what stands in one file has no item in the other."""
    with explained():
        from eval.cases import split as parted
        from eval.cases import write_cases

        sides = parted(read_all_cases(cases, mapping).cases, share, seed)
        for path, side in zip((first, second), sides, strict=True):
            say(f"hotline: {write_cases(path, side)} cases written to {path}")


def mappings() -> None:
    """The mappings of case columns that come with the hotline."""
    from eval.case_mapping import find_case_mapping, known_case_mappings

    rows = [(name, find_case_mapping(name).title) for name in known_case_mappings()]
    put_table(("name", "what"), rows)


def read_all_cases(paths: list[Path], mapping: str | None) -> "CaseFile":
    """The cases of all files; columns that nobody reads are told."""
    from eval.case_mapping import find_case_mapping
    from eval.reading import read_all

    file = read_all(paths, find_case_mapping(mapping) if mapping else None)
    if file.unknown_columns:
        say(f"hotline: columns of the cases that nobody reads: {', '.join(file.unknown_columns)}")
    return file
