"""Finding the regions that a file writes, and making those it brings along."""

from kb.errors import RegionUnknown
from kb.regions import Region, Regions, short_name, split_path


class RegionFinder:
    """Regions as the rows of one file write them; with `create`, unknown paths are made."""

    def __init__(self, regions: Regions, *, create: bool) -> None:
        self._regions = regions
        self._create = create
        self._known: dict[str, str] = {}
        self._made: dict[str, Region] = {}

    def find(self, written: str) -> str:
        """The code of a region written as code, path or name.

        Raises:
            RegionUnknown: naming the choices, where none fits and none is made, or several fit.
        """
        if written not in self._known:
            self._known[written] = self._code(written)
        return self._known[written]

    def made(self, used: set[str]) -> tuple[Region, ...]:
        """The regions made that `used` codes need, outer ones first."""
        needed = {code for each in used for code in self._regions.line(each)}
        return tuple(region for code, region in self._made.items() if code in needed)

    def _code(self, written: str) -> str:
        try:
            return self._regions.resolve(written).code
        except RegionUnknown as error:
            names = split_path(written)
            # A code that is not known stays unknown: no region is called by letters and digits.
            if not self._create or error.ambiguous or not names or any(map(str.isascii, names)):
                raise
        return self._make(names)

    def _make(self, names: tuple[str, ...]) -> str:
        code = self._outermost(names[0])
        for name in names[1:]:
            code = self._below(code, name) or self._add(name, code)
        return code

    def _outermost(self, name: str) -> str:
        try:
            return self._regions.resolve(name).code
        except RegionUnknown as error:
            if error.ambiguous:
                raise
            return self._add(name, None)

    def _below(self, parent: str, name: str) -> str | None:
        for region in self._regions:
            called = (region.name, short_name(region.name), *region.aliases)
            if region.parent == parent and name in called:
                return region.code
        return None

    def _add(self, name: str, parent: str | None) -> str:
        """Make a region; its code is its path, so that every import gives it the same one."""
        above = self._regions.path(parent) if parent is not None else ()
        region = Region(code="/".join((*above, name)), name=name, parent=parent)
        self._made[region.code] = region
        self._regions = Regions((*self._regions, region))
        return region.code
