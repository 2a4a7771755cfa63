import re

import pytest
from markdown_page import ROOT, Page, pages

PAGES = {each.path.relative_to(ROOT).as_posix(): each for each in pages()}
# Readers are sent to no other host; samples use names that nobody owns.
_ALLOWED_HOSTS = re.compile(r"^(?:localhost|127\.0\.0\.1|(?:[\w-]+\.)*example(?:\.com)?)$")
# Paths of somebody's machine; a placeholder such as /srv/hotline is none.
_MACHINE_PATHS = re.compile(r"(?<![\w./])/(?:home|root|tmp|work|Users|mnt|opt|var|usr)/\S*")


def leads_somewhere(page: Page, link: str) -> bool:
    place, _, anchor = link.partition("#")
    target = (page.path.parent / place).resolve() if place else page.path
    if not target.exists() or not target.is_relative_to(ROOT):
        return False
    return not anchor or anchor in Page.read(target.relative_to(ROOT).as_posix()).anchors()


@pytest.mark.parametrize("name", PAGES)
def test_links_inside_the_documentation_lead_somewhere(name: str) -> None:
    inside = [link for link in PAGES[name].links() if "://" not in link]
    assert [link for link in inside if not leads_somewhere(PAGES[name], link)] == []


@pytest.mark.parametrize("name", PAGES)
def test_no_page_names_another_host_or_a_place_on_somebodys_machine(name: str) -> None:
    text = PAGES[name].text
    hosts = re.findall(r"\w+://([^/\s:)`\"']+)", text)
    assert [host for host in hosts if not _ALLOWED_HOSTS.match(host)] == []
    assert _MACHINE_PATHS.findall(text) == []


def test_the_readme_leads_to_every_page_of_the_manual() -> None:
    linked = {link.partition("#")[0] for link in PAGES["README.md"].links()}
    manual = {name for name in PAGES if re.fullmatch(r"docs/[^/]+\.md", name)}
    assert manual - linked == set()


def test_decision_records_are_numbered_and_each_number_stands_once() -> None:
    numbers = [each.name[:5] for each in sorted((ROOT / "docs/adr").glob("*.md"))]
    assert all(re.fullmatch(r"\d{4}-", number) for number in numbers)
    assert len(numbers) == len(set(numbers))


def test_every_decision_record_tells_what_it_costs_on_one_page() -> None:
    for path in (ROOT / "docs/adr").glob("*.md"):
        text = path.read_text(encoding="utf-8")
        assert re.search(r"^## .*\b(bad|costs?)\b", text, re.MULTILINE | re.IGNORECASE), path.name
        assert len(text.splitlines()) <= 80, path.name
