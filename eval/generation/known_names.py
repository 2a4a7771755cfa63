"""Every name in a base, and which items a few words could mean."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property

from eval.generation.terms import fold, without_brackets

_PAIR = 2


class KnownNames:
    """The names and aliases of all items; texts are compared folded (`eval.generation.terms`)."""

    def __init__(
        self,
        names: Mapping[str, Sequence[str]],
        is_visible: Callable[[str, str | None], bool],
    ) -> None:
        """Take in the names.

        Args:
            names: code → what the item is called, its name first.
            is_visible: whether an item, by its code, can be found from a region.
        """
        self._names = names
        self._is_visible = is_visible

    @cached_property
    def _by_key(self) -> dict[str, tuple[str, ...]]:
        """Folded name or alias → the codes that are called so."""
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for code, names in self._names.items():
            for name in names:
                found[fold(name)][code] = None
        found.pop("", None)
        return {key: tuple(codes) for key, codes in found.items()}

    @cached_property
    def _by_part(self) -> dict[str, tuple[str, ...]]:
        """The same, and names without their brackets, which others may be called by in short."""
        found = {key: dict.fromkeys(codes) for key, codes in self._by_key.items()}
        for code, names in self._names.items():
            if key := fold(without_brackets(names[0])):
                found.setdefault(key, {})[code] = None
        return {key: tuple(codes) for key, codes in found.items()}

    @cached_property
    def _by_pair(self) -> dict[str, list[str]]:
        """Two neighbouring characters → the keys that hold them."""
        found: dict[str, list[str]] = defaultdict(list)
        for key in self._by_part:
            for pair in dict.fromkeys(_pairs(key)):
                found[pair].append(key)
        return found

    def called(self, text: str, *, but: str | None = None, region: str | None = None) -> bool:
        """Whether an item other than `but`, visible from the region, is called just so."""
        return any(self._visible_others(self._by_key.get(fold(text), ()), but, region))

    def means_more(self, text: str, code: str, region: str | None) -> bool:
        """Whether a shortened name also stands within the name of another visible item."""
        key = fold(text)
        if len(key) < _PAIR:
            return True
        rarest = min((self._by_pair.get(pair, []) for pair in _pairs(key)), key=len)
        return any(
            self._visible_others(self._by_part[name], code, region)
            for name in rarest
            if key in name
        )

    def fits_more(self, parts: Iterable[str], code: str, region: str | None) -> bool:
        """Whether the parts of a name all stand in the name of another visible item."""
        keys = [key for key in map(fold, parts) if key]
        pairs = [pair for key in keys for pair in _pairs(key)]
        if not pairs:
            return True
        rarest = min((self._by_pair.get(pair, []) for pair in pairs), key=len)
        return any(
            self._visible_others(self._by_part[name], code, region)
            for name in rarest
            if all(key in name for key in keys)
        )

    def likeness(self, text: str, but: str | None = None) -> float:
        """How near the nearest name comes to a text, names of the item `but` apart.

        |A ∩ B| / min(|A|, |B|) over the sets of neighbouring characters of the folded texts
        (overlap coefficient, Szymkiewicz and Simpson), 0 to 1.
        """
        pairs = set(_pairs(fold(text)))
        common: dict[str, int] = defaultdict(int)
        for pair in pairs:
            for name in self._by_pair.get(pair, ()):
                if self._by_part[name] != (but,):
                    common[name] += 1
        return max(
            (count / max(1, min(len(pairs), len(set(_pairs(n))))) for n, count in common.items()),
            default=0.0,
        )

    def _visible_others(
        self, codes: Iterable[str], but: str | None, region: str | None
    ) -> tuple[str, ...]:
        return tuple(each for each in codes if each != but and self._is_visible(each, region))


def _pairs(text: str) -> list[str]:
    return [text[at : at + _PAIR] for at in range(len(text) - 1)]
