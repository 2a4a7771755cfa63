"""From questions that were not served to clusters with a proposal each."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from eval.mining.clustering import MOST, clusters_of
from eval.mining.gathering import Unserved, Why
from retriever.base import Base
from retriever.encoders.encoder import Encoder, Role
from retriever.results import Hit, Query
from retriever.tokens import normalise

_EXAMPLES = 5
Progress = Callable[[int, int | None], None]


@dataclass(frozen=True, kw_only=True)
class Cluster:
    """问题簇: questions that mean the same, and what may be done about them."""

    size: int
    examples: tuple[str, ...]  # distinct, the most central one first
    whys: Mapping[Why, int]
    nearest: Hit | None  # the best hit for the most central question

    def proposal(self, offer_at: float) -> str:
        """`case`: the base may hold the answer and it was not found; `entry`: it is not there."""
        return "case" if self.nearest and self.nearest.probability >= offer_at else "entry"


def mine(
    questions: Sequence[Unserved],
    base: Base,
    encoder: Encoder,
    *,
    progress: Progress | None = None,
) -> list[Cluster]:
    """Put questions together by meaning, the largest clusters first.

    Equal questions count as many times as they were asked; of more than `MOST` distinct ones those
    asked most often are taken.
    """
    by_text: dict[str, list[Unserved]] = {}
    for each in questions:
        by_text.setdefault(normalise(each.question), []).append(each)
    texts = sorted(by_text, key=lambda text: -len(by_text[text]))[:MOST]
    if not texts:
        return []
    vectors = encoder.encode(texts, Role.QUERY)
    found = []
    groups = clusters_of(vectors)
    for done, rows in enumerate(groups, 1):
        of = [each for row in rows for each in by_text[texts[row]]]
        examples = tuple(by_text[texts[row]][0].question for row in rows[:_EXAMPLES])
        hits = base.find(Query(text=examples[0], k=1)).hits
        found.append(
            Cluster(
                size=len(of),
                examples=examples,
                whys=Counter(each.why for each in of),
                nearest=hits[0] if hits else None,
            )
        )
        if progress:
            progress(done, len(groups))
    return sorted(found, key=lambda each: -each.size)
