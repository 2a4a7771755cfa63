"""Small bases of one kind each: how sure one may be over them is another matter than over a whole one."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from kb.records import Faq, Item, Policy, Record
from kb.store import StoredRecord
from retriever.indexing import Indexed, indexed
from retriever.training.judging import Labelled
from retriever.training.own_questions import NamedQuestions, own_lines

_SOURCE = "own"
_NAMES_A_FOLD = 5  # a fold is what W was not learnt on


@dataclass(frozen=True, kw_only=True)
class SmallBase:
    """A base and what is asked of it."""

    records: Sequence[Record]
    questions: Sequence[Labelled]

    def indexed(self) -> Indexed:
        """Its documents."""
        return indexed(
            StoredRecord(record_id=str(number), source=_SOURCE, version=1, record=record)
            for number, record in enumerate(self.records)
        )


def policies_alone(published: Iterable[Record], labelled: Iterable[Labelled]) -> SmallBase:
    """The policies that were written for training, and those of a base that questions ask for."""
    questions: list[Labelled] = []
    records: list[Record] = []
    for number, line in enumerate(own_lines("policies.jsonl")):
        row = json.loads(line)
        code = f"own-policy-{number}"
        records.append(Policy(doc_id=code, title=row["title"], text=row["text"]))
        questions += [Labelled(text=each, items=(code,)) for each in row["questions"]]
    known = {each.doc_id: each for each in published if isinstance(each, Policy)}
    asked = [each for each in labelled if each.items[0] in known]
    wanted = dict.fromkeys(each.items[0] for each in asked)
    return SmallBase(
        records=[*records, *(known[code] for code in wanted)], questions=[*questions, *asked]
    )


def answers_alone(published: Iterable[Record]) -> SmallBase:
    """The FAQ of a base by their answers, asked for by the questions that they answer."""
    faq = [each for each in published if isinstance(each, Faq)]
    return SmallBase(
        records=[replace(each, index_question=False) for each in faq],
        questions=[
            Labelled(text=text, items=(each.faq_id,))
            for each in faq
            for text in (each.question, *each.similar_questions)
        ],
    )


def names_alone(own: NamedQuestions, fold: int) -> SmallBase:
    """All names, and the questions that ask for those of one fold."""
    codes = [f"own-name-{place}" for place in range(len(own.names))]
    return SmallBase(
        records=[
            Item(item_code=code, name=name) for code, name in zip(codes, own.names, strict=True)
        ],
        questions=[
            Labelled(text=text, items=tuple(codes[place] for place in right))
            for text, right in zip(own.questions, own.right, strict=True)
            if fold_of(right) == fold
        ],
    )


def fold_of(right: Sequence[int]) -> int:
    """The fold of a question, by the place of the name it asks for."""
    return right[0] % _NAMES_A_FOLD
