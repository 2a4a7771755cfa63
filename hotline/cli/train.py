"""`hotline train`: learning to find from labelled questions."""

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hotline.cli.context import settings
from hotline.cli.eval_cases import read_all_cases
from hotline.cli.exclusive import exclusive
from hotline.cli.failures import explained
from hotline.cli.options import JsonOption
from hotline.cli.output import progress, put, put_json

if TYPE_CHECKING:
    from eval.cases import Case
    from hotline.bootstrap import Hotline
    from retriever.training.judging import Progress
    from retriever.vector_cache import VectorCache

_VECTORS = "training.sqlite"  # of questions; those of the base are kept beside it


def train(
    questions: Annotated[
        list[Path] | None,
        typer.Option("--questions", help="Labelled questions: cases with `gold`; may be repeated."),
    ] = None,
    mapping: Annotated[
        str | None, typer.Option("--mapping", help="How the columns of the files are named.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Use it even if it is worse.")] = False,
    shipped: Annotated[
        Path | None,
        typer.Option("--shipped", help="Train what the product ships instead, into this file."),
    ] = None,
    json: JsonOption = False,
) -> None:
    """Learn from labelled questions which of the items found is meant, and how sure that is.

    It is tried on items that were left out and used from the next `hotline kb publish` on, unless
    it finds less than what is in use. With --shipped the questions that come with the product are
    learnt from; the sample base has to be published then.
    """
    if (shipped is None) == (not questions):
        raise typer.BadParameter("give either --questions FILE or --shipped FILE")
    chosen = settings()
    with explained():
        from hotline.bootstrap import build
        from retriever.vector_cache import VectorCache

        hotline = build(chosen)
        encoder = hotline.encoder()
        kept = VectorCache(chosen.data_dir / _VECTORS, encoder.name, encoder.dimension)
        with exclusive(chosen), closing(kept), progress("training: steps") as show:
            if shipped is not None:
                told, line = _ship(hotline, kept, shipped, show)
            else:
                cases = read_all_cases(questions or [], mapping).cases
                told, line = _learn(hotline, kept, cases, show, force=force)
        if json:
            put_json(told)
        else:
            put(line)


def _ship(
    hotline: "Hotline", kept: "VectorCache", file: Path, show: "Progress"
) -> tuple[dict[str, object], str]:
    from retriever.training.shipped import train_shipped

    ranker = train_shipped(
        hotline.store,
        hotline.encoder(),
        hotline.encoders.questions.encode,
        kept,
        hotline.settings.data_dir,
        progress=show,
    )
    file.write_bytes(ranker.written())
    told = {"out": str(file), "identity": ranker.identity, **ranker.told}
    return told, f"{file}: ranker {ranker.identity}"


def _learn(
    hotline: "Hotline",
    kept: "VectorCache",
    cases: Sequence["Case"],
    show: "Progress",
    *,
    force: bool,
) -> tuple[dict[str, object], str]:
    from retriever.training.judging import Labelled
    from retriever.training.site import train_site

    trained = train_site(
        hotline.store,
        hotline.encoder(),
        hotline.encoders.questions.encode,
        kept,
        hotline.settings.data_dir,
        hotline.rankers.in_use(),
        [Labelled(text=each.question, items=each.gold) for each in cases if each.gold],
        force=force,
        progress=show,
    )
    folder = hotline.rankers.keep(trained.ranker, trained.told)
    told = {"out": str(folder), "identity": trained.ranker.identity, **trained.told}
    return told, (
        f"{folder}: the right item is first in {trained.after:.3f} of {trained.questions} "
        f"questions on items that it was not trained on (before: {trained.before:.3f}); "
        "`hotline kb publish` takes it into use"
    )
