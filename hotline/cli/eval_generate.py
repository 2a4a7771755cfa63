"""`hotline eval generate`: cases made from the published base."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from hotline.cli.context import settings
from hotline.cli.eval_cases import MappingOption, read_all_cases
from hotline.cli.failures import explained
from hotline.cli.options import JsonOption
from hotline.cli.output import progress, put, put_json, put_table, say

if TYPE_CHECKING:
    from eval.generation import Kind, Produced, Scene

Named = TypeVar("Named", bound=StrEnum)
_AGENCIES_SHOWN = 10


def generate(
    out: Annotated[Path, typer.Option("--out", help="The JSONL file of cases to write.")],
    n: Annotated[int, typer.Option("-n", "--n", min=1, max=1_000_000, help="How many.")] = 5000,
    seed: Annotated[int, typer.Option(help="Another seed, other cases.")] = 0,
    kinds: Annotated[
        str | None, typer.Option(help="Kinds of phrasing, with commas between; default: all.")
    ] = None,
    region: Annotated[
        str | None, typer.Option(help="Only guides of this region and of those below it.")
    ] = None,
    unanswerable: Annotated[
        float, typer.Option(min=0, max=1, help="Share of cases that the base does not answer.")
    ] = 0.15,
    combined: Annotated[
        float, typer.Option(min=0, max=1, help="Share of cases with a second kind laid over.")
    ] = 0.06,
    conversations: Annotated[
        float,
        typer.Option(min=0, max=1, help="Share of cases that are more than one plain question."),
    ] = 0.3,
    scenes: Annotated[
        str | None, typer.Option(help="What these are, with commas between; default: all.")
    ] = None,
    paraphrases: Annotated[
        Path | None,
        typer.Option(help="Questions with their items: half of the cases call items so."),
    ] = None,
    mapping: MappingOption = None,
    json: JsonOption = False,
) -> None:
    """Make cases from the published guides, and say how sure figures over them will be."""
    chosen = settings()
    with explained():
        from dialogue.errors import NotReady
        from eval.cases import write_cases
        from eval.generation import Published, Wanted, called_in, produce, produce_both
        from hotline.bootstrap import open_store
        from hotline.clock import today

        store = open_store(chosen)
        if (live := store.generations.live()) is None:
            raise NotReady
        regions = store.regions()
        wanted = Wanted(
            n=n,
            seed=seed,
            kinds=_kinds(kinds),
            region=None if region is None else regions.resolve(region).code,
            unanswerable=unanswerable,
            combined=combined,
            conversations=conversations,
            scenes=_scenes(scenes),
        )
        with progress("making cases") as show:
            records = [stored.record for stored in store.records(live)]
            if paraphrases is None:
                done = produce(Published(records, regions, today()), wanted, show)
            else:
                called = called_in(read_all_cases([paraphrases], mapping).cases, records)
                base = Published(records, regions, today(), called)
                done = produce_both(base, wanted, show)
        written = write_cases(out, done.cases)
    if json:
        put_json(_summary(done, live))
    else:
        _print(done)
    say(f"hotline: {written} cases of generation {live} written to {out}")
    if written < n:
        say(
            f"hotline: the base gives no more than {written} different cases of these kinds; "
            "ask for fewer, or for more kinds or regions"
        )


def _kinds(written: str | None) -> "tuple[Kind, ...]":
    from eval.generation import Kind

    return _named(written, tuple(Kind), "kind of phrasing", "--kinds")


def _scenes(written: str | None) -> "tuple[Scene, ...]":
    from eval.generation import Scene

    return _named(written, tuple(Scene), "scene", "--scenes")


def _named(
    written: str | None, known: "tuple[Named, ...]", what: str, hint: str
) -> "tuple[Named, ...]":
    """Those of a closed set that are named with commas between; all where nothing is written."""
    if written is None:
        return known
    names = dict.fromkeys(name.strip() for name in written.split(",") if name.strip())
    unknown = [name for name in names if name not in known]
    if unknown or not names:
        raise typer.BadParameter(
            f"{', '.join(unknown) or 'nothing'} is no {what}; there are {', '.join(known)}",
            param_hint=hint,
        )
    return tuple(each for name in names for each in known if each == name)


def _summary(done: "Produced", generation: int) -> dict[str, object]:
    from dataclasses import asdict

    return {
        "generation": generation,
        "cases": len(done.cases),
        "asks": done.asks,
        "passed_over": dict(done.passed_over),
        "strata": [asdict(each) for each in done.strata],
    }


def _print(done: "Produced") -> None:
    shown: dict[str, int] = {}
    rows = []
    for each in done.strata:
        shown[each.grouping] = shown.get(each.grouping, 0) + 1
        if each.grouping != "agency" or shown["agency"] <= _AGENCIES_SHOWN:
            half = f"± {100 * each.half_width:.1f}"
            rows.append((each.grouping, each.value, each.cases, each.items or "", half))
    put_table(("by", "of", "cases", "items", "95 % at 90 %"), rows)
    if (agencies := shown.get("agency", 0)) > _AGENCIES_SHOWN:
        put(f"… and {agencies - _AGENCIES_SHOWN} more agencies: --json has them all")
    put(
        f"{len(done.cases)} cases out of {done.asks} things that can be asked; half-widths are of "
        "Wilson intervals in points, for independent cases with 9 in 10 right"
    )
