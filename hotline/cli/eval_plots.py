"""`hotline eval plots`: pictures of runs, as they stand in the documentation."""

from pathlib import Path
from typing import Annotated

import typer

from hotline.cli.failures import BAD_INPUT, explained
from hotline.cli.options import JsonOption
from hotline.cli.output import put, put_json, say


def plots(
    run: Annotated[
        list[str], typer.Option("--run", help="NAME=FOLDER of `eval retrieval`; may be repeated.")
    ],
    out: Annotated[Path, typer.Option("--out", help="The folder for the SVG files.")],
    json: JsonOption = False,
) -> None:
    """Draw how far P(right) can be trusted, risk against coverage, and R@1 by kind of phrasing."""
    named = [each.partition("=") for each in run]
    if not all(name and folder for name, _, folder in named):
        say("hotline: --run takes NAME=FOLDER, such as --run sample=runs/sample")
        raise typer.Exit(BAD_INPUT)
    with explained():
        from eval.plots import plots as drawn
        from eval.plots import trust
        from eval.runs import RunFolder, finite

        folders = {name: RunFolder(Path(folder)) for name, _, folder in named}
        files = drawn(folders)
        out.mkdir(parents=True, exist_ok=True)
        for file, svg in files.items():
            (out / file).write_text(svg + "\n", encoding="utf-8")
        told = {name: trust(folder) for name, folder in folders.items()}
        if json:
            put_json(finite({"files": list(files), "runs": told}))
            return
        for name, own in told.items():
            low, high = own["ece_interval"]
            put(f"{name}: ECE {own['ece']:.3f} ({low:.3f} … {high:.3f}), {own['n']} questions")
        put(f"wrote {', '.join(files)} into {out}")
