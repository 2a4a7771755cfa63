import json
import re
from pathlib import Path

import pytest
from markdown_page import ROOT, Page, names_in

from api.problems import messages
from hotline.bootstrap import build, build_app
from hotline.settings import Settings

API = Page.read("docs/api.md")
DOCUMENT = json.loads((ROOT / "docs/openapi.json").read_text(encoding="utf-8"))
_TABLES_OF_WORDS = {"fields", "messages", "labels"}


def test_openapi_json_is_what_the_application_says_of_itself(tmp_path: Path) -> None:
    app = build_app(build(Settings(data_dir=tmp_path, encoder="hashing")))
    assert app.openapi() == DOCUMENT, "write it anew as docs/api.md says"


def test_every_kind_of_problem_stands_in_the_manual_with_its_status() -> None:
    told = [(names_in(row[0])[0], row[1]) for row in API.section("Errors").rows()]
    assert told == [
        (kind, str(words["status"]))
        for kind, words in messages().items()
        if kind not in _TABLES_OF_WORDS
    ]


def test_every_call_of_the_manual_is_one_that_the_server_takes() -> None:
    commands = [
        command
        for block in API.fenced("bash")
        for command in block.replace("\\\n", "").splitlines()
        if command.startswith("curl")
    ]
    known = {
        re.sub(r"\{\w+\}", "[^/]+", path): set(operations)
        for path, operations in DOCUMENT["paths"].items()
    } | {"/openapi.json": {"get"}}
    asked = set()
    for command in commands:
        found = re.search(r"localhost:8000(/\S+)", command)
        assert found, command
        path = next((each for each in known if re.fullmatch(each, found[1])), None)
        assert path, f"no such address: {found[1]}"
        method = "post" if "--json" in command or "-X POST" in command else "get"
        assert method in known[path], command
        asked.add(path)
    assert len(asked) > 6


@pytest.mark.parametrize("path", DOCUMENT["paths"])
def test_every_address_is_told_of(path: str) -> None:
    parts = [each for each in path.split("/") if each and not each.startswith("{")]
    assert all(re.search(rf"/{part}\b", API.text) for part in parts)


def test_the_fields_of_a_turn_are_told_of() -> None:
    fields = DOCUMENT["components"]["schemas"]["TurnRequest"]["properties"]
    assert [names_in(row[0])[0] for row in API.section("Turns").rows()] == list(fields)
