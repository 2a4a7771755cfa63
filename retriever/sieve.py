"""Many regular expressions over one text: only those are tried whose words it holds."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

import re2

Pattern = re.Pattern[str]
_LAST_TEXTS = 8  # one text is looked at group by group
_AROUND = re.compile(r"\(\?<?[=!]")
_SKIPPED = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]", re.DOTALL)  # escapes and classes


class Sieve:
    """Groups of patterns, and for each text those of them that may match anywhere in it.

    RE2 works out which words a match of a pattern must hold, and looks for all of them in one
    pass; Python's own `re` then runs the few patterns that are left, so what is found is the same.
    Of 842 patterns a question leaves about nine (docs/adr/0007).
    """

    def __init__(self) -> None:
        self._filter = re2.Filter()
        self._patterns: list[tuple[Group, Pattern]] = []
        self._of_text = lru_cache(maxsize=_LAST_TEXTS)(self._left)

    def group(self, patterns: Iterable[Pattern]) -> "Group":
        """Add patterns that are tried together; not after `close`."""
        group = Group(self, tuple(patterns))
        for pattern in group.patterns:
            self._filter.Add(without_lookaround(pattern.pattern))
            self._patterns.append((group, pattern))
        return group

    def close(self) -> "Sieve":
        """Make ready for texts, once every group is there."""
        if self._patterns:
            self._filter.Compile()
        return self

    def of(self, text: str) -> Mapping["Group", Sequence[Pattern]]:
        """The patterns that may match, by group, each group's in order."""
        return self._of_text(text)

    def _left(self, text: str) -> Mapping["Group", Sequence[Pattern]]:
        left: dict[Group, list[Pattern]] = defaultdict(list)
        if not self._patterns:
            return left
        # A lone half of a surrogate pair is in no word that is looked for.
        for number in sorted(self._filter.Match(text.encode("utf-8", "replace"), True) or ()):
            group, pattern = self._patterns[number]
            left[group].append(pattern)
        return dict(left)


class Group:
    """Patterns that are tried together; iterated over one text by `over`."""

    def __init__(self, sieve: Sieve, patterns: tuple[Pattern, ...]) -> None:
        self.patterns = patterns
        self._sieve = sieve

    def over(self, text: str) -> Iterator[re.Match[str]]:
        """All matches in a text, pattern by pattern."""
        for pattern in self._sieve.of(text).get(self, ()):
            yield from pattern.finditer(text)

    def any(self, text: str) -> bool:
        """Whether one of them matches somewhere."""
        return any(pattern.search(text) for pattern in self._sieve.of(text).get(self, ()))


def without_lookaround(pattern: str) -> str:
    """A pattern less what only looks around, which RE2 does not know: it matches more, never less."""
    kept: list[str] = []
    at = 0
    while at < len(pattern):
        if skipped := _SKIPPED.match(pattern, at):
            kept.append(skipped[0])
            at = skipped.end()
        elif _AROUND.match(pattern, at):
            kept.append("(?:)")
            at = _closed(pattern, at)
        else:
            kept.append(pattern[at])
            at += 1
    return "".join(kept)


def _closed(pattern: str, at: int) -> int:
    """Where the bracket that opens at a place is closed."""
    depth = 0
    while True:
        if skipped := _SKIPPED.match(pattern, at):
            at = skipped.end()
            continue
        depth += {"(": 1, ")": -1}.get(pattern[at], 0)
        at += 1
        if not depth:
            return at
