"""`hotline kb publish` and `hotline kb rollback`: which generation is served."""

from dataclasses import asdict
from functools import partial
from typing import Annotated

import typer

from hotline.cli.context import settings
from hotline.cli.exclusive import exclusive
from hotline.cli.failures import explained
from hotline.cli.options import JsonOption
from hotline.cli.output import progress, put, put_json


def publish(json: JsonOption = False) -> None:
    """Build the next generation, verify it and switch to it."""
    chosen = settings()
    with explained():
        from hotline.bootstrap import build
        from hotline.clock import now
        from retriever.judging import settle_questions
        from retriever.manifest import encoders_of
        from retriever.publishing import publish

        hotline = build(chosen)
        with exclusive(chosen), progress("publishing: texts") as show:
            done = publish(
                hotline.store,
                hotline.encoder(),
                hotline.places,
                now=now(),
                ranker=hotline.ranker(),
                progress=show,
                settle=partial(settle_questions, hotline.encoders),
                settle_again=not hotline.encoders.twin_is_judged,
            )
            hotline.untrained.sweep_twins(encoders_of(hotline.places.snapshots))
        if json:
            put_json(asdict(done))
        elif done.is_new:
            put(
                f"generation {done.generation}: {done.documents} documents, {done.texts} texts, "
                f"{done.encoded} encoded anew"
            )
            if done.joined:
                put(
                    f"{done.joined} codes are found as the item of another code, because they have "
                    f"its name: hotline kb joined"
                )
        else:
            put(f"generation {done.generation} holds all of this already; nothing to publish")


def rollback(
    number: Annotated[int, typer.Argument(help="The generation to serve.")],
    json: JsonOption = False,
) -> None:
    """Serve an earlier generation; the draft stays as it is."""
    chosen = settings()
    with explained():
        from hotline.bootstrap import build
        from hotline.clock import now
        from retriever.publishing import roll_back

        hotline = build(chosen)
        with exclusive(chosen), progress("restoring: texts") as show:
            roll_back(
                hotline.store,
                hotline.encoder,
                hotline.places,
                number,
                now=now(),
                ranker=hotline.ranker(),
                progress=show,
            )
        if json:
            put_json({"generation": number})
        else:
            put(f"generation {number} is served")
