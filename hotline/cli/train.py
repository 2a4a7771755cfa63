"""`hotline train`: learning to find from labelled questions."""

from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from hotline.cli.context import settings
from hotline.cli.failures import explained
from hotline.cli.options import JsonOption
from hotline.cli.output import progress, put, put_json

_VECTORS = "training.sqlite"  # of questions; those of the base are kept beside it


def train(
    out: Annotated[Path, typer.Option("--out", help="The file that is written.")],
    json: JsonOption = False,
) -> None:
    """Train what the product ships, on the questions that were written for it."""
    chosen = settings()
    with explained():
        from hotline.bootstrap import build
        from retriever.training.shipped import train_shipped
        from retriever.vector_cache import VectorCache

        encoder = build(chosen).encoder()
        with (
            closing(
                VectorCache(chosen.data_dir / _VECTORS, encoder.name, encoder.dimension)
            ) as kept,
            progress("training: steps") as show,
        ):
            ranker = train_shipped(encoder, kept, progress=show)
        out.write_bytes(ranker.written())
        if json:
            put_json({"out": str(out), "identity": ranker.identity, **ranker.told})
        else:
            put(f"{out}: ranker {ranker.identity}, from {ranker.told['questions']} questions")
