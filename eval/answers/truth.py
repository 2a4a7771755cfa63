"""What is right for a question: the guides themselves say."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from api import schemas
from eval.callers import Caller
from eval.cases import Case, Part
from eval.equality import Equals
from kb.elements import Element
from kb.records import Record, name_of


@dataclass(frozen=True, kw_only=True)
class Alternative:
    """One guide, or one text, that the right answer may come from."""

    region: str | None  # code; None: any
    situation: str | None  # None: any
    parts: tuple[str, ...]  # each must be told whole


@dataclass(frozen=True, kw_only=True)
class Truth:
    """正解: what a right reply to one question is about, and what it must tell."""

    codes: tuple[str, ...]  # any one is right
    names: tuple[str, ...]  # what these are called, as an option may label them
    element: str | None
    region: str | None  # code of the guide's region; None: left open
    situation: str | None  # None: left open
    asked_regions: tuple[str, ...]  # names of the region that the citizen is in, as options say it
    alternatives: tuple[Alternative, ...]


class Truths:
    """Looks up what is right in the base that is asked; pages of guides are kept."""

    def __init__(self, caller: Caller, equals: Equals | None) -> None:
        self._caller = caller
        self._equals = equals or Equals(())
        self._records: Mapping[str, Sequence[Record]] = caller.records() or {}
        self.page = lru_cache(maxsize=8192)(caller.guides)

    def of(self, case: Case) -> tuple[Truth, ...]:
        """What is right for each thing that a case asks."""
        return tuple(self._of(part, part.region or case.region) for part in case.asked)

    def meant(self, case: Case) -> tuple[tuple[Truth, ...], ...]:
        """What is meant by each turn before the last; nothing where the case does not tell."""
        told = tuple((self._of(part, part.region),) for part in case.meant)
        return told or ((),) * (len(case.turns) - 1)

    def _of(self, part: Part, region: str | None) -> Truth:
        codes = tuple(dict.fromkeys(c for gold in part.gold for c in sorted(self._equals.to(gold))))
        page = self.page(part.gold[0], region) if part.gold else None
        pages = list(self._pages(page, part.gold[0], region)) if page else []
        settled = page.region.code if page and page.region and len(pages) == 1 else None
        situations = {guide.situation for each in pages for guide in each.guides}
        only = next(iter(situations)) if len(situations) == 1 else None
        return Truth(
            codes=codes,
            names=tuple(dict.fromkeys(self._names(codes, page))),
            element=part.element,
            region=settled,
            situation=part.situation or only,
            asked_regions=tuple(self._labels(region, settled)),
            alternatives=tuple(_alternatives(part, pages, settled, part.situation or only)),
        )

    def _pages(
        self, page: schemas.GuideResponse, code: str, region: str | None
    ) -> Iterator[schemas.GuideResponse]:
        """The guides that may be meant: those of the nearest region, or without one of every region."""
        yield page
        if region is None:
            for other in page.other_regions:
                found = self.page(code, other.code)
                if found and found.region and found.region.code == other.code:
                    yield found

    def _names(self, codes: Sequence[str], page: schemas.GuideResponse | None) -> Iterator[str]:
        if page:
            yield page.name
        for code in codes:
            for record in self._records.get(code, ()):
                yield name_of(record)

    def _labels(self, region: str | None, settled: str | None) -> Iterator[str]:
        for written in (region, settled):
            if written is not None:
                path = self._caller.regions().path(self._caller.region_code(written))
                yield path[-1]
                yield "".join(path)


def _alternatives(
    part: Part,
    pages: Sequence[schemas.GuideResponse],
    region: str | None,
    situation: str | None,
) -> Iterator[Alternative]:
    if part.answer:
        yield Alternative(region=region, situation=situation, parts=part.answer)
        return
    if not pages:
        yield Alternative(region=None, situation=None, parts=())
    for page in pages:
        for guide in page.guides:
            if situation not in (None, guide.situation):
                continue
            told = guide.elements.get(part.element) if part.element else None
            if part.element is None or told is not None:
                yield Alternative(
                    region=page.region.code if page.region else None,
                    situation=guide.situation,
                    parts=parts_of(part.element, told) if told else (),
                )


def parts_of(element: Element | None, told: schemas.ElementText) -> tuple[str, ...]:
    """What must be told of an element: each document of a list, or the whole text."""
    items = told.value.get("items") if element is Element.MATERIALS else None
    if isinstance(items, list) and items:
        names = [str(each["name"]) for each in items if isinstance(each, dict)]
        if all(name in told.text for name in names):
            return tuple(dict.fromkeys(names))
    return (told.text,)
