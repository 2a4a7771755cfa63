"""Everybody over one collection: timed in turns, and what they find held against exact search."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from time import perf_counter

import numpy as np

from eval.bench.bases import PublishedBase
from eval.bench.collection import Question, collection_of, questions_of
from eval.bench.figures import FilterFigures, SearchFigures
from eval.bench.ours import Regions, regions_keeping
from eval.bench.peers import FLAT, NAMES, FaissHnsw, Peer, build_peers
from eval.bench.plan import Plan
from eval.bench.race import Runner, Timing, race
from eval.bench.recall import recall_of_items, recall_of_nearest
from eval.scale_words import district_code
from kb.store import Store
from retriever.base import Base
from retriever.encoders.encoder import Encoder, FloatArray, Progress, Role
from retriever.results import Query

OURS = "hotline"
OURS_READ = "hotline, with texts read"
ENCODER = "encoder alone, one question"
_FEWEST = 3  # questions on which recall is measured
_NEW_FILTERS = 5


class Contest:
    """Ours and its peers over the same texts, tokens and vectors."""

    def __init__(
        self,
        plan: Plan,
        encoder: Encoder,
        base: PublishedBase,
        *,
        store: Store,
        say: Callable[[str], None],
    ) -> None:
        say("building the peers' indexes")
        self._plan, self._encoder, self._say = plan, encoder, say
        self._own = base.search
        self.collection = collection_of(self._own.snapshot)
        self._questions = questions_of(
            base.grown.questions, plan.questions, base.encoder, self._own.snapshot
        )
        self._built = build_peers(self.collection)
        self._regions = self._filters()
        self._served = Base(
            store=store,
            generation=self._own.snapshot.manifest.generation,
            snapshot=self._own.snapshot,
            encoder=_Given(encoder, self._questions),
            calibration=self._own.calibration,
        )

    def figures(self) -> tuple[tuple[SearchFigures, ...], tuple[FilterFigures, ...]]:
        """Time everybody, then measure what they find."""
        runners = self._runners()
        self._say(f"timing {len(runners)} searches in {self._plan.rounds} rounds")
        times = race(runners, self._questions, rounds=self._plan.rounds, turn_s=self._plan.turn_s)
        self._say("comparing with exact search")
        filtered = tuple(self._filtered(share, times) for share in self._regions)
        return tuple(self._searches(times)), filtered

    def _runners(self) -> list[Runner[Question]]:
        def encode(question: Question) -> object:
            return self._encoder.encode([question.text], Role.QUERY)

        def read(question: Question) -> object:
            return self._served.find(Query(text=question.text, k=10))

        return [
            Runner(name=OURS, run=self._own.find),
            Runner(name=OURS_READ, run=read),
            *(Runner(name=each.peer.name, run=each.peer.run) for each in self._built),
            Runner(name=ENCODER, run=encode),
            *(
                Runner(name=_filter(share), run=partial(self._own.find, regions=regions))
                for share, regions in self._regions.items()
            ),
        ]

    def _filters(self) -> dict[float, Regions]:
        """What each share is kept by; 1: a filter that keeps everything, and is applied."""
        codes = [district_code(number) for number in range(self._plan.districts)]
        snapshot = self._own.snapshot
        kept = {share: regions_keeping(snapshot, share, codes) for share in self._plan.shares}
        return {1.0: frozenset(codes), **kept}

    def _searches(self, times: Mapping[str, Timing]) -> list[SearchFigures]:
        ours = times[OURS]
        built = {each.peer.name: each for each in self._built}
        found = [self._own_figures(ours)]
        for name in NAMES:
            if name not in built:
                found.append(SearchFigures(name=name, time=None, times_ours=None))
                continue
            nearest, right, questions = self._found_by(built[name].peer)
            found.append(
                SearchFigures(
                    name=name,
                    time=times[name],
                    times_ours=times[name].times(ours),
                    nearest=nearest,
                    right=right,
                    questions=questions,
                    build_s=built[name].seconds,
                )
            )
        found += [
            SearchFigures(name=name, time=times[name], times_ours=times[name].times(ours))
            for name in (OURS_READ, ENCODER)
        ]
        return found

    def _own_figures(self, ours: Timing) -> SearchFigures:
        def one(question: Question) -> tuple[float, float]:
            found = self._own.codes(self._own.find(question))
            near = self._own.nearest(question.vector, self.collection)
            return (
                recall_of_nearest(near, question.vector, self.collection.vectors),
                float(question.code in found),
            )

        def ranked(question: Question) -> tuple[float]:
            found = self._own.codes(self._own.find(question))
            return (recall_of_items(found, self._own.codes(self._own.find_exactly(question))),)

        measured = self._measure(one)
        nearest, right = np.mean(measured, axis=0).tolist()
        return SearchFigures(
            name=OURS,
            time=ours,
            times_ours=ours.times(ours),
            nearest=nearest,
            ranked=float(np.mean(self._measure(ranked))),
            right=right,
            questions=len(measured),
        )

    def _found_by(self, peer: Peer) -> tuple[float | None, float, int]:
        def one(question: Question) -> tuple[float, float]:
            near = peer.nearest(question)
            rows = peer.rows(peer.run(question))
            return (
                float("nan")
                if near is None
                else recall_of_nearest(near, question.vector, self.collection.vectors),
                float(any(question.code in self.collection.codes[row] for row in rows)),
            )

        measured = self._measure(one)
        nearest, right = np.mean(measured, axis=0).tolist()
        return (None if np.isnan(nearest) else nearest), right, len(measured)

    def _filtered(self, share: float, times: Mapping[str, Timing]) -> FilterFigures:
        regions = self._regions[share]
        mask = self._own.mask(regions)
        hnsw = next(each.peer for each in self._built if isinstance(each.peer, FaissHnsw))

        def one(question: Question) -> tuple[float, float, float]:
            def recall(rows: list[int]) -> float:
                vectors = self.collection.vectors
                return recall_of_nearest(rows, question.vector, vectors, allowed=mask)

            found = self._own.codes(self._own.find(question, regions))
            exact = self._own.codes(self._own.find_exactly(question, regions))
            near = self._own.nearest(question.vector, self.collection, regions)
            return (
                recall(near),
                recall_of_items(found, exact),
                recall(hnsw.nearest(question, mask)),
            )

        nearest, ranked, hnsw_nearest = np.nanmean(self._measure(one), axis=0).tolist()
        time = times[_filter(share)]
        return FilterFigures(
            kept=float(mask.mean()),
            time=time,
            times_unfiltered=time.times(times[OURS]),
            times_exact=time.times(times[FLAT]),
            first_ms=self._first(regions),
            nearest=nearest,
            ranked=ranked,
            hnsw_nearest=hnsw_nearest,
        )

    def _first(self, regions: Regions) -> float:
        """Milliseconds of a question under a filter that was never used, the median of a few."""
        took: list[float] = []
        self._own.find(self._questions[0], regions)
        for number in range(_NEW_FILTERS):
            unused = frozenset({*(regions or ()), f"unused {number}"})
            started = perf_counter()
            self._own.find(self._questions[0], unused)
            took.append(perf_counter() - started)
        return float(np.median(took)) * 1000

    def _measure(self, one: Callable[[Question], tuple[float, ...]]) -> list[tuple[float, ...]]:
        """As many questions as there is time for."""
        started = perf_counter()
        measured: list[tuple[float, ...]] = []
        for question in self._questions:
            measured.append(one(question))
            late = perf_counter() - started > self._plan.recall_s
            if late and len(measured) >= _FEWEST:
                break
        return measured


def _filter(share: float) -> str:
    return f"filter {share}"


class _Given:
    """Stands in for an encoder: gives the questions' vectors, which were computed before."""

    def __init__(self, encoder: Encoder, questions: Sequence[Question]) -> None:
        self.name, self.dimension = encoder.name, encoder.dimension
        self._vectors = {text: vector for each in questions for text, vector in each.given.items()}

    def encode(
        self,
        texts: Sequence[str],
        role: Role,  # noqa: ARG002 - the Protocol has it
        *,
        progress: Progress | None = None,  # noqa: ARG002 - likewise
    ) -> FloatArray:
        return np.stack([self._vectors[text] for text in texts])
