"""Cases made from the published base: what is right in them, and how they are spread."""

import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from time import process_time

import pytest

from eval.cases import Case, digest_of, write_cases
from eval.generation import Kind, Produced, Published, Wanted, produce
from eval.generation.asks import answer_of, answerable
from eval.generation.sampling import half_width
from eval.reading import read_cases
from eval.staleness import Freshness, freshness
from hotline.bootstrap import Hotline
from kb.elements import Element, Material, Materials, Text, TimeLimit
from kb.records import Guide, Item, Record
from kb.regions import Region, Regions

TODAY = date(2026, 11, 23)
REGIONS = Regions(
    [
        Region(code="99", name="星海省"),
        Region(code="9901", name="月港市", parent="99"),
        Region(code="990101", name="东岛区", parent="9901"),
        Region(code="990102", name="西岛区", parent="9901"),
    ]
)


def text(value: str) -> Text:
    return Text(text=value)


def guide(code: str, name: str, region: str | None, **more: object) -> Guide:
    elements = {Element.PLACE: text(f"{name}窗口，{region}"), Element.HOURS: text("9:00—17:00")}
    return Guide(item_code=code, name=name, region=region, elements=elements, **more)  # type: ignore[arg-type]


def base(*records: Record) -> Published:
    return Published(records, REGIONS, TODAY)


def tags(case: Case, name: str) -> list[str]:
    return [tag.partition(":")[2] for tag in case.tags if tag.startswith(f"{name}:")]


@pytest.fixture(scope="module")
def sample_base(sample: Hotline) -> Published:
    live = sample.store.generations.live()
    records = (stored.record for stored in sample.store.records(live))
    return Published(records, sample.store.regions(), TODAY)


@pytest.fixture(scope="module")
def made(sample_base: Published) -> Produced:
    return produce(sample_base, Wanted(n=800, seed=3))


@pytest.fixture
def only() -> Callable[[Produced, str], list[Case]]:
    return lambda done, expect: [case for case in done.cases if case.expect == expect]


class TestTruth:
    def test_an_answer_is_what_the_nearest_guide_stores(
        self, made: Produced, sample_base: Published, only: Callable[..., list[Case]]
    ) -> None:
        cases = only(made, "answered")
        assert len(cases) == 680
        for case in cases:
            assert case.element is not None
            (code,) = case.gold
            near = sample_base.nearest(code, case.region) if case.region else None
            guides = near or sample_base.guides(code)
            fitting = [g for g in guides if case.situation in (None, g.situation)]
            told = {
                answer_of(g.elements[case.element]) for g in fitting if case.element in g.elements
            }
            assert told == {case.answer}, case

    def test_what_is_absent_stands_in_no_guide_that_counts_there(
        self, made: Produced, sample_base: Published
    ) -> None:
        cases = [case for case in made.cases if tags(case, "lack") == ["absent"]]
        assert cases
        for case in cases:
            assert case.answer == ()
            assert case.expect == "unanswerable"
            for found in sample_base.guides(case.gold[0]):
                if case.region is None or found.region in sample_base.line(case.region):
                    assert case.element not in found.elements

    def test_unknown_items_are_near_nothing_and_other_cities_are_not_of_the_base(
        self, made: Produced, sample_base: Published
    ) -> None:
        elsewhere = [case for case in made.cases if tags(case, "lack") == ["elsewhere"]]
        unknown = [case for case in made.cases if tags(case, "lack") == ["unknown"]]
        assert elsewhere
        assert unknown
        assert all(case.gold == () and case.region is None for case in elsewhere)
        assert all(case.gold == () for case in unknown)
        plain = [case for case in elsewhere if tags(case, "kind") == ["official"]]
        assert not any(sample_base.regions_named(case.question) for case in plain)

    def test_every_case_made_from_guides_is_fresh_and_then_is_not(
        self, made: Produced, sample_base: Published, only: Callable[..., list[Case]]
    ) -> None:
        case = only(made, "answered")[0]
        records = sample_base.records(case.gold[0])
        assert freshness(case, records, case.region) is Freshness.FRESH
        aged = [
            replace(each, verified_on=date(2001, 1, 1))
            for each in records
            if isinstance(each, Guide)
        ]
        assert freshness(case, aged, case.region) is Freshness.CHANGED

    def test_a_list_of_documents_is_asked_for_document_by_document(self) -> None:
        items = (Material(name="风筝照片"), Material(name="放飞申请表"))
        assert answer_of(Materials(text="风筝照片\n放飞申请表", items=items)) == (
            "风筝照片",
            "放飞申请表",
        )
        assert answer_of(Materials(text="无需材料")) == ("无需材料",)

    def test_agencies_that_say_different_things_are_not_asked(self) -> None:
        one = guide("T-1", "风筝放飞证", "9901", agency="风筝局")
        other = replace(
            one, agency="海风局", elements={**one.elements, Element.PLACE: text("海边")}
        )
        asked = {ask.element for ask in answerable(base(one, other), None, 0)}
        assert asked == {Element.HOURS}

    def test_a_guide_that_is_not_in_force_is_not_asked(self) -> None:
        old = guide("T-1", "风筝放飞证", "9901", valid_until=date(2026, 1, 1))
        assert list(answerable(base(old), None, 0)) == []

    def test_a_limit_that_another_limit_answers_is_not_taken_for_absent(self) -> None:
        only_promised = replace(
            guide("T-1", "风筝放飞证", "9901"),
            elements={Element.PROMISED_LIMIT: TimeLimit(text="3个工作日")},
        )
        done = produce(base(only_promised), Wanted(n=200, unanswerable=0.6))
        absent = [case.element for case in done.cases if tags(case, "lack") == ["absent"]]
        assert absent
        assert Element.STATUTORY_LIMIT not in absent

    def test_a_situation_is_said_where_the_answer_hangs_on_it(self) -> None:
        lost = guide("T-1", "风筝放飞证", "9901", situation="丢失补领")
        broken = replace(lost, situation="损坏换领", elements={Element.PLACE: text("修理处")})
        done = produce(base(lost, broken), Wanted(n=60, kinds=(Kind.OFFICIAL,), unanswerable=0))
        places = [case for case in done.cases if case.element is Element.PLACE]
        assert places
        for case in places:
            assert case.situation is not None
            assert case.situation in case.question

    def test_a_name_that_two_items_share_is_not_used(self) -> None:
        one, other = guide("T-1", "风筝放飞证", "990101"), guide("T-2", "风筝放飞证", "990101")
        assert produce(base(one, other), Wanted(n=20, unanswerable=0)).cases == ()

    def test_an_item_by_name_only_cannot_be_answered(self) -> None:
        bare = Item(item_code="T-9", name="潮汐观测站登记")
        done = produce(base(guide("T-1", "风筝放飞证", "9901"), bare), Wanted(n=120))
        found = [case for case in done.cases if tags(case, "lack") == ["name_only"]]
        assert found
        assert {case.gold for case in found} == {("T-9",)}

    def test_a_base_without_guides_gives_no_answered_cases(self) -> None:
        assert produce(base(), Wanted(n=0)).cases == ()
        done = produce(base(Item(item_code="T-9", name="潮汐观测站登记")), Wanted(n=30))
        assert {case.expect for case in done.cases} == {"unanswerable"}


class TestSpread:
    def test_kinds_have_equal_shares(self, made: Produced) -> None:
        assert len(made.cases) == 800
        counts = Counter(tags(case, "kind")[0] for case in made.cases)
        assert set(counts) == set(Kind)
        assert max(counts.values()) - min(counts.values()) <= len(Kind)

    def test_elements_and_regions_have_near_equal_shares(self, made: Produced) -> None:
        cases = [case for case in made.cases if case.expect == "answered"]
        elements = Counter(case.element for case in cases)
        assert set(elements) == set(Element)
        assert max(elements.values()) <= 1.2 * min(elements.values())
        regions = Counter(case.region for case in cases if case.region)
        assert len(regions) == 9
        assert max(regions.values()) < 3 * min(regions.values())

    def test_many_items_agencies_and_types_are_met(self, made: Produced) -> None:
        assert len({case.gold for case in made.cases}) > 40
        assert len({tag for case in made.cases for tag in tags(case, "type")}) >= 4

    def test_no_question_is_asked_twice_in_a_region(self, made: Produced) -> None:
        asked = Counter((case.question, case.region) for case in made.cases)
        assert max(asked.values()) == 1
        assert len({case.id for case in made.cases}) == len(made.cases)

    def test_strata_tell_cases_items_and_the_error_of_sampling(self, made: Produced) -> None:
        kinds = [each for each in made.strata if each.grouping == "kind"]
        assert sum(each.cases for each in kinds) == 800
        assert all(0 < each.items <= each.cases for each in kinds)
        assert kinds[0].half_width == pytest.approx(half_width(kinds[0].cases))

    def test_the_half_width_is_wilsons(self) -> None:
        # n = 100, p = .9, z = 1.96: (.8256, .9448) after Wilson (1927).
        assert half_width(100) == pytest.approx((0.9448 - 0.8256) / 2, abs=1e-4)
        assert half_width(400) == pytest.approx(half_width(100) / 2, rel=0.05)

    def test_a_region_keeps_to_what_lies_in_it(self, sample_base: Published) -> None:
        done = produce(sample_base, Wanted(n=80, region="990102", unanswerable=0))
        assert len(done.cases) == 80
        assert {case.region for case in done.cases} == {"990102"}

    def test_only_the_kinds_that_were_asked_for_are_made(self, sample_base: Published) -> None:
        wanted = Wanted(n=40, kinds=(Kind.TYPOS, Kind.ANGRY), combined=0)
        counts = Counter(
            (*tags(case, "kind"), *tags(case, "also"))
            for case in produce(sample_base, wanted).cases
        )
        assert counts == {("typos",): 20, ("angry",): 20}

    def test_a_second_kind_is_told_apart(self, sample_base: Published) -> None:
        wanted = Wanted(n=60, kinds=(Kind.LONG_WINDED,), combined=1)
        done = produce(sample_base, wanted)
        assert {len(tags(case, "also")) for case in done.cases} == {1}
        assert {tags(case, "kind")[0] for case in done.cases} == {"long_winded"}


class TestRepeatable:
    def test_the_same_seed_makes_the_same_cases(
        self, made: Produced, sample_base: Published
    ) -> None:
        again = produce(sample_base, Wanted(n=800, seed=3))
        other = produce(sample_base, Wanted(n=800, seed=4))
        assert digest_of(again.cases) == digest_of(made.cases)
        assert digest_of(other.cases) != digest_of(made.cases)

    def test_the_order_of_sets_plays_no_part(self) -> None:
        """Python shuffles sets and hashes anew in each process."""
        code = (
            "from datetime import date\n"
            "from eval.cases import digest_of\n"
            "from eval.generation import Published, Wanted, produce\n"
            "from kb.elements import Element, Text\n"
            "from kb.records import Guide\n"
            "from kb.regions import Region, Regions\n"
            "names = ['风筝放飞证办理', '月光渔船登记', '灯塔参观预约']\n"
            "guides = [Guide(item_code=f'T-{i}', name=n, region='99', elements={\n"
            "    Element.PLACE: Text(text=n), Element.HOURS: Text(text='全天')})\n"
            "    for i, n in enumerate(names)]\n"
            "base = Published(guides, Regions([Region(code='99', name='星海省')]), date(2026, 1, 1))\n"
            "print(digest_of(produce(base, Wanted(n=80)).cases))\n"
        )
        running = [
            subprocess.Popen(
                [sys.executable, "-c", code],
                stdout=subprocess.PIPE,
                text=True,
                cwd=Path(__file__).parents[2],
                env={"PYTHONHASHSEED": seed},
            )
            for seed in ("1", "2")
        ]
        digests = {each.communicate(timeout=300)[0] for each in running}
        assert [each.returncode for each in running] == [0, 0]
        assert len(digests) == 1

    def test_cases_are_read_as_they_were_written(self, made: Produced, tmp_path: Path) -> None:
        path = tmp_path / "考题.jsonl"
        assert write_cases(path, made.cases) == 800
        assert read_cases(path).cases == made.cases

    def test_a_case_costs_few_milliseconds_on_a_base_of_thousands(
        self, sample_base: Published
    ) -> None:
        """Beyond reading the base: 5,000 cases are to take seconds, not minutes."""
        sample_guides = [g for code in sample_base.codes for g in sample_base.guides(code)]
        many = [
            replace(each, item_code=f"{each.item_code}-{number}", name=f"{number:02}号{each.name}")
            for number in range(13)
            for each in sample_guides
        ]
        big = Published(many, sample_base.regions, TODAY)
        assert len(many) > 4000
        produce(big, Wanted(n=20))
        started = process_time()
        done = produce(big, Wanted(n=400, seed=1))
        assert len(done.cases) == 400
        assert process_time() - started < 8
