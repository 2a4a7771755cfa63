"""Where a matter is asked about: regions of the base, 「我们区」, or a place that it does not serve."""

import re
from collections.abc import Collection

from dialogue.phrases import phrase
from dialogue.understanding.words import words
from kb.regions import Regions
from retriever.place_names import places_in
from retriever.tokens import normalise

_AT_PLACE = re.compile(r"[哪什办补]|$")
_FEWEST = 2  # characters of a name
_CLAUSE = re.compile(r"[^,，。;；?？!！]+")


class RegionNames:
    """Finds the regions of a base by their names in a text."""

    def __init__(self, regions: Regions) -> None:
        self._regions = regions
        self._names: dict[str, tuple[str, ...]] = {}
        for name, codes in regions.names.items():
            if len(name) >= _FEWEST:
                known = self._names.get(normalise(name), ())
                self._names[normalise(name)] = tuple(dict.fromkeys((*known, *codes)))

    @property
    def known(self) -> Collection[str]:
        """All names, as normalised text has them."""
        return self._names

    def find(self, text: str) -> tuple[tuple[str, ...], str]:
        """The innermost regions that a normalised text can mean, and the text without them."""
        spans = {
            match.span()
            for name in self._names
            if name in text
            for match in re.finditer(re.escape(name), text)
        }
        longest = sorted(
            span
            for span in spans
            if not any(o[0] <= span[0] and span[1] <= o[1] and o != span for o in spans)
        )
        found = self._told_apart([self._names[text[start:end]] for start, end in longest])
        outer = {above for code in found for above in self._regions.line(code)[1:]}
        for start, end in reversed(longest):
            before, after = text[:start], text[end:]
            text = (before[:-1] if _dangles(before, after) else before) + after
        return tuple(code for code in dict.fromkeys(found) if code not in outer), text

    def asked_about(self, text: str, found: tuple[str, ...]) -> tuple[str, ...]:
        """Of several regions of a text the one in its last clause that names any, if it is one.

        「户口在北渡，人住南渡，南渡区哪里能补」 asks about where one wants to go.
        """
        if len(found) < 2:  # noqa: PLR2004 - one alone is settled already
            return found
        last = next(
            (
                codes
                for clause in reversed(_CLAUSE.findall(text))
                if (codes := self.find(clause)[0])
            ),
            found,
        )
        return last if len(last) == 1 else found

    def named_one_by_one(self, text: str) -> dict[str, str]:
        """The regions that a text names by names of their own, each with its name, in order."""
        places = sorted(
            (text.index(name), -len(name), codes[0], name)
            for name, codes in self._names.items()
            if name in text and len(codes) == 1
        )
        found: dict[str, str] = {}
        for _, _, code, name in places:
            found.setdefault(code, name)
        return found

    def _told_apart(self, meant: list[tuple[str, ...]]) -> list[str]:
        """All codes; of a name of several regions those that lie in another one named with it."""
        found: list[str] = []
        for at, codes in enumerate(meant):
            others = {code for before in (*meant[:at], *meant[at + 1 :]) for code in before}
            inside = [code for code in codes if others.intersection(self._regions.line(code)[1:])]
            found += inside or codes
        return found


def _dangles(before: str, after: str) -> bool:
    """Whether 在 has lost its place: 「在西岛区办」, 「居住卡在西岛区哪里办」."""
    return before.endswith("在") and (before == "在" or _AT_PLACE.match(after) is not None)


def is_here(text: str) -> bool:
    """Whether a normalised text speaks of the region that is known: 「我们区」, 「当地」."""
    return words("here")["here"].said(text)


def elsewhere_in(text: str, known: Collection[str]) -> str | None:
    """A real place which the base does not know and in which the matter is to be done."""
    for start, end in places_in(text, known):
        if not phrase("place_left_before").search(text[:start]) and not phrase(
            "place_left_after"
        ).match(text[end:]):
            return text[start:end]
    return None
