import re
import tomllib

import pytest
from markdown_page import ROOT, Page, pages

PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PACKAGES = PYPROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]


@pytest.mark.parametrize(("name", "heading"), [
    ("README.md", "The tree"),
    ("docs/architecture.md", "The house as it is built"),
])  # fmt: skip
def test_the_tree_that_is_drawn_is_the_one_that_is_there(name: str, heading: str) -> None:
    tree = Page.read(name).section(heading).fenced("")[0]
    folders = re.findall(r"^\s*(\w+)/|(?<=  )(\w+)/$", tree, re.MULTILINE)
    drawn = {first or second for first, second in folders}
    assert drawn == {*PACKAGES, "tests", "docs"}
    assert all((ROOT / each).is_dir() for each in drawn)


def test_the_layers_are_told_in_their_order() -> None:
    layers = next(
        each["layers"]
        for each in PYPROJECT["tool"]["importlinter"]["contracts"]
        if each["type"] == "layers"
    )
    assert " → ".join(layers) in Page.read("docs/architecture.md").text


def test_what_the_readme_tells_to_make_can_be_made() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    told = {
        name
        for page in pages()
        for name in re.findall(r"(?:`|^)make ([a-z]+)\b", page.text, re.MULTILINE)
    }
    assert {"serve", "test", "check"} <= told <= targets


def test_the_changelog_tells_of_the_version_that_is_built() -> None:
    assert f"[{PYPROJECT['project']['version']}]" in Page.read("CHANGELOG.md").headings()[1]
