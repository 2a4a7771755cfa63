"""`hotline train`: learning to find from labelled questions."""

from collections.abc import Sequence
from pathlib import Path
from shutil import rmtree
from typing import TYPE_CHECKING, Annotated

import typer

from hotline.cli.context import settings
from hotline.cli.eval_cases import read_all_cases
from hotline.cli.exclusive import exclusive
from hotline.cli.failures import explained
from hotline.cli.options import JsonOption
from hotline.cli.output import put, put_json, stages

if TYPE_CHECKING:
    from eval.cases import Case
    from hotline.bootstrap import Hotline
    from retriever.training.site import Stage

_VECTORS = "training.sqlite"  # of the base and of questions, by the encoders that were tried
_CHECKPOINTS = "training"  # of an encoder's training that is not done


def train(
    questions: Annotated[
        list[Path] | None,
        typer.Option("--questions", help="Labelled questions: cases with `gold`; may be repeated."),
    ] = None,
    mapping: Annotated[
        str | None, typer.Option("--mapping", help="How the columns of the files are named.")
    ] = None,
    encoder: Annotated[
        bool,
        typer.Option(
            "--encoder/--no-encoder", help="Train the encoder too (minutes), or the choice alone."
        ),
    ] = True,
    force: Annotated[bool, typer.Option("--force", help="Use it even if it is worse.")] = False,
    shipped: Annotated[
        Path | None,
        typer.Option("--shipped", help="Train what the product ships instead, into this file."),
    ] = None,
    json: JsonOption = False,
) -> None:
    """Learn from labelled questions: how they are worded, which item is meant, how sure that is.

    The encoder learns from the questions about four fifths of the items; it is used if more is found
    with it for the others. What is learnt is tried on items that were left out and used from the next
    `hotline kb publish` on, unless it finds less than what is in use. Cut off and started again with
    the same questions, it goes on from its last checkpoint. With --shipped the questions that come
    with the product are learnt from; the sample base has to be published then.
    """
    if (shipped is None) == (not questions):
        raise typer.BadParameter("give either --questions FILE or --shipped FILE")
    chosen = settings()
    with explained():
        from hotline.bootstrap import build

        hotline = build(chosen)
        with exclusive(chosen), stages() as begin:
            if shipped is not None:
                told, line = _ship(hotline, shipped, begin)
            else:
                cases = read_all_cases(questions or [], mapping).cases
                told, line = _learn(hotline, cases, begin, encoder=encoder, force=force)
        if json:
            put_json(told)
        else:
            put(line)


def _ship(hotline: "Hotline", file: Path, begin: "Stage") -> tuple[dict[str, object], str]:
    from retriever.training.shipped import train_shipped
    from retriever.vector_cache import VectorCache

    encoders = hotline.untrained
    texts = encoders.texts
    vectors = hotline.settings.data_dir / _VECTORS
    with VectorCache(vectors, texts.name, texts.dimension) as kept:
        ranker = train_shipped(
            hotline.store,
            texts,
            encoders.questions.encode,
            kept,
            hotline.settings.data_dir,
            progress=begin("training: steps"),
        )
    file.write_bytes(ranker.written())
    told = {"out": str(file), "identity": ranker.identity, **ranker.told}
    return told, f"{file}: ranker {ranker.identity}"


def _learn(
    hotline: "Hotline", cases: Sequence["Case"], begin: "Stage", *, encoder: bool, force: bool
) -> tuple[dict[str, object], str]:
    from retriever.training.judging import Labelled
    from retriever.training.site import Site, train_site

    data_dir = hotline.settings.data_dir
    trained = train_site(
        Site(
            store=hotline.store,
            untrained=hotline.untrained,
            vectors=data_dir / _VECTORS,
            beside=data_dir,
            checkpoints=data_dir / _CHECKPOINTS,
        ),
        hotline.rankers.in_use(),
        [Labelled(text=each.question, items=each.gold) for each in cases if each.gold],
        encoder=encoder,
        force=force,
        stage=begin,
    )
    folder = hotline.rankers.keep(trained.ranker, trained.told)
    rmtree(data_dir / _CHECKPOINTS, ignore_errors=True)
    told = {"out": str(folder), "identity": trained.ranker.identity, **trained.told}
    return told, (
        f"{folder}: on items that it was not trained on, the right one is first in {trained.after} "
        f"of {trained.after.questions} questions (before: {trained.before}); "
        "`hotline kb publish` takes it into use"
    )
