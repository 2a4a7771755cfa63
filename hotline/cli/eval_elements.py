"""`hotline eval elements`: how often the elements that a question asks for are heard."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hotline.cli.failures import explained
from hotline.cli.options import JsonOption
from hotline.cli.output import put, put_json, put_table

if TYPE_CHECKING:
    from eval.elements import Hearing


def elements(
    cases: Annotated[
        Path, typer.Option("--cases", help="JSONL, JSON, CSV or XLSX: question, elements.")
    ],
    examples: Annotated[
        int, typer.Option(min=0, help="Utterances heard wrongly that are shown.")
    ] = 20,
    json: JsonOption = False,
) -> None:
    """Hear every utterance: right is whoever heard all that is asked for and nothing else."""
    with explained():
        from eval.elements import hear, read_utterances

        hearing = hear(read_utterances(cases))
        if json:
            put_json(_told(hearing))
            return
        low, high = hearing.interval
        put(
            f"{hearing.right} of {len(hearing.heard)} heard rightly: "
            f"{hearing.share:.3f} (95 % Wilson {low:.3f} … {high:.3f})"
        )
        put_table(("element", "asked", "heard", "both"), list(hearing.by_element()))
        if hearing.wrong:
            put()
            put_table(("asked for", "heard", "times"), hearing.confusion())
        for each in hearing.wrong[:examples]:
            put(f"  {each.utterance.text}")


def _told(hearing: "Hearing") -> dict[str, object]:
    return {
        "right": hearing.right,
        "of": len(hearing.heard),
        "share": hearing.share if hearing.heard else None,
        "wilson": list(hearing.interval) if hearing.heard else None,
        "elements": [
            {"element": name, "asked": asked, "heard": heard, "both": both}
            for name, asked, heard, both in hearing.by_element()
        ],
        "wrong": [
            {
                "question": each.utterance.text,
                "asked": sorted(each.utterance.elements),
                "heard": sorted(each.found),
            }
            for each in hearing.wrong
        ],
    }
