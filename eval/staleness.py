"""Whether a case still fits the guides it was made from."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from hashlib import sha256

from eval.cases import Case
from kb.canonical import digest
from kb.records import Guide, Item, Record


class Freshness(StrEnum):
    """How a case stands to the published base."""

    FRESH = "fresh"
    CHANGED = "changed"  # the guides say something else now
    GONE = "gone"  # none of its codes is published
    UNTOLD = "untold"  # the case does not say what it was made from


def made_from(case: Case, records: Iterable[Record], region: str | None = None) -> str:
    """What belongs into `case.made_from`: one digest over the records that the case is about.

    These are, of the records of its gold codes, those of its region and situation; where none
    fits, all of them. A change in another district therefore does not make it stale.

    Args:
        case: its gold and situation are looked at.
        records: published ones of the gold codes, in any order.
        region: code of the case's region.
    """
    digests = sorted(digest(each) for each in about(case, list(records), region))
    return sha256("\n".join(digests).encode()).hexdigest()


def about(case: Case, records: Sequence[Record], region: str | None) -> Sequence[Record]:
    """The records of the case's region and situation; all where none fits."""
    of_region = [each for each in records if region in (None, _region(each))]
    fitting = [
        each
        for each in of_region or records
        if case.situation is None or (isinstance(each, Guide) and each.situation == case.situation)
    ]
    return fitting or of_region or records


def freshness(case: Case, records: Sequence[Record], region: str | None = None) -> Freshness:
    """How the case stands to the records that its gold codes have now."""
    if case.gold and not records:
        return Freshness.GONE
    if case.made_from is None:
        return Freshness.UNTOLD
    told = made_from(case, records, region)
    return Freshness.FRESH if told == case.made_from else Freshness.CHANGED


STALE_DAYS = 730  # after which something verified counts as stale, as in `hotline kb lint`


def aged(
    by_code: Mapping[str, Sequence[Record]], today: date, days: int = STALE_DAYS
) -> Iterator[tuple[str, str, str]]:
    """Guides that have run out (`expired`) or were verified too long ago (`unverified`).

    Yields:
        code, name with region and situation, and which of both.
    """
    for code, records in by_code.items():
        for each in records:
            if not isinstance(each, Guide):
                continue
            told = "，".join(filter(None, (each.region, each.situation)))
            name = f"{each.name}（{told}）" if told else each.name
            if each.valid_until is not None and each.valid_until < today:
                yield code, name, "expired"
            elif each.verified_on is not None and each.verified_on < today - timedelta(days=days):
                yield code, name, "unverified"


def _region(record: Record) -> str | None:
    return None if isinstance(record, Item) else record.region
