import ast
import re
from collections.abc import Iterator

import pytest
from markdown_page import ROOT, Page, names_in

from dialogue.turn import Status
from kb.elements import VALUE_TYPES, Element

GLOSSARY = Page.read("docs/glossary.md")
_CHINESE = re.compile(r"[\u4e00-\u9fff]+")
# Modules whose every public class is a word of the field.
_DOMAIN = ("kb/elements.py", "kb/records.py", "kb/regions.py", "kb/entries.py")


def classes(package: str) -> Iterator[tuple[str, str, str]]:
    """(file, name, first line of the docstring) of the public classes; nothing is imported."""
    for path in sorted((ROOT / package).rglob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                told = ast.get_docstring(node) or ""
                yield path.relative_to(ROOT).as_posix(), node.name, told.split("\n", 1)[0]


WORDS = {
    name: told
    for package in ("kb", "retriever", "dialogue", "tui", "eval")
    for file, name, told in classes(package)
    if file in _DOMAIN or _CHINESE.match(told)
}


@pytest.mark.parametrize("name", WORDS)
def test_a_word_of_the_field_stands_in_the_glossary_with_its_chinese_term(name: str) -> None:
    lines = [line for line in GLOSSARY.text.splitlines() if f"`{name}`" in line]
    assert lines, f"{name} is missing"
    if term := _CHINESE.match(WORDS[name]):
        assert any(term[0] in line for line in lines), f"{term[0]} is missing beside {name}"


def test_elements_stand_there_with_the_types_that_hold_them() -> None:
    rows = GLOSSARY.section("Elements of a guide").rows()
    assert [(names_in(row[1])[0], names_in(row[2])[0]) for row in rows] == [
        (element.value, VALUE_TYPES[element].__name__) for element in Element
    ]


def test_every_status_stands_there_and_whether_this_version_gives_it() -> None:
    rows = GLOSSARY.section("What a reply can be").rows()
    assert [names_in(row[0])[0] for row in rows] == [status.value for status in Status]
    code = "".join(
        path.read_text(encoding="utf-8")
        for path in (ROOT / "dialogue").rglob("*.py")
        if path.name != "turn.py"
    )
    given = {Status[name].value for name in re.findall(r"\bStatus\.([A-Z_]+)\b", code)}
    assert {names_in(row[0])[0] for row in rows if row[1] == "yes"} == given


@pytest.mark.parametrize(
    "heading",
    ["What is known", "How it is kept", "A conversation", "In the terminal", "Measuring"],
)
def test_a_name_stands_in_the_module_that_the_glossary_gives(heading: str) -> None:
    for row in GLOSSARY.section(heading).rows():
        for module in (name for name in names_in(row[2]) if re.fullmatch(r"\w+(\.\w+)+", name)):
            place = ROOT / module.replace(".", "/")
            files = [*place.rglob("*.py")] if place.is_dir() else [place.with_suffix(".py")]
            code = "".join(each.read_text(encoding="utf-8") for each in files)
            for name in names_in(row[1]):
                assert re.search(rf"\b{re.escape(name.rstrip('…'))}", code), (name, module)
