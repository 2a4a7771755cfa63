"""The sample base is a small city's real breadth: how much there is of what, and in what shape."""

import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kb.elements import Element
from kb.life_events import LifeEvent
from kb.loading import load
from kb.records import Faq, Guide, Policy, Record
from kb.region_files import read_regions
from kb.regions import Regions

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "kb" / "sample"
REGIONS = Regions(read_regions(SAMPLE / "regions.jsonl", {}))
CITY = "990100"
DISTRICTS = {region.code for region in REGIONS if region.parent == CITY}
LOCAL = (Element.PLACE, Element.HOURS, Element.PHONE)
Case = tuple[str, str | None]  # item, situation

# What citizens call a hotline about: a word that stands in the name or in an everyday name of
# some item.
MATTERS = (
    "户口", "身份证", "居住证", "护照", "社保", "医保", "公积金", "生育", "结婚", "入学", "失业",
    "创业", "退役军人", "公租房", "不动产", "营业执照", "注销", "个体", "食品", "发票", "驾照",
    "行驶证", "公交", "残疾", "低保", "养老", "殡", "水", "电", "燃气", "供热", "户外广告", "排污",
    "养犬", "公证", "法律援助", "档案",
)  # fmt: skip


def records() -> Iterator[Record]:
    for path in sorted(SAMPLE.rglob("*.jsonl")):
        if path.name != "regions.jsonl":
            loaded = load(path, None, REGIONS, today=date(2026, 11, 28))
            yield from (located.record for located in loaded.records)


@pytest.fixture(scope="module")
def every() -> list[Record]:
    return list(records())


@pytest.fixture(scope="module")
def cases(every: list[Record]) -> dict[Case, list[Guide]]:
    """The guides of each situation of each item, one a region."""
    found: dict[Case, list[Guide]] = defaultdict(list)
    for record in every:
        if isinstance(record, Guide):
            found[record.item_code, record.situation].append(record)
    return found


def items(cases: dict[Case, list[Guide]]) -> set[str]:
    return {code for code, _ in cases}


class TestGuides:
    def test_there_are_as_many_items_as_promised(self, cases: dict[Case, list[Guide]]) -> None:
        assert len(items(cases)) >= 150

    @pytest.mark.parametrize("word", MATTERS)
    def test_what_citizens_call_about_is_there(
        self, cases: dict[Case, list[Guide]], word: str
    ) -> None:
        told = {name for of in cases.values() for g in of for name in (g.name, *g.aliases)}
        assert any(word in name for name in told)

    def test_in_many_the_situation_changes_documents_or_place(
        self, cases: dict[Case, list[Guide]]
    ) -> None:
        told: dict[tuple[str, str | None], set[Any]] = defaultdict(set)
        for guides in cases.values():
            for guide in guides:
                parts = (guide.elements.get(e) for e in (Element.MATERIALS, Element.PLACE))
                told[guide.item_code, guide.region].add(tuple(parts))
        assert len({code for (code, _), each in told.items() if len(each) > 1}) >= 40

    def test_in_many_each_district_has_its_place_hours_and_phone(
        self, cases: dict[Case, list[Guide]]
    ) -> None:
        assert len(DISTRICTS) == 8
        whole = set()
        for (code, _), guides in cases.items():
            local = {g.region: [g.elements.get(e) for e in LOCAL] for g in guides}
            told = [tuple(local[each]) for each in DISTRICTS & set(local)]
            if len(told) == len(DISTRICTS) and len(set(told)) == len(told):
                whole.add(code)
        assert len(whole) >= 60

    def test_each_is_called_and_asked_for_as_people_do(
        self, cases: dict[Case, list[Guide]]
    ) -> None:
        """Districts share the words of a situation, so they are written beside one guide of it."""
        for case, guides in cases.items():
            names = {name for guide in guides for name in guide.aliases}
            questions = {each for guide in guides for each in guide.sample_questions}
            assert 3 <= len(names) <= 8, case
            assert 3 <= len(questions) <= 8, case
            assert not names & {guide.name for guide in guides}, case

    def test_what_a_guide_rests_on_is_named(self, cases: dict[Case, list[Guide]]) -> None:
        for case, guides in cases.items():
            for guide in guides:
                assert "《" in guide.elements[Element.LEGAL_BASIS].text, case

    def test_what_is_local_names_the_fictional_city(self, cases: dict[Case, list[Guide]]) -> None:
        for case, guides in cases.items():
            for guide in guides:
                assert guide.agency, case
                assert any(
                    word in guide.agency for word in ("云泽", "澜江", "国家", "公安", "区", "县")
                ), guide.agency


class TestOthers:
    def test_there_are_as_many_questions_as_promised(self, every: list[Record]) -> None:
        assert sum(isinstance(record, Faq) for record in every) >= 200

    def test_policies_are_of_the_length_of_policies(self, every: list[Record]) -> None:
        policies = [record for record in every if isinstance(record, Policy)]
        assert len(policies) >= 12
        assert all(800 <= len(policy.text) <= 3000 for policy in policies)

    def test_life_events_say_who_does_what_when_in_order(self, every: list[Record]) -> None:
        events = [record for record in every if isinstance(record, LifeEvent)]
        assert len(events) >= 10
        names = " ".join(event.name for event in events)
        assert all(word in names for word in ("新生儿出生", "开饭店", "退休", "二手房交易", "身后"))
        known = {record.item_code for record in every if isinstance(record, Guide)}
        for event in events:
            assert len(event.steps) >= 5, event.name
            of_the_base = [step for step in event.steps if step.item_code in known]
            assert len(of_the_base) >= 2, event.name
            for step in event.steps:
                assert step.who, (event.name, step.item)
                assert step.what, (event.name, step.item)
                assert step.when, (event.name, step.item)


class TestQuestions:
    @staticmethod
    def asked(*paths: Path) -> list[dict[str, Any]]:
        return [json.loads(row) for path in paths for row in path.read_text("utf-8").splitlines()]

    def test_there_are_enough_to_train_on_and_enough_to_test_with(self) -> None:
        train = self.asked(*(ROOT / "retriever" / "data" / "questions").glob("train_*.jsonl"))
        test = self.asked(*(ROOT / "tests" / "data").glob("questions_*.jsonl"))
        assert len(train) >= 600
        assert len(test) >= 300
        assert not {q["question"] for q in train} & {q["question"] for q in test}
        assert not {c for q in train for c in q["gold"]} & {c for q in test for c in q["gold"]}
