"""Training on a site's own labelled questions, tried on items that were left out.

First the encoder, on the questions about four fifths of the items; then the choice among items, on the
others. What is reported is what was found for those others, each by a choice that was fitted on other
items still. Which items are left out hangs on their codes alone, so a training after this one leaves the
same ones out and may be held against it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from pathlib import Path

from kb.store import Store
from retriever.encoders.adapter import Adapter
from retriever.encoders.source import Encoders
from retriever.errors import RetrieverError
from retriever.fields import Field
from retriever.publishing import fitting_ranker
from retriever.ranker import Ranker
from retriever.training.choosing import ChoiceSettings, Judged, fit_choice
from retriever.training.examples import Example, examples_of
from retriever.training.judging import Labelled, Progress, judge
from retriever.training.scores import Scores, place, places_held_out, scores_of
from retriever.training.trial import trial_snapshot
from retriever.training.tuning import TuningSettings, tune
from retriever.vector_cache import VectorCache

Stage = Callable[[str], Progress]  # begins a stage of the work; what it gives is told how far it is

_CHOOSING = ChoiceSettings()
_TUNING = TuningSettings()
_PARTS = 5  # of the items, one is left out
_LEAST_GAIN = 0.005  # of R@1: for less, nobody should encode a base anew and keep a second twin
_FEWEST = 2 * _CHOOSING.folds  # items that are left out, so that a choice can be tried on them


class WorseThanBefore(RetrieverError):
    """What was learnt finds less than what is in use."""

    def __init__(self, before: float, after: float, encoder: float | None = None) -> None:
        tried = "" if encoder is None else f" (with a trained encoder {encoder:.3f})"
        super().__init__(
            f"On items that it was not trained on, what was learnt puts the right one first in "
            f"{after:.3f} of the questions{tried}, what is in use in {before:.3f}. It is not taken "
            f"into use: add questions, look at their labels, or use --force."
        )


@dataclass(frozen=True, kw_only=True)
class Trained:
    """What a training gave, and how it did on items that it was not trained on."""

    ranker: Ranker
    questions: int
    before: Scores  # of what is in use; nothing where that has learnt nothing of choosing
    after: Scores  # of what was learnt

    @property
    def told(self) -> Mapping[str, object]:
        """Settings, digest of the questions and scores, for people."""
        found = self.ranker.told["site"]
        assert isinstance(found, Mapping)
        return found


@dataclass(frozen=True, kw_only=True)
class Site:
    """What a training works with."""

    store: Store  # whose live generation is searched
    untrained: Encoders
    vectors: Path  # file of vectors that were computed before
    beside: Path  # folder for what is needed meanwhile
    checkpoints: Path  # folder of a training of the encoder that is not done


def train_site(
    site: Site,
    in_use: Ranker,
    questions: Sequence[Labelled],
    *,
    encoder: bool = True,
    force: bool = False,
    stage: Stage | None = None,
) -> Trained:
    """Learn to find the items of the published base by questions whose right items are known.

    Args:
        site: what is worked with.
        in_use: what is to be beaten.
        questions: with the items that are right.
        encoder: train it too, where there is a model behind it and items enough.
        force: take a worse one too.
        stage: told of stages.

    Raises:
        NothingPublished: there is no live generation.
        TooFewQuestions: the questions ask for too few items.
        WorseThanBefore: unless forced.
    """
    begin = stage or _unseen
    own = site.untrained.changed_by(in_use.adapter)
    in_use = fitting_ranker(in_use, own.texts)
    kept, left_out = parted(questions)
    why = "" if encoder else "it was not asked for"
    why = why or _obstacle(site.untrained, kept, left_out)
    with (
        _vectors(site, own) as cache,
        trial_snapshot(site.store, own.texts, cache, in_use, site.beside) as snapshot,
    ):
        judged = judge(snapshot, questions, own.questions.encode, begin("asking: questions"))
        examples = []
        if not why:
            examples = examples_of(snapshot, kept, own.texts.encode, _TUNING.wrong)
    tried = frozenset(each.items[0] for each in (questions if why else left_out))
    mine = [each for each in judged if each.item in tried]
    # What an encoder learnt from looks better than it is, so nothing of choosing is learnt there.
    fair = [each for each in judged if in_use.adapter is None or each.item in _items(left_out)]
    choice = in_use.choice
    before = _scores(mine, [place(choice, each) for each in mine] if choice else [])
    by_choice = dict(zip(map(id, fair), places_held_out(fair, _CHOOSING), strict=True))
    after = _scores(mine, [by_choice[id(each)] for each in mine if id(each) in by_choice])
    learnt = replace(in_use, encoder=own.texts.name)
    material = fair
    report: dict[str, object] = {"choice_alone": asdict(after)}
    tried_encoder: float | None = None
    if why:
        report["encoder"] = {"trained": False, "why": why}
    else:
        adapter = _adapter(site, in_use, examples, begin)
        changed = replace(in_use, encoder=adapter.name, adapter=adapter)
        found = _asked(site, changed, left_out, begin)
        with_encoder = _scores(found, places_held_out(found, _CHOOSING))
        tried_encoder = with_encoder.first
        better = is_worth_it(with_encoder.first, before.first, after.first)
        report["encoder"] = {
            "trained": True,
            "used": better or force,
            "questions": len(examples),
            "settings": asdict(_TUNING),
            "scores": asdict(with_encoder),
        }
        if better or force:
            learnt, material, after = changed, found, with_encoder
        else:
            site.untrained.changed_by(adapter).forget_twin()
    check_not_worse(before.first, after.first, encoder=tried_encoder, force=force)
    told = {
        **in_use.told,
        "site": {
            "questions": len(questions),
            "digest": digest_of(questions),
            "settings": asdict(_CHOOSING),
            "first_before": before.first,
            "first_held_out": after.first,
            "before": asdict(before),
            "held_out": asdict(after),
            **report,
        },
    }
    ranker = replace(learnt, choice=fit_choice(material, _CHOOSING), told=told)
    return Trained(ranker=ranker, questions=after.questions, before=before, after=after)


def parted(questions: Sequence[Labelled]) -> tuple[list[Labelled], list[Labelled]]:
    """(questions to train an encoder on, questions to try it on): about a fifth of the items."""
    kept: list[Labelled] = []
    left_out: list[Labelled] = []
    for each in questions:
        mark = int.from_bytes(sha256(each.items[0].encode()).digest()[:4], "big")
        (kept if mark % _PARTS else left_out).append(each)
    return kept, left_out


def digest_of(questions: Sequence[Labelled]) -> str:
    """Sixteen hex digits that only the same questions with the same labels have."""
    mark = sha256("\n".join(f"{each.text}\t{each.items}" for each in questions).encode())
    return mark.hexdigest()[:16]


def is_worth_it(encoder: float, *others: float) -> bool:
    """Whether enough more is found with a trained encoder than without it."""
    return encoder >= max(others) + _LEAST_GAIN


def check_not_worse(
    before: float, after: float, *, encoder: float | None = None, force: bool = False
) -> None:
    """Raise WorseThanBefore where what was learnt finds less, unless forced."""
    if after < before and not force:
        raise WorseThanBefore(before, after, encoder)


def _obstacle(encoders: Encoders, kept: Sequence[Labelled], left_out: Sequence[Labelled]) -> str:
    """Why the encoder cannot be trained, or nothing."""
    if not encoders.can_be_trained:
        return "there is no model behind this encoder"
    fewest = min(len(_items(kept)), len(_items(left_out)))
    if fewest < _FEWEST:
        return (
            f"the questions ask for too few items: of about {_PARTS * _FEWEST} a fifth can be left "
            f"out to try it on, here that would be {fewest}"
        )
    return ""


def _items(questions: Sequence[Labelled]) -> frozenset[str]:
    return frozenset(each.items[0] for each in questions)


def _vectors(site: Site, encoders: Encoders) -> VectorCache:
    return VectorCache(site.vectors, encoders.texts.name, encoders.texts.dimension)


def _adapter(site: Site, in_use: Ranker, examples: Sequence[Example], begin: Stage) -> Adapter:
    return tune(
        site.untrained.model,
        examples,
        in_use.projections.get(Field.NAMES),
        site.checkpoints,
        settings=_TUNING,
        progress=begin("training the encoder: steps"),
    )


def _asked(site: Site, ranker: Ranker, questions: Sequence[Labelled], begin: Stage) -> list[Judged]:
    """What is found for questions with a changed encoder, encoded as they will be when it is served."""
    encoders = site.untrained.changed_by(ranker.adapter)
    begin("preparing the fast twin")
    asking = encoders.twin() or encoders.texts
    with (
        _vectors(site, encoders) as cache,
        trial_snapshot(site.store, encoders.texts, cache, ranker, site.beside) as snapshot,
    ):
        return judge(snapshot, questions, asking.encode, begin("trying the encoder: questions"))


def _scores(questions: Sequence[Judged], places: Sequence[int]) -> Scores:
    return scores_of(places, [each.item for each in questions] if places else [])


def _unseen(_: str) -> Progress:
    return lambda *_: None
