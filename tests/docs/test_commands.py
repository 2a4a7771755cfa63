from collections.abc import Iterator
from typing import Any

import pytest
import typer
from markdown_page import Page, names_in

from hotline.cli import app

MANUAL = Page.read("docs/commands.md")


def walk(command: Any, path: str = "hotline") -> Iterator[tuple[str, Any]]:
    """Every command that does something, and the groups that take options."""
    below = getattr(command, "commands", {})
    if not below or told(command):
        yield path, command
    for name, each in below.items():
        yield from walk(each, f"{path} {name}")


def told(command: Any) -> set[str]:
    """Arguments and options as the manual calls them."""
    return {
        each.name.upper() if each.param_type_name == "argument" else max(each.opts, key=len)
        for each in command.params
        if each.name != "help"
    }


COMMANDS = dict(walk(typer.main.get_command(app)))


def test_the_manual_has_every_command_and_no_other() -> None:
    assert [names_in(each)[0] for each in MANUAL.headings()[1:]] == list(
        dict.fromkeys(names_in(each)[0] for each in MANUAL.headings()[1:])
    )
    assert {names_in(each)[0] for each in MANUAL.headings()[1:]} == set(COMMANDS)


@pytest.mark.parametrize("path", COMMANDS)
def test_the_manual_has_every_argument_and_option_of_a_command_and_no_other(path: str) -> None:
    rows = MANUAL.section(f"`{path}`").rows()
    assert {names_in(row[0])[0].rstrip("…") for row in rows} == told(COMMANDS[path])
    assert all(row[1] for row in rows)


def test_every_command_says_what_it_does() -> None:
    assert [path for path, command in COMMANDS.items() if not command.help] == []
