"""Mappings of case columns: which column of a file is which field of a case, told in TOML.

They lie in `eval/mappings/NAME.toml` or anywhere else as a file; rules are those of the
knowledge base's own mappings (`kb.mapping_rules.ColumnRule`).
"""

import tomllib
from collections.abc import Sequence
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from eval.errors import CaseMappingInvalid
from kb.mapping_rules import ShortRule

CANONICAL = "cases"
FIELDS = (
    "id", "question", "turns", "gold", "element", "region", "situation", "answer", "expect", "tags",
    "parts", "meant", "absent", "made_from",
)  # fmt: skip


class CaseMapping(BaseModel):
    """How the columns of a file become the fields of cases; files may lack any optional column."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str
    columns: dict[str, ShortRule]
    ignored: tuple[str, ...] = ()  # columns that are known and not used
    sheet: str | None = None

    @model_validator(mode="after")
    def _known_fields(self) -> Self:
        for name in self.columns:
            if name not in FIELDS:
                raise ValueError(
                    f"columns.{name} is no field of a case; fields are {', '.join(FIELDS)}"
                )
        if not {"question", "turns"} & self.columns.keys():
            raise ValueError("columns.question (or columns.turns) is missing")
        return self

    def missing(self, columns: Sequence[str]) -> tuple[str, ...]:
        """What a file must have and does not: the columns of a question."""
        asked = [self.columns[name] for name in ("question", "turns") if name in self.columns]
        names = [name for rule in asked for name in rule.sources()]
        return () if set(names) & set(columns) else (" / ".join(names),)

    def unknown(self, columns: Sequence[str]) -> tuple[str, ...]:
        """The columns of a file that are neither used nor ignored."""
        used = {name for rule in self.columns.values() for name in rule.sources()}
        return tuple(name for name in columns if name not in used | set(self.ignored))


def known_case_mappings() -> tuple[str, ...]:
    """The names of the mappings that come with the hotline."""
    return tuple(sorted(each.name.removesuffix(".toml") for each in _folder().iterdir()))


def find_case_mapping(name: str) -> CaseMapping:
    """A mapping by its name, or by the path of its TOML file.

    Raises:
        CaseMappingInvalid: where there is none, naming those that exist, or where it is wrong.
    """
    if name in known_case_mappings():
        return _read(_folder().joinpath(f"{name}.toml"))
    path = Path(name)
    if path.suffix == ".toml" and path.is_file():
        return _read(path)
    raise CaseMappingInvalid(
        f"There is no mapping of cases {name!r}. Known are: {', '.join(known_case_mappings())}; "
        "or give the path of a TOML file"
    )


def _read(path: Path | Traversable) -> CaseMapping:
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        return CaseMapping.model_validate(data)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CaseMappingInvalid(f"{path.name}: not valid TOML: {error}") from error
    except OSError as error:
        raise CaseMappingInvalid(f"{path.name}: cannot be read: {error.strerror}") from error
    except ValidationError as error:
        said = "; ".join(
            f"key {'.'.join(map(str, each['loc'])) or '(whole file)'}: {each['msg']}"
            for each in error.errors()
        )
        raise CaseMappingInvalid(f"{path.name}: {said}") from error


def _folder() -> Traversable:
    return files("eval").joinpath("mappings")
