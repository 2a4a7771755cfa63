"""Running cases against a finder: parallel, told how far it is, and continued where it was cut off."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from datetime import datetime
from itertools import islice
from time import perf_counter
from typing import Any

from eval.errors import RunUnusable
from eval.finding import Finder, Published
from eval.planning import Asked, Plan
from eval.runs import (
    EQUALS,
    PARTIAL,
    Line,
    RunFolder,
    dump_line,
    groups_of_hits,
    line_of,
    write_json,
)

Progress = Callable[[int, int], None]  # cases done, cases in all
# What has to be equal for a run to be continued, or for its figures to be those of the same thing.
_SAME = ("command", "cases_digest", "k", "published")


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
    config = dict(plan.config)
    if folder.is_whole:
        _same(folder, config)
        return folder.lines()
    if folder.is_empty:
        folder.begin({**config, "started_at": now().isoformat()})
    else:
        _same(folder, config)
    begun = folder.config()
    done = folder.partial_lines()
    waiting = [each for each in plan.asked if each.case.id not in done]
    continued = len(done)
    started = perf_counter()
    with (folder.path / PARTIAL).open("a", encoding="utf-8") as partial:
        for line in _asked_all(waiting, finder, config):
            partial.write(dump_line(line))
            partial.flush()  # a killed run loses no more than the case it was at
            done[line["id"]] = line
            if progress:
                progress(len(done), len(plan.asked))
    lines = [done[each.case.id] for each in plan.asked]
    equals = plan.equals or groups_of_hits(lines)
    write_json(folder.path / EQUALS, {"groups": equals.groups})
    finished = {
        "finished_at": now().isoformat(),
        "seconds": round(perf_counter() - started, 3),  # of the last stretch
        "continued_from": continued,  # cases that an earlier stretch had asked
        "left_out": list(plan.left_out),
        "stale": plan.stale,
    }
    folder.finish(lines, {**begun, **finished})
    return lines


def _asked_all(
    waiting: Sequence[Asked], finder: Finder, config: Mapping[str, Any]
) -> Iterator[Line]:
    """Lines as they come; no more questions are out than can be asked at once, times two."""
    published = Published(**config["published"])
    rest = iter(waiting)
    with ThreadPoolExecutor(config["jobs"], thread_name_prefix="case") as pool:

        def submit(each: Asked) -> Future[Line]:
            return pool.submit(_ask, each, finder, config["k"], published)

        out = {submit(each) for each in islice(rest, config["jobs"] * 2)}
        try:
            while out:
                ready, out = wait(out, return_when=FIRST_COMPLETED)
                out |= {submit(each) for each in islice(rest, len(ready))}
                for future in ready:
                    yield future.result()
        finally:
            for future in out:
                future.cancel()


def _ask(each: Asked, finder: Finder, k: int, published: Published) -> Line:
    started = perf_counter()
    found = finder.find(each.case.question, region=each.case.region, k=k)
    total_ms = (perf_counter() - started) * 1000
    if found.generation != published.generation:
        raise RunUnusable(
            f"Generation {found.generation} was published while generation "
            f"{published.generation} was being measured. Run it again with --fresh"
        )
    return line_of(each.case, found, each.about, total_ms)


def _same(folder: RunFolder, config: Mapping[str, Any]) -> None:
    there = folder.config()
    for name in _SAME:
        if there.get(name) != config[name]:
            raise RunUnusable(
                f"{folder.path} holds another run ({name} differs). Give --out another folder, or "
                "--fresh to forget that run"
            )
