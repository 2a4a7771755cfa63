from collections.abc import Callable

import pytest
from typer.testing import Result

from hotline.cli import chat

Command = Callable[..., Result]


def test_a_chat_without_a_terminal_says_what_else_there_is(run: Command) -> None:
    result = run("chat")
    assert result.exit_code == 2
    assert "hotline ask" in result.stderr


def test_with_nothing_published_no_screen_is_taken(
    run: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Terminal:
        def isatty(self) -> bool:
            return True

    class Streams:
        stdin = stdout = Terminal()

    monkeypatch.setattr(chat, "sys", Streams)
    result = run("chat")
    assert result.exit_code == 3
    assert "publish" in result.stderr
