import re
import string
from pathlib import Path
from typing import Any

import pytest

import tui
from dialogue.wording import wording
from tui.chat.help import told
from tui.chat.trouble import TroubleKind
from tui.words import words

FILLED: dict[str, set[str]] = {
    "app.connecting": {"url"},
    "app.region_refused": {"why"},
    "app.unknown_command": {"typed"},
    "conversation.still_working": {"n"},
    "conversation.below": {"n"},
    "conversation.folded": {"n"},
    "conversation.unfolded": {"n"},
    "composer.too_long": {"n", "max"},
    "sources.guide": {"name"},
    "sources.guide_element": {"name", "element"},
    "sources.version_number": {"n"},
    "sources.date": {"y", "m", "d"},
    "picker.pending": {"value"},
    "picker.changed": {"label", "value"},
    "picker.failed": {"reason"},
    "handoff.banner": {"state"},
    "handoff.position": {"n"},
    "handoff.wait_minutes": {"n"},
    "trouble.unreachable.text": {"url"},
    "trouble.busy.text": {"detail"},
    "trouble.invalid.text": {"detail"},
    "trouble.too_many.text": {"seconds"},
    "trouble.not_ready.text": {"detail"},
    "trouble.lost.text": {"detail"},
    "trouble.fault.text": {"detail"},
}


def sentences(table: Any, path: str = "") -> dict[str, str]:
    if isinstance(table, str):
        return {path: table}
    if not isinstance(table, dict):
        return {}
    return {
        place: text
        for name, below in table.items()
        for place, text in sentences(below, f"{path}.{name}".lstrip(".")).items()
    }


SENTENCES = sentences(words().model_dump())


@pytest.mark.parametrize("place", SENTENCES)
def test_a_sentence_has_the_gaps_that_are_filled_and_no_other(place: str) -> None:
    gaps = {name for _, name, _, _ in string.Formatter().parse(SENTENCES[place]) if name}
    assert gaps == FILLED.get(place, set())


def test_no_sentence_that_is_filled_is_missing() -> None:
    assert set(FILLED) <= set(SENTENCES)


def test_every_kind_of_trouble_has_its_words() -> None:
    assert set(words().trouble) == set(TroubleKind)


def test_elements_are_called_as_the_assistant_calls_them() -> None:
    assert words().elements == {str(name): said for name, said in wording().elements.items()}
    said = wording().clarification["none_of_these"]
    assert said == (words().conversation["none_of_these"],)


def test_no_key_and_no_typed_word_stands_for_two_things() -> None:
    commands = words().commands.values()
    keys = [each.key for each in commands]
    typed = [word for each in commands for word in each.typed]
    assert len(keys) == len(set(keys))
    assert len(typed) == len(set(typed))
    assert all(re.fullmatch(r"/\S+", word) for word in typed)


def test_the_help_has_every_key_and_fits_on_the_smallest_screen() -> None:
    assert all(each.meaning in told() for each in words().commands.values())
    assert len(told().splitlines()) <= 20


def test_every_sentence_is_used() -> None:
    code = "".join(path.read_text("utf-8") for path in Path(tui.__path__[0]).rglob("*.py"))
    by_name = ("app", "conversation", "composer", "sources", "picker", "handoff")
    named = [place.split(".")[1] for place in SENTENCES if place.split(".")[0] in by_name]
    assert [name for name in named if not re.search(rf"[\"']{name}[\"']", code)] == []
