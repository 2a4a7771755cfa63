"""Running tasks into a folder: parallel, told how far it is, continued where it was cut off."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from datetime import datetime
from itertools import islice
from time import perf_counter
from typing import Any, TypeAlias

from eval.errors import RunUnusable
from eval.runs import Line, RunFolder, dump_line

Progress = Callable[[int, int], None]  # tasks done, tasks in all
Tasks: TypeAlias = Mapping[str, Callable[[], Line]]  # case id → what makes its line
# What has to be equal for a run to be continued, or for its figures to be those of the same thing.
_SAME = ("command", "cases_digest", "k", "published")


def run_tasks(
    tasks: Tasks,
    folder: RunFolder,
    config: Mapping[str, Any],
    *,
    now: Callable[[], datetime],
    progress: Progress | None = None,
    finished: Mapping[str, Any] | None = None,
    before_finish: Callable[[list[Line]], None] | None = None,
) -> list[Line]:
    """Do every task whose line the folder does not hold yet, and write the folder.

    Args:
        tasks: in the order in which their lines are to stand.
        folder: of this run, or of the part of it that was done before it was cut off.
        config: what is run; `jobs` tasks are done at once.
        now: the clock.
        progress: told how far it is.
        finished: what is added to the config at the end.
        before_finish: given the lines before they are written as a whole.

    Raises:
        RunUnusable: the folder holds another run.
    """
    if folder.is_whole:
        _same(folder, config)
        return folder.lines()
    if folder.is_empty:
        folder.begin({**config, "started_at": now().isoformat()})
    else:
        _same(folder, config)
    begun = folder.config()
    done = folder.partial_lines()
    waiting = [name for name in tasks if name not in done]
    continued = len(done)
    started = perf_counter()
    with folder.partial.open("a", encoding="utf-8") as partial:
        for line in _all_done([tasks[name] for name in waiting], config["jobs"]):
            partial.write(dump_line(line))
            partial.flush()  # a killed run loses no more than the case it was at
            done[line["id"]] = line
            if progress:
                progress(len(done), len(tasks))
    lines = [done[name] for name in tasks]
    if before_finish:
        before_finish(lines)
    times = {
        "finished_at": now().isoformat(),
        "seconds": round(perf_counter() - started, 3),  # of the last stretch
        "continued_from": continued,  # cases that an earlier stretch had asked
    }
    folder.finish(lines, {**begun, **times, **(finished or {})})
    return lines


def _all_done(tasks: Sequence[Callable[[], Line]], jobs: int) -> Iterator[Line]:
    """Lines as they come; no more tasks are out than can be done at once, times two."""
    rest = iter(tasks)
    with ThreadPoolExecutor(jobs, thread_name_prefix="case") as pool:
        out: set[Future[Line]] = {pool.submit(each) for each in islice(rest, jobs * 2)}
        try:
            while out:
                ready, out = wait(out, return_when=FIRST_COMPLETED)
                out |= {pool.submit(each) for each in islice(rest, len(ready))}
                for future in ready:
                    yield future.result()
        finally:
            for future in out:
                future.cancel()


def _same(folder: RunFolder, config: Mapping[str, Any]) -> None:
    there = folder.config()
    for name in _SAME:
        if there.get(name) != config.get(name):
            raise RunUnusable(
                f"{folder.path} holds another run ({name} differs). Give --out another folder, or "
                "--fresh to forget that run"
            )
