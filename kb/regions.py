"""Regions (区划) as a tree, and the ways in which people write them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from kb.errors import RegionUnknown

_SEPARATORS = re.compile(r"[,，、/／>›\s]+")
# 「广东省广州市」 written without separators: cut behind the province, the city and, where a street
# or town follows, the district. 沙市区 and 津市市 are no cities with something behind.
_RUN_ON = re.compile(
    r"^(.+?(?:省|自治区|特别行政区))?(.+?(?:市|自治州|地区|盟)(?![区县]|市$))?"
    r"(.+?(?:区|县|旗|市)(?=.+(?:街道|镇|乡|苏木)$))?(.+)?$"
)
_SUFFIX = re.compile(
    r"(?<=..)(?:特别行政区|自治区|自治州|自治县|地区|省|市|区|县|旗|盟|镇|乡|街道)$"
)


@dataclass(frozen=True, kw_only=True)
class Region:
    """区划: province › city › district › street; a district's guide beats the city's."""

    code: str
    name: str
    parent: str | None = None
    aliases: tuple[str, ...] = ()  # nicknames


def split_path(written: str) -> tuple[str, ...]:
    """Cut a written path into names, outermost first.

    Both orders are met (「双阳区,长春市,吉林省」 and 「广东省广州市」): the end that is called
    省, 自治区 or, failing that, 市 is the outer one.
    """
    names = tuple(part for part in _SEPARATORS.split(written.strip()) if part)
    if len(names) == 1 and (match := _RUN_ON.match(names[0])):
        return tuple(part for part in match.groups() if part)
    if len(names) > 1 and _outerness(names[-1]) > _outerness(names[0]):
        return names[::-1]
    return names


def _outerness(name: str) -> int:
    ranks = (
        ("省", 3),
        ("自治区", 3),
        ("特别行政区", 3),
        ("市", 2),
        ("自治州", 2),
        ("地区", 2),
        ("盟", 2),
    )
    street = name.endswith(("街道", "镇", "乡"))
    return next((rank for suffix, rank in ranks if name.endswith(suffix)), 0 if street else 1)


def short_name(name: str) -> str:
    """A region's name without 市, 区, 县 …, where two characters or more remain."""
    return _SUFFIX.sub("", name)


class Regions:
    """The tree of all regions of a base, and lookup by code, path or name."""

    def __init__(self, regions: Iterable[Region]) -> None:
        self._by_code = {region.code: region for region in regions}

    def __iter__(self) -> Iterator[Region]:
        return iter(self._by_code.values())

    def __len__(self) -> int:
        return len(self._by_code)

    def __contains__(self, code: object) -> bool:
        return code in self._by_code

    def __getitem__(self, code: str) -> Region:
        return self._by_code[code]

    @cached_property
    def _by_name(self) -> dict[str, list[str]]:
        names: dict[str, list[str]] = {}
        for region in self:
            for name in {region.name, short_name(region.name), *region.aliases}:
                names.setdefault(name, []).append(region.code)
        return names

    @cached_property
    def _children(self) -> dict[str | None, list[str]]:
        children: dict[str | None, list[str]] = {}
        for region in self:
            children.setdefault(region.parent, []).append(region.code)
        return children

    @property
    def names(self) -> dict[str, list[str]]:
        """Every way to name a region → the codes it can mean."""
        return self._by_name

    def line(self, code: str) -> tuple[str, ...]:
        """The region and its ancestors, nearest first."""
        codes = [code]
        while (parent := self._by_code[codes[-1]].parent) is not None:
            codes.append(parent)
        return tuple(codes)

    def path(self, code: str) -> tuple[str, ...]:
        """The names from the outermost region down to this one."""
        return tuple(self._by_code[each].name for each in reversed(self.line(code)))

    def subtree(self, code: str) -> tuple[str, ...]:
        """The region and everything below it."""
        found = [code]
        for each in found:
            found.extend(self._children.get(each, ()))
        return tuple(found)

    def resolve(self, written: str) -> Region:
        """Find a region by code, by full path in either order, or by a name unique in the base.

        Raises:
            RegionUnknown: naming the choices, where none or several fit.
        """
        written = written.strip()
        if written in self._by_code:
            return self._by_code[written]
        found = self._candidates(written)
        if len(found) == 1:
            return self._by_code[found[0]]
        choices = found or sorted(self._by_code, key=lambda code: len(self.line(code)))[:20]
        raise RegionUnknown(
            written, tuple("".join(self.path(code)) for code in choices), ambiguous=bool(found)
        )

    def _candidates(self, written: str) -> list[str]:
        if whole := self._by_name.get(written):
            return self._outermost_of_line(whole)
        names = tuple(part for part in _SEPARATORS.split(written) if part)
        if len(names) == 1:
            return self._outermost_of_line(self._run_on(names[0]))
        ordered = split_path(written)
        return self._at_path(ordered) or self._at_path(ordered[::-1])

    def _at_path(self, names: tuple[str, ...]) -> list[str]:
        """The regions called as the last name, below regions called as the others in order."""
        *outer, last = names or ("",)
        return self._outermost_of_line(
            [code for code in self._by_name.get(last, []) if self._is_below(code, outer)]
        )

    def _is_below(self, code: str, names: list[str]) -> bool:
        """Whether ancestors of a region, outermost first, are called by these names."""
        ancestors = iter(reversed(self.line(code)[1:]))
        return all(
            any(above in self._by_name.get(name, ()) for above in ancestors) for name in names
        )

    def _run_on(self, written: str) -> list[str]:
        """The regions whose name ends the text and whose ancestors' names fill the rest of it."""
        found: dict[str, None] = {}
        for cut in range(1, len(written)):
            for code in self._by_name.get(written[cut:], ()):
                if self._is_spelt(written[:cut], self.line(code)[1:]):
                    found[code] = None
        return list(found)

    def _is_spelt(self, written: str, codes: tuple[str, ...]) -> bool:
        """Whether names of some of these regions, nearest last, make up the text."""
        if not written:
            return True
        for at, code in enumerate(codes):
            region = self._by_code[code]
            for name in {region.name, short_name(region.name), *region.aliases}:
                rest = written.removesuffix(name)
                if name and rest != written and self._is_spelt(rest, codes[at + 1 :]):
                    return True
        return False

    def _outermost_of_line(self, codes: list[str]) -> list[str]:
        """「吉林」 is the province and, inside it, the city: the exact outer one is meant."""
        return [code for code in codes if not any(other in self.line(code)[1:] for other in codes)]
