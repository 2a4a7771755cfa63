"""Running cases against a finder."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from time import perf_counter

from eval.errors import RunUnusable
from eval.finding import Finder, Published
from eval.planning import Asked, Plan
from eval.running import Progress, run_tasks
from eval.runs import EQUALS, Line, RunFolder, groups_of_hits, line_of, write_json


def run(
    plan: Plan,
    finder: Finder,
    folder: RunFolder,
    *,
    now: Callable[[], datetime],
    progress: Progress | None = None,
) -> list[Line]:
    """Ask every case that the folder does not hold yet, and write the folder.

    Raises:
        RunUnusable: the folder holds another run, or something was published meanwhile.
    """
    config = plan.config
    published = Published(**config["published"])

    def keep_equals(lines: list[Line]) -> None:
        equals = plan.equals or groups_of_hits(lines)
        write_json(folder.path / EQUALS, {"groups": equals.groups})

    return run_tasks(
        {each.case.id: partial(_ask, each, finder, config["k"], published) for each in plan.asked},
        folder,
        config,
        now=now,
        progress=progress,
        finished={
            "left_out": list(plan.left_out),
            "stale": plan.stale,
            "uncovered": plan.uncovered,
        },
        before_finish=keep_equals,
    )


def _ask(each: Asked, finder: Finder, k: int, published: Published) -> Line:
    started = perf_counter()
    found = finder.find(each.case.question, region=each.case.region, k=k)
    total_ms = (perf_counter() - started) * 1000
    same_generation(found.generation, published)
    return line_of(each.case, found, each.about, total_ms)


def same_generation(generation: int | None, published: Published) -> None:
    """Pass if a reply is of the generation that is being measured.

    Raises:
        RunUnusable: something was published meanwhile.
    """
    if generation is not None and generation != published.generation:
        raise RunUnusable(
            f"Generation {generation} was published while generation "
            f"{published.generation} was being measured. Run it again with --fresh"
        )
