"""`hotline kb joined`: what several catalogues have under codes of their own and is one item."""

from typing import Annotated

import typer

from hotline.cli.context import settings
from hotline.cli.failures import explained
from hotline.cli.options import JsonOption
from hotline.cli.output import put, put_json, put_table


def joined(
    draft: Annotated[bool, typer.Option("--draft", help="The draft, not what is served.")] = False,
    apart: Annotated[
        bool,
        typer.Option("--apart", help="Those that share a name and are told apart all the same."),
    ] = False,
    json: JsonOption = False,
) -> None:
    """Items that stand under several codes: which are one, by their names, and which are not."""
    chosen = settings()
    with explained():
        from dialogue.errors import NotReady
        from hotline.bootstrap import open_store
        from kb.identity import Namesakes

        store = open_store(chosen)
        live = store.generations.live()
        if live is None and not draft:
            raise NotReady
        found = Namesakes(store.records(None if draft else live)).found()
        shown = [each for each in found if each.is_one is not apart]
        if json:
            put_json([{"name": each.name, "codes": list(each.codes)} for each in shown])
            return
        put_table(("name", "codes"), [(each.name, " ".join(each.codes)) for each in shown])
        one = sum(each.is_one for each in found)
        put(f"{len(found)} names stand under several codes; {one} of them are one item each")
