"""Training what the product ships, on nothing but questions that were written for it."""

from dataclasses import asdict

from retriever.encoders.encoder import Encoder, Role
from retriever.fields import Field
from retriever.ranker import Ranker
from retriever.training.own_questions import own_questions
from retriever.training.projection import Progress, ProjectionSettings, fit_projection
from retriever.vector_cache import VectorCache, encode_all


def train_shipped(
    encoder: Encoder,
    cache: VectorCache,
    *,
    settings: ProjectionSettings = ProjectionSettings(),  # noqa: B008 - frozen
    progress: Progress | None = None,
) -> Ranker:
    """The ranker for bases that nobody has trained anything for yet.

    Args:
        encoder: whose vectors are turned.
        cache: opened for it; a training that is cut off encodes nothing twice.
        settings: of the training.
        progress: told steps.
    """
    own = own_questions()
    questions, _ = encode_all(encoder, cache, own.questions, Role.QUERY)
    names, _ = encode_all(encoder, cache, own.names, Role.QUERY)
    turn = fit_projection(
        questions,
        names,
        own.right,
        settings=settings,
        progress=progress,
    )
    told = {
        "questions": len(own.questions),
        "names": len(own.names),
        "digest": own.digest,
        "settings": asdict(settings),
    }
    return Ranker(encoder=encoder.name, projections={Field.NAMES: turn}, told=told)
