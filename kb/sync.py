"""Sync as set operations over {id: digest}: what a new import of a source changes."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Changes:
    """The ids that an import creates, updates, leaves as they are and withdraws, sorted."""

    created: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """True where nothing is created, updated or withdrawn."""
        return not (self.created or self.updated or self.withdrawn)


def changes(old: Mapping[str, str], new: Mapping[str, str]) -> Changes:
    """Compare the digests kept for a source with those of its newest import."""
    both = old.keys() & new.keys()
    return Changes(
        created=tuple(sorted(new.keys() - old.keys())),
        updated=tuple(sorted(each for each in both if old[each] != new[each])),
        unchanged=tuple(sorted(each for each in both if old[each] == new[each])),
        withdrawn=tuple(sorted(old.keys() - new.keys())),
    )
