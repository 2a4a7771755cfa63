"""The figures as tables, for the terminal and for a file."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from eval.bench.figures import BaseSize, BenchFigures, FilterFigures, SearchFigures
from eval.bench.machine import Machine
from eval.bench.publish_cost import PublishCost
from eval.bench.race import Timing

MISSING = "not installed: pip install -e '.[bench]'"


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table with what stands above and below it."""

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    notes: Sequence[str] = ()


def tables(figures: BenchFigures) -> list[Table]:
    """All tables of a run, in reading order."""
    return [_search(figures), _filters(figures), _growth(figures), _publish(figures)]


def about(figures: BenchFigures) -> list[str]:
    """On what, with what and how the figures were taken: one line each."""
    machine = figures.machine
    versions = ", ".join(f"{name} {found}" for name, found in machine.libraries.items())
    return [
        f"machine: {machine.processor}, {machine.cores} cores{_memory(machine)}",
        f"load average: {_load(machine.load)} before, {_load(figures.load_after)} after",
        f"versions: Python {machine.python}, {versions}",
        f"vectors: {figures.vectors}",
        f"one thread, {figures.rounds} rounds in turns, median [lowest-highest round]; seed "
        f"{figures.seed}; {figures.seconds:.0f} s in all",
    ]


def markdown(figures: BenchFigures) -> str:
    """The whole report."""
    parts = ["\n".join(f"- {line}" for line in about(figures))]
    for table in tables(figures):
        lines = [
            f"## {table.title}",
            "",
            _line(table.headings),
            _line("---" for _ in table.headings),
        ]
        lines += [_line(row) for row in table.rows]
        lines += ["", *table.notes] if table.notes else []
        parts.append("\n".join(lines))
    return "\n\n".join(parts) + "\n"


def write(folder: Path, figures: BenchFigures) -> None:
    """Write bench.json, with every figure, and bench.md, with the tables."""
    folder.mkdir(parents=True, exist_ok=True)
    every = json.dumps(asdict(figures), ensure_ascii=False, indent=1)
    (folder / "bench.json").write_text(every + "\n", encoding="utf-8")
    (folder / "bench.md").write_text(markdown(figures), encoding="utf-8")


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _search(figures: BenchFigures) -> Table:
    return Table(
        title=f"Search in {_size(figures.size)}",
        headings=("engine", "ms", "x ours", "recall@10", "right@10", "questions", "build s"),
        rows=[_search_row(each) for each in figures.search],
        notes=(
            "The query's vector is given. recall@10: of the vector index alone, against brute"
            " force. right@10: questions whose item is among ten.",
            *(
                f"Our ranking agrees with the same ranking over every text in {_share(each.ranked)}"
                " of ten items."
                for each in figures.search
                if each.ranked is not None
            ),
        ),
    )


def _search_row(each: SearchFigures) -> Sequence[str]:
    if each.time is None or each.times_ours is None:
        return (each.name, MISSING, "", "", "", "", "")
    return (
        each.name,
        _ms(each.time),
        _times(each.times_ours),
        _share(each.nearest),
        _share(each.right),
        str(each.questions or ""),
        "" if each.build_s is None else f"{each.build_s:.1f}",
    )


def _filters(figures: BenchFigures) -> Table:
    return Table(
        title="Search under a filter of regions",
        headings=(
            "kept",
            "ms",
            "x no filter",
            "x bare exact",
            "first use ms",
            "recall@10",
            "ranking",
            "bare HNSW recall@10",
        ),
        rows=[_filter_row(each) for each in figures.filters],
        notes=(
            "x bare exact: our whole search over FAISS comparing every vector, unfiltered."
            " ranking: agreement with the same ranking over every text that is kept.",
        ),
    )


def _filter_row(each: FilterFigures) -> Sequence[str]:
    return (
        f"{each.kept:.2%}",
        _ms(each.time),
        _times(each.times_unfiltered),
        _times(each.times_exact),
        f"{each.first_ms:.2f}",
        _share(each.nearest),
        _share(each.ranked),
        _share(each.hnsw_nearest),
    )


def _growth(figures: BenchFigures) -> Table:
    growth = figures.growth
    return Table(
        title="Ten times the entries, at most twice the texts",
        headings=("base", "ms", "x"),
        rows=[
            (_size(growth.small), _ms(growth.small_time), "1"),
            (_size(growth.large), _ms(growth.large_time), _times(growth.times)),
        ],
    )


def _publish(figures: BenchFigures) -> Table:
    own = figures.publish
    rate = own.texts_a_second
    return Table(
        title="Publishing",
        headings=(
            "publish",
            "s",
            "in the encoder s",
            "encoded",
            "texts",
            "peak MiB",
            "x full",
            f"s at {rate:.0f} texts/s",
            "x full",
        ),
        rows=[
            _publish_row("all", own.full, own.full, rate),
            _publish_row(f"{own.changed} records changed", own.again, own.full, rate),
        ],
        notes=(
            f"Import of all records: {own.import_s:.1f} s. {rate:.0f} texts/s: the encoder's rate"
            " in batches, in this run, with all cores.",
        ),
    )


def _publish_row(what: str, cost: PublishCost, full: PublishCost, rate: float) -> Sequence[str]:
    whole = cost.seconds_at(rate)
    return (
        what,
        f"{cost.seconds:.1f}",
        f"{cost.encoding_s:.1f}",
        str(cost.encoded),
        str(cost.texts),
        "" if cost.peak_mib is None else f"{cost.peak_mib:.0f}",
        f"{cost.seconds / full.seconds:.2f}",
        f"{whole:.1f}",
        f"{whole / full.seconds_at(rate):.2f}",
    )


def _size(size: BaseSize) -> str:
    return (
        f"{size.entries} entries, {size.documents} documents, {size.texts} distinct texts"
        f" ({size.index})"
    )


def _ms(timing: Timing) -> str:
    return f"{timing.median:.2f} [{min(timing.rounds):.2f}-{max(timing.rounds):.2f}]"


def _times(timing: Timing) -> str:
    return f"{timing.median:.2f} [{min(timing.rounds):.2f}-{max(timing.rounds):.2f}]"


def _share(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"


def _load(load: tuple[float, float, float] | None) -> str:
    return "unknown" if load is None else "/".join(f"{each:.1f}" for each in load)


def _memory(machine: Machine) -> str:
    return "" if machine.memory_gib is None else f", {machine.memory_gib:.0f} GiB"
