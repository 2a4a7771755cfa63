"""Reading our own documentation: sections, tables, fenced blocks and links."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^(#+) (.+)$", re.MULTILINE)
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


@dataclass(frozen=True)
class Page:
    """A file of the documentation, or a section of one."""

    path: Path
    text: str

    @classmethod
    def read(cls, name: str) -> "Page":
        path = ROOT / name
        return cls(path, path.read_text(encoding="utf-8"))

    def headings(self) -> list[str]:
        return [match[2] for match in _HEADING.finditer(self.prose())]

    def anchors(self) -> set[str]:
        """As the usual viewers make them: lower case, no punctuation, hyphens for spaces."""
        return {re.sub(r"[^\w\- ]", "", each.lower()).replace(" ", "-") for each in self.headings()}

    def section(self, heading: str) -> "Page":
        """What stands under a heading, up to the next of the same rank."""
        # A comment in a sample begins with # too: fenced blocks are blanked, keeping positions.
        bare = _FENCE.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), self.text)
        found = re.search(rf"^(#+) {re.escape(heading)}$", bare, re.MULTILINE)
        assert found, f"{self.path.name} has no section {heading!r}"
        following = re.search(rf"^#{{1,{len(found[1])}}} ", bare[found.end() :], re.MULTILINE)
        end = found.end() + following.start() if following else len(self.text)
        return Page(self.path, self.text[found.end() : end])

    def rows(self) -> list[list[str]]:
        """The rows of all tables, less headings."""
        lines = [line for line in self.prose().splitlines() if line.startswith("|")]
        under = [n for n, line in enumerate(lines) if set(line) <= set("|- ")]
        headings = {n - 1 for n in under} | set(under)
        return [
            [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
            for n, line in enumerate(lines)
            if n not in headings
        ]

    def fenced(self, language: str) -> list[str]:
        return [match[2] for match in _FENCE.finditer(self.text) if match[1] == language]

    def prose(self) -> str:
        return _FENCE.sub("", self.text)

    def links(self) -> list[str]:
        return _LINK.findall(self.prose())


def pages() -> Iterator[Page]:
    """Everything that is written for people."""
    for path in (*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))):
        yield Page.read(path.relative_to(ROOT).as_posix())


def names_in(cell: str) -> list[str]:
    """What stands in backticks."""
    return re.findall(r"`([^`]+)`", cell)


def transcripts(block: str) -> Iterator[tuple[str, str]]:
    """(command, what it printed) of a console block."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, printed = part.partition("\n")
        yield command, printed.strip("\n")
