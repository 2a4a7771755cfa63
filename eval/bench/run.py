"""One run: bases are grown and published, peers are built, everybody is timed in turns."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from time import perf_counter

from eval.bench.bases import Bench, PublishedBase, publish_again, publish_grown
from eval.bench.collection import questions_of
from eval.bench.contest import Contest
from eval.bench.figures import BaseSize, BenchFigures, GrowthFigures, PublishFigures
from eval.bench.machine import this_machine
from eval.bench.plan import Plan
from eval.bench.publish_cost import MakeEncoder, other_process, store_of
from eval.bench.race import Runner, race
from eval.scale import Shape
from eval.scale_change import change
from kb.records import Record
from retriever.encoders.encoder import Encoder, Role
from retriever.fields import Field

_GROWTH = 10
_GROWTH_TEXTS = 0.075  # distinct texts an entry in the smaller base, before they are doubled
_GROWTH_DISTRICTS = 64
_LARGEST_FAMILY = 60  # texts by which one item more may overshoot what was asked for
_RATED = 256  # texts on which the encoder's rate is taken


def run_bench(
    plan: Plan,
    seeds: Sequence[Record],
    folder: Path,
    *,
    encoder: Encoder,
    make_encoder: MakeEncoder,
    now: datetime,
    say: Callable[[str], None],
) -> BenchFigures:
    """Measure everything; takes minutes at full size.

    Args:
        plan: how large and how long.
        seeds: the records that are grown.
        folder: an empty one, for the bases; some hundred MB at full size.
        encoder: whose vectors are imitated, or used with `plan.encode_all`.
        make_encoder: makes the same one in another process.
        now: the time of importing and publishing, with zone.
        say: told what is being done.
    """
    started = perf_counter()
    machine = this_machine()
    with other_process() as executor:
        bench = Bench(
            folder=folder,
            seeds=seeds,
            encoder=encoder,
            make_encoder=make_encoder,
            encode_all=plan.encode_all,
            executor=executor,
            now=now,
            say=say,
        )
        wide, again, changed = _publish_twice(bench, plan)
        small, large = _publish_growth(bench, plan)
    contest = Contest(plan, encoder, again, store=store_of(folder / again.name), say=say)
    search, filters = contest.figures()
    growth = _growth(plan, small, large)
    return BenchFigures(
        machine=machine,
        load_after=this_machine().load,
        vectors=_origin_of_vectors(encoder, plan),
        seed=plan.seed,
        rounds=plan.rounds,
        size=_size(again),
        search=search,
        filters=filters,
        growth=growth,
        publish=PublishFigures(
            changed=changed,
            full=wide.cost,
            again=again.cost,
            import_s=wide.import_s,
            texts_a_second=_rate(encoder, contest.collection.texts),
        ),
        seconds=perf_counter() - started,
    )


def _publish_twice(bench: Bench, plan: Plan) -> tuple[PublishedBase, PublishedBase, int]:
    """A base with as many distinct texts as entries, and after some records changed."""
    shape = Shape(entries=plan.entries, texts=plan.texts, districts=plan.districts, seed=plan.seed)
    wide = publish_grown(bench, "wide", shape)
    grown, changed = change(wide.grown, plan.changed, plan.seed)
    return wide, publish_again(bench, wide, grown), changed


def _publish_growth(bench: Bench, plan: Plan) -> tuple[PublishedBase, PublishedBase]:
    """A base, and one with ten times the entries and at most twice the texts."""
    small = publish_grown(
        bench,
        "small",
        Shape(
            entries=plan.entries // _GROWTH,
            texts=round(plan.entries // _GROWTH * _GROWTH * _GROWTH_TEXTS),
            districts=_GROWTH_DISTRICTS,
            seed=plan.seed,
        ),
    )
    twice = max(small.grown.texts, 2 * small.grown.texts - _LARGEST_FAMILY)
    shape = Shape(
        entries=small.grown.entries * _GROWTH,
        texts=twice,
        districts=_GROWTH_DISTRICTS,
        seed=plan.seed,
    )
    return small, publish_grown(bench, "large", shape)


def _growth(plan: Plan, small: PublishedBase, large: PublishedBase) -> GrowthFigures:
    bases = {each.name: each for each in (small, large)}
    asked = {
        name: questions_of(each.grown.questions, plan.questions, each.encoder, each.search.snapshot)
        for name, each in bases.items()
    }

    def find(name: str, number: int) -> object:
        own = asked[name]
        return bases[name].search.find(own[number % len(own)])

    times = race(
        [Runner(name=name, run=partial(find, name)) for name in bases],
        range(plan.questions),
        rounds=plan.rounds,
        turn_s=plan.turn_s,
    )
    return GrowthFigures(
        small=_size(small),
        large=_size(large),
        small_time=times[small.name],
        large_time=times[large.name],
        times=times[large.name].times(times[small.name]),
    )


def _size(base: PublishedBase) -> BaseSize:
    manifest = base.search.snapshot.manifest
    return BaseSize(
        entries=base.grown.entries,
        documents=manifest.documents,
        texts=manifest.texts,
        index=manifest.fields[Field.NAMES].index_kind,
    )


def _origin_of_vectors(encoder: Encoder, plan: Plan) -> str:
    if plan.encode_all:
        return f"every text encoded by {encoder.name}"
    return (
        f"the base's own texts encoded by {encoder.name}; those made of them moved as far as that"
        " encoder moves a sample of them (eval/bench/vectors.py)"
    )


def _rate(encoder: Encoder, texts: Sequence[str]) -> float:
    """Texts a second in batches, over texts drawn evenly."""
    sample = texts[:: max(1, len(texts) // _RATED)][:_RATED]
    encoder.encode(sample[:8], Role.QUERY)
    started = perf_counter()
    encoder.encode(sample, Role.QUERY)
    return len(sample) / (perf_counter() - started)
