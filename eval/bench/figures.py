"""The figures of one run; `eval.bench.tables` prints them."""

from dataclasses import dataclass, field

from eval.bench.machine import Machine
from eval.bench.publish_cost import PublishCost
from eval.bench.race import Timing


@dataclass(frozen=True, kw_only=True)
class BaseSize:
    """A grown base."""

    entries: int
    documents: int
    texts: int
    index: str  # of its names


@dataclass(frozen=True, kw_only=True)
class SearchFigures:
    """One search engine over the whole collection."""

    name: str
    time: Timing | None  # None: it is not installed
    times_ours: Timing | None
    nearest: float | None = None  # recall@10 of its vector index against brute force
    ranked: float | None = None  # recall@10 of its ranking against the same over every text
    right: float | None = None  # share of the questions with the right item among ten
    questions: int = 0  # on which the last three were taken
    build_s: float | None = None


@dataclass(frozen=True, kw_only=True)
class FilterFigures:
    """Our search, where a filter of regions keeps a share of the texts."""

    kept: float
    time: Timing
    times_unfiltered: Timing
    times_exact: Timing  # bare exact search over all vectors being 1
    first_ms: float  # the first question under a filter that was never used
    nearest: float
    ranked: float
    hnsw_nearest: float  # of bare HNSW under a selector


@dataclass(frozen=True, kw_only=True)
class GrowthFigures:
    """The same search in a base and in one with ten times the entries, at twice the texts."""

    small: BaseSize
    large: BaseSize
    small_time: Timing
    large_time: Timing
    times: Timing


@dataclass(frozen=True, kw_only=True)
class PublishFigures:
    """A full publish, and one after a share of the records changed."""

    changed: int  # records
    full: PublishCost
    again: PublishCost
    import_s: float
    texts_a_second: float  # of the encoder, in batches


@dataclass(frozen=True, kw_only=True)
class BenchFigures:
    """Everything that one run measured."""

    machine: Machine
    load_after: tuple[float, float, float] | None
    vectors: str  # where they come from
    seed: int
    rounds: int
    size: BaseSize
    search: tuple[SearchFigures, ...]
    filters: tuple[FilterFigures, ...]
    growth: GrowthFigures
    publish: PublishFigures
    seconds: float
    notes: tuple[str, ...] = field(default=())

    def engine(self, name: str) -> SearchFigures:
        """The figures of one engine."""
        return next(each for each in self.search if each.name == name)
