"""What the product itself says: its sentences, and the names by which it speaks of things."""

import re
from collections.abc import Iterator, Mapping
from functools import cached_property, lru_cache
from typing import Any

from dialogue.facts.fact import Fact, FactKind
from dialogue.facts.ground import Ground, ground_of
from dialogue.facts.reading import folded
from dialogue.wording import wording
from kb.regions import Regions

_HAN = re.compile("[\u4e00-\u9fff]+")
_FILLED_IN = re.compile(r"\{[^}]*\}")


class Told:
    """The sentences of the product, which need no citation, and the names of a base's regions."""

    def __init__(self, regions: Regions) -> None:
        self.regions = regions
        say = wording()
        self.elements: Mapping[str, str] = {
            folded(label): element.value
            for element, name in say.elements.items()
            for label in (say.said(element), name)
        }

    @property
    def ground(self) -> Ground:
        """The facts of the product's own sentences (12345, 「人工」 …)."""
        return _own_words()

    def regions_in(self, text: str) -> Iterator[Fact]:
        """The regions that a folded text names; of a path, 「云泽市青榆区」, the innermost."""
        matches = list(self._names.finditer(text))
        for match, after in zip(matches, (*matches[1:], None), strict=False):
            if after is None or match.end() != after.start() or not self._lies_in(after, match):
                yield Fact(kind=FactKind.REGION, value=match[0], said=match[0])

    def _lies_in(self, inner: re.Match[str], outer: re.Match[str]) -> bool:
        around = set(self._codes[outer[0]])
        codes = self._codes[inner[0]]
        return any(around.intersection(self.regions.line(code)[1:]) for code in codes)

    def is_heading(self, line: str) -> bool:
        """Whether a folded line says whose the lines around it are: a heading, or the source."""
        return line.endswith(":") or self.is_source(line)

    def is_source(self, line: str) -> bool:
        """Whether a folded line says out of which guide a reply is."""
        return line.startswith(tuple(each[0] for each in self._source))

    def beside_source(self, line: str) -> str:
        """What of such a line, less the names in it, is not the product's own sentence."""
        words = sorted({word for each in self._source for word in each}, key=len, reverse=True)
        for word in (*words, *self._unstated):
            line = line.replace(word, "")
        return "".join(_HAN.findall(line))

    @cached_property
    def _source(self) -> tuple[tuple[str, ...], ...]:
        said = (wording().answer[key] for key in ("source", "source_other"))
        return tuple(tuple(filter(None, map(folded, _FILLED_IN.split(each)))) for each in said)

    @cached_property
    def _unstated(self) -> tuple[str, ...]:
        return tuple(folded(wording().answer[key]) for key in ("unstated", "everywhere"))

    @cached_property
    def _codes(self) -> Mapping[str, list[str]]:
        return {folded(name): codes for name, codes in self.regions.names.items()}

    @cached_property
    def _names(self) -> re.Pattern[str]:
        names = sorted((n for n in self._codes if len(n) > 1), key=len, reverse=True)
        return re.compile("|".join(map(re.escape, names)) or r"(?!)")


@lru_cache(maxsize=1)
def _own_words() -> Ground:
    texts = _sentences(wording().model_dump(mode="json"))
    return ground_of(folded(part) for text in texts for part in _FILLED_IN.split(text) if part)


def _sentences(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            for each in value.values():
                yield from _sentences(each)
        case list() | tuple():
            for each in value:
                yield from _sentences(each)
