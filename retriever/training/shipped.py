"""Training what the product ships, on nothing but questions that were written for it."""

from dataclasses import asdict, replace
from pathlib import Path

from kb.store import Store
from retriever.encoders.encoder import Encoder, Role
from retriever.fields import Field
from retriever.ranker import Ranker
from retriever.training.choosing import ChoiceSettings, fit_choice
from retriever.training.judging import judge
from retriever.training.own_questions import own_labelled, own_questions
from retriever.training.projection import Progress, ProjectionSettings, fit_projection
from retriever.training.trial import trial_snapshot
from retriever.vector_cache import VectorCache, encode_all
from retriever.wording import Encode

_TURNING = ProjectionSettings()
_CHOOSING = ChoiceSettings()


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
        choice = fit_choice(judge(snapshot, labelled, encode), _CHOOSING)
    told = {
        "questions": len(own.questions),
        "names": len(own.names),
        "labelled": len(labelled),
        "digest": own.digest,
        "settings": {"turning": asdict(_TURNING), "choosing": asdict(_CHOOSING)},
    }
    return replace(turned, choice=choice, told=told)
