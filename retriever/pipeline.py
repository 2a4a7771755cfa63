"""The way of a question through both indexes of every field, as a Haystack pipeline.

Assembly only: what happens at each step is in the plain functions that the components wrap. The
pipeline is the saved, inspectable form; the service calls the functions themselves, which spares
it the scheduling (docs/adr/0003 has the figures).
"""

from collections.abc import Sequence

from haystack import Document, Pipeline

from retriever.components import (
    DenseRetriever,
    FieldJoiner,
    Fuser,
    LexicalRetriever,
    QueryEncoder,
    QueryTokenizer,
)
from retriever.encoders.encoder import Encoder
from retriever.fields import SETTINGS
from retriever.snapshot import Snapshot

ALLOWED_MODULES = ["retriever.*"]


def search_pipeline(
    snapshot: Snapshot,
    encoder: str,
    models_dir: str,
    loaded: Encoder | None = None,
    top_k: int = 10,
) -> Pipeline:
    """Assemble the search over an opened snapshot.

    Args:
        snapshot: whose folders the pipeline names.
        encoder: name or path of the one that the snapshot was built with.
        models_dir: where built models are kept.
        loaded: that encoder, where the process has it already.
        top_k: documents given back.
    """
    pipeline = Pipeline()
    pipeline.add_component("encoder", QueryEncoder(encoder, models_dir, loaded))
    pipeline.add_component(
        "tokenizer", QueryTokenizer(str(snapshot.words_file), loaded=snapshot.tokenizer)
    )
    pipeline.add_component("joiner", FieldJoiner(top_k))
    for field, index in snapshot.fields.items():
        weights = SETTINGS[field].fusion
        dense, lexical, fuser = f"{field}_dense", f"{field}_lexical", f"{field}_fuser"
        pipeline.add_component(dense, DenseRetriever(index.store))
        pipeline.add_component(
            lexical, LexicalRetriever(index.store, str(snapshot.lexical_folder(field)))
        )
        pipeline.add_component(
            fuser, Fuser(index.store, weights.dense, weights.lexical, top_k=top_k)
        )
        pipeline.connect("encoder.vector", f"{dense}.vector")
        pipeline.connect("tokenizer.tokens", f"{lexical}.tokens")
        pipeline.connect(f"{dense}.dense", f"{fuser}.dense")
        pipeline.connect(f"{lexical}.lexical", f"{fuser}.lexical")
        pipeline.connect(f"{fuser}.documents", "joiner.documents")
    return pipeline


def load_pipeline(saved: str) -> Pipeline:
    """Load what `Pipeline.dumps` gave; only classes of this package and Haystack's are made.

    Raises:
        DeserializationError: it names another class, or is no pipeline.
    """
    return Pipeline.loads(saved, allowed_modules=ALLOWED_MODULES)


def run_pipeline(
    pipeline: Pipeline, text: str, regions: Sequence[str] | None = None
) -> list[Document]:
    """The documents that the pipeline finds for a question, best first."""
    found = pipeline.run({"text": text, "regions": None if regions is None else list(regions)})
    documents: list[Document] = found["joiner"]["documents"]
    return documents
