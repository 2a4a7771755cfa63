"""Training what the product ships, on nothing but questions that were written for it."""

from dataclasses import asdict, dataclass, replace
from pathlib import Path

from kb.records import Policy, Record
from kb.store import Store
from retriever.encoders.encoder import Encoder, Role
from retriever.fields import Field
from retriever.ranker import Ranker
from retriever.training.choosing import ChoiceSettings, Judged, fit_choice
from retriever.training.judging import judge
from retriever.training.own_questions import own_labelled, own_questions
from retriever.training.projection import Progress, ProjectionSettings, fit_projection
from retriever.training.small_bases import (
    SmallBase,
    answers_alone,
    fold_of,
    names_alone,
    policies_alone,
)
from retriever.training.trial import snapshot_of, trial_snapshot
from retriever.vector_cache import VectorCache, encode_all
from retriever.wording import Encode

_TURNING = ProjectionSettings()
_CHOOSING = ChoiceSettings()
_HELD_OUT = 0  # the fold of names by whose questions is seen how sure one may be of names


@dataclass(frozen=True, kw_only=True)
class Weighing:
    """What a question counts in the choice; of the sample base's guides and FAQ each counts 1."""

    # A fifth of the questions ask for policies, of what citizens ask far less; at 1 the guides' own
    # questions find .02 fewer, at .25 none fewer (docs/finding.md).
    policy: float = 0.25
    policies_alone: float = 0.2


_WEIGHING = Weighing()


def train_shipped(
    store: Store,
    encoder: Encoder,
    encode: Encode,
    cache: VectorCache,
    beside: Path,
    *,
    progress: Progress | None = None,
) -> Ranker:
    """The ranker for bases that nobody has trained anything for yet.

    Args:
        store: where the sample base is live.
        encoder: whose vectors are turned.
        encode: questions, as they are encoded when they are asked.
        cache: opened for the encoder; a training that is cut off encodes nothing twice.
        beside: folder for what is needed meanwhile.
        progress: told steps.

    Raises:
        NothingPublished: there is no live generation.
        TooFewQuestions: the questions ask for too few items.
    """
    own = own_questions()
    questions, _ = encode_all(encoder, cache, own.questions, Role.QUERY)
    names, _ = encode_all(encoder, cache, own.names, Role.QUERY)
    turn = fit_projection(questions, names, own.right, settings=_TURNING, progress=progress)
    turned = Ranker(encoder=encoder.name, projections={Field.NAMES: turn})
    labelled = own_labelled()
    with trial_snapshot(store, encoder, cache, turned, beside) as snapshot:
        judged = judge(snapshot, labelled, encode)
    published = _published(store)
    policies = {each.doc_id for each in published if isinstance(each, Policy)}

    def asked(base: SmallBase, by: Ranker) -> list[Judged]:
        with snapshot_of(base.indexed(), encoder, cache, by, beside) as snapshot:
            return judge(snapshot, base.questions, encode)

    # W has seen every name, so how surely names are found is seen with one that has not.
    rest = [row for row, right in enumerate(own.right) if fold_of(right) != _HELD_OUT]
    seen = [own.right[row] for row in rest]
    blind = fit_projection(questions[rest], names, seen, settings=_TURNING)
    of_policies = asked(policies_alone(published, labelled), turned)
    of_names = asked(names_alone(own, _HELD_OUT), replace(turned, projections={Field.NAMES: blind}))
    of_answers = asked(answers_alone(published), turned)
    weighed = [
        replace(each, weight=_WEIGHING.policy) if each.item in policies else each for each in judged
    ]
    weighed += [replace(each, weight=_WEIGHING.policies_alone) for each in of_policies]
    choice = fit_choice(weighed, _CHOOSING, [*of_names, *of_answers])
    told = {
        "questions": len(own.questions),
        "names": len(own.names),
        "labelled": len(labelled),
        "policies": len(of_policies),
        "digest": own.digest,
        "settings": {
            "turning": asdict(_TURNING),
            "choosing": asdict(_CHOOSING),
            "weighing": asdict(_WEIGHING),
        },
    }
    return replace(turned, choice=choice, told=told)


def _published(store: Store) -> list[Record]:
    generation = store.generations.live()
    return [] if generation is None else [each.record for each in store.records(generation)]
