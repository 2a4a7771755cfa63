"""What an encoder learns from: a question, the name it asks for, and names that it does not ask for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from retriever.fields import DocumentRole, Field
from retriever.ranking import find_candidates
from retriever.snapshot import Snapshot
from retriever.training.judging import Labelled
from retriever.wording import Encode, wordings

_SIBLING = 0.5  # share of a name that a sibling's begins with
_LOOKED_AT = 60  # documents found for a question that are looked through for wrong names


@dataclass(frozen=True, kw_only=True)
class Example:
    """One question beside the name that it asks for."""

    question: str  # as names are searched with it
    name: str
    wrong: tuple[str, ...]  # of other items; all examples have as many


def examples_of(
    snapshot: Snapshot, questions: Sequence[Labelled], encode: Encode, wrong: int
) -> list[Example]:
    """Questions about items of a base, each with the names that are likeliest mistaken for theirs.

    These are, by turns, the best that is wrong of what is found today and the siblings of the right
    one (names that begin alike: 「渔业捕捞许可审批·补发」 beside 「…·换发」). Only items that some
    question asks for may be wrong: a name that is never right would be pushed away for good.

    Args:
        snapshot: of the base.
        questions: about items that it holds; others are left out.
        encode: texts, as they are searched.
        wrong: names a question is told apart from; fewer where there are not so many.
    """
    names = names_of(snapshot)
    known = [each for each in questions if each.items[0] in names]
    asked = list(dict.fromkeys(item for each in known for item in each.items if item in names))
    siblings = siblings_of({item: names[item] for item in asked})
    wrong = min(wrong, len({names[item] for item in asked}) - 1)
    may = set(asked)
    worded = wordings([each.text for each in known], encode, snapshot.tokenizer, snapshot.ranker)
    made = []
    for question, wording in zip(known, worded, strict=True):
        found = find_candidates(snapshot, wording)[Field.NAMES].documents[:_LOOKED_AT]
        columns = snapshot.fields[Field.NAMES].store.columns
        near = [columns.item_codes[columns.items[each]] for each in found.tolist()]
        own = {names[item] for item in question.items if item in names}
        mistaken = _by_turns(
            [names[item] for item in near if item in may],
            [names[item] for item in siblings[question.items[0]]],
            [names[item] for item in asked],
        )
        others = [each for each in dict.fromkeys(mistaken) if each not in own][:wrong]
        if len(others) == wrong:
            made.append(
                Example(
                    question=wording[Field.NAMES].text,
                    name=names[question.items[0]],
                    wrong=tuple(others),
                )
            )
    return made


def names_of(snapshot: Snapshot) -> dict[str, str]:
    """The name of every item, by its code; questions, policies and the like are not among them."""
    documents = snapshot.fields[Field.NAMES].store.filter_documents()
    return {
        each.meta["item_code"]: each.content or ""
        for each in reversed(documents)
        if each.meta["role"] == DocumentRole.NAME
    }


def siblings_of(names: Mapping[str, str]) -> dict[str, list[str]]:
    """Of each item those whose names begin as its own does, for half of the longer name or more.

    Args:
        names: by item.

    Returns:
        items by item, nearest in the order of their names first.
    """
    ordered = sorted(names, key=names.__getitem__)
    found: dict[str, list[str]] = {item: [] for item in names}
    for _, group in groupby(ordered, key=lambda item: names[item][:2]):
        family = list(group)
        for place, item in enumerate(family):
            others = sorted(family, key=lambda other: abs(family.index(other) - place))
            found[item] = [
                other for other in others if other != item and _alike(names[item], names[other])
            ]
    return found


def _alike(name: str, other: str) -> bool:
    common = 0
    for one, two in zip(name, other, strict=False):
        if one != two:
            break
        common += 1
    return common >= _SIBLING * max(len(name), len(other))


def _by_turns(near: Sequence[str], siblings: Sequence[str], others: Sequence[str]) -> list[str]:
    """The first of both in turns, then what is left of either, then others."""
    paired = [each for pair in zip(near, siblings, strict=False) for each in pair]
    return [*paired, *near, *siblings, *others]
