"""Equal texts count as one: entries that say the same cannot be told apart by anyone who asks."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from kb.identity import name_key
from kb.records import Faq, Guide, Item, Policy, Record, code_of
from retriever.tokens import normalise

Groups = tuple[tuple[str, ...], ...]  # codes that share a text; a code may stand in several


def searched_texts(record: Record) -> Iterator[tuple[str, str]]:
    """The texts that make a record what it is, with their kind: two records may share one.

    An item is its name, as catalogues' names are compared (`kb.identity`); a question is its words
    or its answer, a policy is its text. Aliases do not count: two items may share a short name and
    be different things.
    """
    match record:
        case Guide() | Item():
            yield "name", name_key(record.name)
        case Faq():
            yield "question", record.question
            yield "answer", record.answer
        case Policy():
            yield "text", record.text


def equal_groups(texts: Iterable[tuple[str, str, str]]) -> Groups:
    """Codes that share a text, from (code, kind of text, text); texts are compared normalised."""
    sharing: defaultdict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for code, kind, text in texts:
        sharing[kind, normalise(text)][code] = None
    found = {tuple(sorted(codes)) for codes in sharing.values() if len(codes) > 1}
    return tuple(sorted(found))


def groups_of(records: Iterable[Record]) -> Groups:
    """The groups of a published base."""
    return equal_groups(
        (code_of(record), kind, text) for record in records for kind, text in searched_texts(record)
    )


class Equals:
    """Which codes count as which."""

    def __init__(self, groups: Groups) -> None:
        self.groups = groups
        self._of: Mapping[str, frozenset[str]] = _united(groups)

    def to(self, code: str) -> frozenset[str]:
        """The code and all that share a text with it; not what shares a text only with those."""
        return self._of.get(code, frozenset((code,)))

    def golds(self, gold: Sequence[str]) -> tuple[str, ...]:
        """The golds without those that equal an earlier one."""
        kept: list[str] = []
        for code in gold:
            if not any(code in self.to(other) for other in kept):
                kept.append(code)
        return tuple(kept)

    def judged(self, codes: Iterable[str], gold: Sequence[str]) -> list[str]:
        """A ranking in which what equals a gold stands as that gold, once, at its first place."""
        named = {equal: code for code in reversed(gold) for equal in self.to(code)}
        return list(dict.fromkeys(named.get(code, code) for code in codes))


def _united(groups: Groups) -> Mapping[str, frozenset[str]]:
    united: defaultdict[str, set[str]] = defaultdict(set)
    for group in groups:
        for code in group:
            united[code].update(group)
    return {code: frozenset(codes) for code, codes in united.items()}
