"""Items that their own name does not find: what a citizen who knows the name would get."""

from collections.abc import Callable, Iterator

from eval.equality import Equals, groups_of
from kb.lint import Check, LintFinding
from kb.lint.finding import finding_of
from kb.records import RecordKind, code_of, kind_of, name_of
from kb.store import Store
from retriever.base import Base
from retriever.results import Query

Progress = Callable[[int, int | None], None]


def own_names(base: Base, store: Store, progress: Progress | None = None) -> Iterator[LintFinding]:
    """Ask for every item by its own name; those whose first hit is another item are faults.

    Items of the same name count as one: nobody could tell them apart by it.
    """
    records = list(store.records(base.generation))
    equal = Equals(groups_of(each.record for each in records))
    firsts = {
        code_of(each.record): each
        for each in reversed(records)
        if kind_of(each.record) in (RecordKind.GUIDE, RecordKind.ITEM)
    }
    for done, (code, stored) in enumerate(firsts.items(), 1):
        hits = base.find(Query(text=name_of(stored.record), k=1)).hits
        if progress:
            progress(done, len(firsts))
        if hits and hits[0].item_code not in equal.to(code):
            first = hits[0]
            yield finding_of(Check.OWN_NAME, stored, first=first.name, code=first.item_code)
