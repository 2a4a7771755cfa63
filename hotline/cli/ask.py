"""`hotline search` and `hotline ask`: one question from the terminal."""

from typing import Annotated

import typer

from hotline.cli.context import settings
from hotline.cli.failures import explained
from hotline.cli.options import JsonOption
from hotline.cli.output import put, put_json, put_table

Question = Annotated[str, typer.Argument(help="The question, in a citizen's own words.")]
RegionOption = Annotated[
    str | None, typer.Option("--region", help="A region's code, full path or unique name.")
]


def search(
    question: Question,
    region: RegionOption = None,
    k: Annotated[int, typer.Option("-k", min=1, max=100, help="How many hits at most.")] = 10,
    json: JsonOption = False,
) -> None:
    """Ranked items and entries with P(right)."""
    chosen = settings()
    with explained():
        from api.wire import search_response
        from hotline.bootstrap import build

        results = build(chosen).assistant.search(question, region=region, k=k)
        if json:
            put_json(search_response(results).model_dump(mode="json"))
            return
        rows = [
            (f"{hit.probability:.3f}", hit.kind, hit.item_code, hit.name, _first_line(hit.text))
            for hit in results.hits
        ]
        put_table(("P(right)", "kind", "code", "name", "text"), rows)


def ask(question: Question, region: RegionOption = None, json: JsonOption = False) -> None:
    """One turn: the answer in the guide's own words, with its citation."""
    chosen = settings()
    with explained():
        from api.wire import turn_view
        from hotline.bootstrap import build

        assistant = build(chosen).assistant
        session = assistant.open_session(channel="terminal", region=region)
        turn = assistant.ask(session.id, question)
        if json:
            put_json(turn_view(turn).model_dump(mode="json"))
            return
        put(turn.text)
        for choice in (*(option.label for option in turn.options), *turn.suggestions):
            put(f"  · {choice}")


def _first_line(text: str, most: int = 60) -> str:
    line = text.strip().splitlines()[0] if text.strip() else ""
    return line if len(line) <= most else line[: most - 1] + "…"
