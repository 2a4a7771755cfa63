"""Labelled questions, asked of a snapshot: what speaks for which item, and which is right."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from retriever.evidence import gather
from retriever.ranking import find_candidates
from retriever.snapshot import Snapshot
from retriever.training.choosing import Judged
from retriever.wording import Encode, wordings

Progress = Callable[[int, int], None]  # questions done, questions in all


@dataclass(frozen=True, kw_only=True)
class Labelled:
    """A question and the items that are right; the first is the one it asks for."""

    text: str
    items: tuple[str, ...]


def judge(
    snapshot: Snapshot,
    questions: Sequence[Labelled],
    encode: Encode,
    progress: Progress | None = None,
) -> list[Judged]:
    """What is found for each question, and which of it is right."""
    texts = [each.text for each in questions]
    asked = wordings(texts, encode, snapshot.tokenizer, snapshot.ranker, snapshot.hearing)
    found = []
    for number, (question, wording) in enumerate(zip(questions, asked, strict=True), 1):
        evidence = gather(snapshot, wording, find_candidates(snapshot, wording))
        items = {snapshot.joined.get(code, code) for code in question.items}
        right = [snapshot.item_codes[item] in items for item in evidence.items.tolist()]
        found.append(
            Judged(values=evidence.values, right=np.array(right, bool), item=question.items[0])
        )
        if progress:
            progress(number, len(questions))
    return found
