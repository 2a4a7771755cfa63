"""Column mappings: which column of a source is which field, told in TOML and in no code.

A mapping lies in `kb/mappings/NAME.toml` or anywhere else as a file. Its keys are those of
`kb.mapping_rules.ColumnMapping`.
"""

import tomllib
from collections.abc import Sequence
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from pydantic import ValidationError

from kb.errors import MappingInvalid
from kb.mapping_rules import ColumnMapping, ColumnRule, Explode

__all__ = [
    "CANONICAL",
    "ColumnMapping",
    "ColumnRule",
    "Explode",
    "canonical_mapping",
    "find_mapping",
    "known_mappings",
    "read_mapping",
]

CANONICAL = (
    "guides",
    "faqs",
    "life_events",
    "notices",
    "policies",
    "items",
)  # the formats of the hotline itself


def known_mappings() -> tuple[str, ...]:
    """The names of the mappings that come with the hotline."""
    return tuple(sorted(each.name.removesuffix(".toml") for each in _folder().iterdir()))


def find_mapping(name: str) -> ColumnMapping:
    """A mapping by its name, or by the path of its TOML file.

    Raises:
        MappingInvalid: where there is none, naming those that exist, or where it is wrong.
    """
    if name in known_mappings():
        return read_mapping(_folder().joinpath(f"{name}.toml"))
    path = Path(name)
    if path.suffix == ".toml" and path.is_file():
        return read_mapping(path)
    raise MappingInvalid(
        f"There is no mapping {name!r}. Known are: {', '.join(known_mappings())}; "
        "or give the path of a TOML file"
    )


def read_mapping(path: Path | Traversable) -> ColumnMapping:
    """Read and check the TOML file of a mapping; its source is the file's name unless it says.

    Raises:
        MappingInvalid: naming the file, the key and what would be right.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise MappingInvalid(f"{path.name}: not valid TOML: {error}") from error
    except OSError as error:
        raise MappingInvalid(f"{path.name}: cannot be read: {error.strerror}") from error
    try:
        return ColumnMapping.model_validate({"source": path.name.removesuffix(".toml")} | data)
    except ValidationError as error:
        said = "; ".join(
            f"key {'.'.join(map(str, each['loc'])) or '(whole file)'}: {each['msg']}"
            for each in error.errors()
        )
        raise MappingInvalid(f"{path.name}: {said}") from error


def canonical_mapping(columns: Sequence[str]) -> ColumnMapping:
    """The mapping for a file in the hotline's own format, told from its columns.

    Raises:
        MappingInvalid: where the columns are those of none, naming what each format needs.
    """
    needs: list[str] = []
    for name in CANONICAL:
        mapping = find_mapping(name)
        missing = mapping.missing(columns)
        only_names = name == "guides" and not find_mapping("items").unknown(columns)
        if not missing and not only_names:
            return mapping
        needs.append(f"{name} needs {', '.join(map(repr, mapping.required_columns()))}")
    raise MappingInvalid(
        f"No mapping is named, and the columns ({', '.join(map(repr, columns))}) are not those of "
        f"the hotline's own formats: {'; '.join(needs)}. Rename the columns, or name a mapping"
    )


def _folder() -> Traversable:
    return files("kb").joinpath("mappings")
