"""Training on a site's own labelled questions, tried on items that were left out."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from pathlib import Path

from kb.store import Store
from retriever.encoders.encoder import Encoder
from retriever.errors import RetrieverError
from retriever.publishing import fitting_ranker
from retriever.ranker import Ranker
from retriever.training.choosing import ChoiceSettings, First, first, fit_choice, held_out
from retriever.training.judging import Labelled, Progress, judge
from retriever.training.trial import trial_snapshot
from retriever.vector_cache import VectorCache
from retriever.wording import Encode

_CHOOSING = ChoiceSettings()


class WorseThanBefore(RetrieverError):
    """What was learnt finds less than what is in use."""

    def __init__(self, before: float, after: float) -> None:
        super().__init__(
            f"On items that it was not trained on, what was learnt puts the right one first in "
            f"{after:.3f} of the questions, what is in use in {before:.3f}. It is not taken into "
            f"use: add questions, look at their labels, or use --force."
        )


@dataclass(frozen=True, kw_only=True)
class Trained:
    """What a training gave, and how it did on items that it was not trained on."""

    ranker: Ranker
    questions: int
    before: float  # R@1 of what is in use; 0 where that has learnt nothing of choosing
    after: float  # R@1 of what was learnt, held out by item

    @property
    def told(self) -> Mapping[str, object]:
        """Settings, digest of the questions and scores, for people."""
        found = self.ranker.told["site"]
        assert isinstance(found, Mapping)
        return found


def train_site(
    store: Store,
    encoder: Encoder,
    encode: Encode,
    cache: VectorCache,
    beside: Path,
    in_use: Ranker,
    questions: Sequence[Labelled],
    *,
    force: bool = False,
    progress: Progress | None = None,
) -> Trained:
    """Learn to choose among the items of the published base; how vectors are turned stays.

    Args:
        store: whose live generation is searched.
        encoder: of its texts.
        encode: questions, as they are encoded when they are asked.
        cache: opened for the encoder.
        beside: folder for what is needed meanwhile.
        in_use: what is to be beaten.
        questions: with the items that are right.
        force: take a worse one too.
        progress: told questions.

    Raises:
        NothingPublished: there is no live generation.
        TooFewQuestions: the questions ask for too few items.
        WorseThanBefore: unless forced.
    """
    in_use = fitting_ranker(in_use, encoder)
    with trial_snapshot(store, encoder, cache, in_use, beside) as snapshot:
        judged = judge(snapshot, questions, encode, progress)
    firsts = held_out(judged, _CHOOSING)
    after = _share(firsts)
    choice = in_use.choice
    before = _share([first(choice, each) for each in judged if len(each.right)]) if choice else 0.0
    check_not_worse(before, after, force=force)
    mark = sha256("\n".join(f"{each.text}\t{each.items}" for each in questions).encode())
    told = {
        **in_use.told,
        "site": {
            "questions": len(questions),
            "digest": mark.hexdigest()[:16],
            "settings": asdict(_CHOOSING),
            "first_before": round(before, 4),
            "first_held_out": round(after, 4),
        },
    }
    ranker = replace(
        in_use, encoder=encoder.name, choice=fit_choice(judged, _CHOOSING, firsts), told=told
    )
    return Trained(ranker=ranker, questions=len(questions), before=before, after=after)


def check_not_worse(before: float, after: float, *, force: bool = False) -> None:
    """Raise WorseThanBefore where what was learnt finds less, unless forced."""
    if after < before and not force:
        raise WorseThanBefore(before, after)


def _share(firsts: Sequence[First]) -> float:
    """Of the questions as they are; those that stand for what the base lacks weigh less than one."""
    known = [each.right for each in firsts if each.weight == 1.0]
    return sum(known) / max(len(known), 1)
