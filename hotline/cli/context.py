"""The settings of this run of the command."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from hotline.cli.output import say

if TYPE_CHECKING:
    from hotline.settings import Settings

_given: dict[str, Any] = {}


def set_data_dir(data_dir: Path | None) -> None:
    """Remember the option that stands before the subcommand."""
    if data_dir is not None:
        _given["data_dir"] = data_dir
    else:
        _given.pop("data_dir", None)


def settings(**options: Any) -> "Settings":
    """The settings, with the options that were given; exit 2 and a sentence where one is wrong."""
    from tomllib import TOMLDecodeError

    from pydantic import ValidationError

    from hotline.settings import Settings

    chosen = {name: value for name, value in options.items() if value is not None}
    try:
        return Settings(**_given, **chosen)
    except ValidationError as error:
        for each in error.errors():
            say(f"hotline: setting {'.'.join(map(str, each['loc']))}: {each['msg']}")
        raise typer.Exit(2) from error
    except TOMLDecodeError as error:
        say(f"hotline: hotline.toml is not valid TOML: {error}. Mend it or remove it")
        raise typer.Exit(2) from error
