"""The sample base: openly fictional, complete, and without a single bad row."""

import json
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kb.elements import Element, Phones, TimeLimit
from kb.errors import Severity
from kb.life_events import LifeEvent
from kb.loading import Loaded, load
from kb.records import Faq, Guide, Policy
from kb.region_files import is_region_file, read_regions
from kb.regions import Regions

SAMPLE = Path(__file__).parents[2] / "kb" / "sample"
ROOT = Path(__file__).parents[2]
QUESTIONS = ROOT / "tests" / "data"
TEST_QUESTIONS = sorted(QUESTIONS.glob("questions_*.jsonl"))
TRAIN_QUESTIONS = sorted((ROOT / "retriever" / "data" / "questions").glob("train_*.jsonl"))
REGION_FILE = SAMPLE / "regions.jsonl"
FILES = sorted(path for path in SAMPLE.rglob("*.jsonl") if path != REGION_FILE)
# Faults that some guides have on purpose, so that the checks of a base have something to find.
PLANTED: list[dict[str, str]] = tomllib.loads((SAMPLE / "planted.toml").read_text("utf-8"))["fault"]
TODAY = date(2026, 11, 23)
REGIONS = Regions(read_regions(REGION_FILE, {}))
# What a citizen may really dial: the nation's own short numbers.
SHORT_NUMBERS = {
    "110", "119", "120", "122", "12123", "12306", "12308", "12315", "12329", "12333", "12345",
    "12348", "12355", "12366", "12367", "12369", "12378", "12385", "12389", "12393", "96110",
}  # fmt: skip
_LONG_NUMBER = re.compile(
    r"(?<![\d.-])(?:0\d{2,3}[- ]?\d{7,8}|1[3-9]\d{9}|400[- ]?\d{3}[- ]?\d{4})"
)
_ADDRESS = re.compile(r"https?://([^/\s\"，。；]+)")


Key = tuple[str, str | None, str | None]  # item, situation, region


def guide_key(row: dict[str, Any]) -> Key:
    return row["item_code"], row.get("situation"), row["region"]


def planted(*checks: str) -> set[Key]:
    return {guide_key(fault) for fault in PLANTED if fault["check"] in checks}


def loaded(path: Path) -> Loaded:
    return load(path, None, REGIONS, today=TODAY)


@pytest.fixture(scope="module")
def records() -> list[Guide | Faq | Policy]:
    every = [located.record for path in FILES for located in loaded(path).records]
    assert all(isinstance(record, Guide | Faq | Policy | LifeEvent) for record in every)
    return [record for record in every if isinstance(record, Guide | Faq | Policy)]


@pytest.fixture(scope="module")
def life_events() -> list[LifeEvent]:
    every = [located.record for path in FILES for located in loaded(path).records]
    return [record for record in every if isinstance(record, LifeEvent)]


def test_the_steps_of_life_events_are_items_of_the_base(
    life_events: list[LifeEvent], items: dict[str, list[Guide]]
) -> None:
    for event in life_events:
        for step in event.steps:
            assert step.item_code is None or step.item_code in items, (event.event_id, step.item)


@pytest.fixture(scope="module")
def items(records: list[Guide | Faq | Policy]) -> dict[str, list[Guide]]:
    found: dict[str, list[Guide]] = defaultdict(list)
    for record in records:
        if isinstance(record, Guide):
            found[record.item_code].append(record)
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
class TestFiles:
    def test_it_loads_without_an_error(self, path: Path) -> None:
        result = loaded(path)
        assert result.errors == ()
        assert result.records
        assert result.regions_created == ()

    def test_every_column_is_known(self, path: Path) -> None:
        unknown = [p for p in loaded(path).problems if "does not know this column" in p.problem]
        assert unknown == []

    def test_nothing_is_expired_or_verified_in_the_future(self, path: Path) -> None:
        about = {"valid_until", "verified_on"}
        lines = path.read_text("utf-8").splitlines()
        rows = [p.row for p in loaded(path).problems if p.field in about]
        found = [json.loads(lines[row - 1]) for row in rows if row is not None]
        assert len(found) == len(rows)
        assert [row for row in found if guide_key(row) not in planted("expired")] == []
        assert {p.severity for p in loaded(path).problems} <= {Severity.NOTICE}

    def test_numbers_to_dial_are_fictional_or_the_nations_short_ones(self, path: Path) -> None:
        text = path.read_text("utf-8")
        assert [n for n in _LONG_NUMBER.findall(text) if not n.startswith("0000-")] == []
        for number in re.findall(r"(?<![\d.:：-])(?:12\d{3}|96\d{3})(?![\d.])", text):
            assert number in SHORT_NUMBERS, number

    def test_addresses_are_under_a_name_that_nobody_has(self, path: Path) -> None:
        hosts = set(_ADDRESS.findall(path.read_text("utf-8")))
        assert {host for host in hosts if not host.endswith(".example")} == set()


def test_the_regions_are_one_tree_of_a_province_that_does_not_exist() -> None:
    assert is_region_file(REGION_FILE)
    [root] = [region for region in REGIONS if region.parent is None]
    assert len(REGIONS.subtree(root.code)) == len(REGIONS)
    assert all(region.code.startswith("99") for region in REGIONS)


class TestGuides:
    def test_there_are_as_many_as_promised(self, items: dict[str, list[Guide]]) -> None:
        assert len(items) >= 40
        several = [code for code, of in items.items() if len({g.situation for g in of}) > 1]
        districts = [code for code, of in items.items() if len({g.region for g in of}) > 1]
        assert len(several) >= 12
        assert len(districts) >= 12

    def test_an_item_has_one_name_and_no_other_item_has_it(
        self, items: dict[str, list[Guide]]
    ) -> None:
        names = {code: {guide.name for guide in of} for code, of in items.items()}
        assert all(len(each) == 1 for each in names.values())
        assert len(set.union(*names.values())) == len(items)

    def test_each_item_has_everyday_names_and_sample_questions(
        self, items: dict[str, list[Guide]]
    ) -> None:
        for code, of in items.items():
            assert any(guide.aliases for guide in of), code
            assert any(guide.sample_questions for guide in of), code

    def test_each_guide_has_what_citizens_ask_for_first(
        self, items: dict[str, list[Guide]]
    ) -> None:
        wanted = {Element.MATERIALS, Element.PROCEDURE, Element.FEE, Element.CONDITIONS}
        for code, of in items.items():
            for guide in of:
                assert wanted <= set(guide.elements), code
                assert guide.agency, code
                key = (guide.item_code, guide.situation, guide.region)
                assert guide.verified_on or key in planted("unverified"), code
                assert guide.region in REGIONS, code

    def test_districts_differ_in_place_hours_or_phone(self, items: dict[str, list[Guide]]) -> None:
        local = (Element.PLACE, Element.HOURS, Element.PHONE)
        for code, of in items.items():
            by_situation: dict[str | None, list[Guide]] = defaultdict(list)
            for guide in of:
                by_situation[guide.situation].append(guide)
            for same in by_situation.values():
                told = [tuple(guide.elements.get(element) for element in local) for guide in same]
                assert len(set(told)) == len(same), code

    def test_what_could_be_typed_was(self, items: dict[str, list[Guide]]) -> None:
        notices = [problem for path in FILES for problem in loaded(path).problems]
        guides = sum(map(len, items.values()))
        assert len(notices) < guides / 10


class TestPlanted:
    """What `planted.toml` says of a guide is true, and no other guide is like it."""

    @pytest.fixture(scope="class")
    def guides(self, items: dict[str, list[Guide]]) -> dict[Key, Guide]:
        return {(g.item_code, g.situation, g.region): g for of in items.values() for g in of}

    def test_each_names_a_guide_once(self, guides: dict[Key, Guide]) -> None:
        keys = [guide_key(fault) for fault in PLANTED]
        assert len(keys) == len(set(keys)) >= 20
        assert set(keys) <= set(guides)

    def test_these_guides_have_expired_and_no_others(self, guides: dict[Key, Guide]) -> None:
        expired = {key for key, g in guides.items() if g.valid_until and g.valid_until < TODAY}
        assert expired == planted("expired")

    def test_these_were_not_verified_for_two_years(self, guides: dict[Key, Guide]) -> None:
        long_ago = TODAY.replace(year=TODAY.year - 2)
        old = {key for key, g in guides.items() if not g.verified_on or g.verified_on < long_ago}
        assert old == planted("unverified")

    def test_these_promise_more_time_than_the_law_allows(self, guides: dict[Key, Guide]) -> None:
        late = set()
        for key, guide in guides.items():
            promised = guide.elements.get(Element.PROMISED_LIMIT)
            statutory = guide.elements.get(Element.STATUTORY_LIMIT)
            if not (isinstance(promised, TimeLimit) and isinstance(statutory, TimeLimit)):
                continue
            if promised.unit is statutory.unit and (promised.amount or 0) > (statutory.amount or 0):
                late.add(key)
        assert late == planted("limit")

    def test_these_say_what_the_guide_of_the_city_does_not(self, guides: dict[Key, Guide]) -> None:
        """Within one item and situation districts differ in where and when, and in nothing else."""
        alike = (Element.FEE, Element.PROMISED_LIMIT, Element.STATUTORY_LIMIT, Element.MATERIALS)
        differing = {
            (*key, str(element))
            for key, guide in guides.items()
            if (of_the_city := guides.get((key[0], key[1], "990100"))) is not None
            for element in alike
            if guide.elements.get(element) != of_the_city.elements.get(element)
        }
        told = {(*guide_key(f), f.get("element")) for f in PLANTED}
        assert differing <= told

    def test_these_lack_what_the_other_guides_of_the_item_have(
        self, guides: dict[Key, Guide]
    ) -> None:
        lacking = {
            key
            for key, guide in guides.items()
            if (of_the_city := guides.get((key[0], key[1], "990100"))) is not None
            and not set(of_the_city.elements) <= set(guide.elements)
        }
        assert lacking == planted("missing")

    def test_these_have_a_number_that_cannot_be_dialled(self, guides: dict[Key, Guide]) -> None:
        wrong = set()
        for key, guide in guides.items():
            phones = guide.elements.get(Element.PHONE)
            numbers = re.findall(r"0000-(\d+)", phones.text) if isinstance(phones, Phones) else []
            if any(len(number) != 7 for number in numbers):
                wrong.add(key)
        assert wrong == planted("phone")


class TestOthers:
    def test_there_are_as_many_as_promised(self, records: list[Guide | Faq | Policy]) -> None:
        kinds = [type(record) for record in records]
        assert kinds.count(Faq) >= 50
        assert kinds.count(Policy) >= 3

    def test_codes_are_unique(self, records: list[Guide | Faq | Policy]) -> None:
        others = [record.key[0] for record in records if not isinstance(record, Guide)]
        assert len(others) == len(set(others))
        guides = {record.item_code for record in records if isinstance(record, Guide)}
        assert guides.isdisjoint(others)

    def test_each_question_is_asked_in_other_words_too(
        self, records: list[Guide | Faq | Policy]
    ) -> None:
        for record in records:
            if isinstance(record, Faq):
                assert record.similar_questions, record.faq_id

    def test_policies_are_whole_texts(self, records: list[Guide | Faq | Policy]) -> None:
        for record in records:
            if isinstance(record, Policy):
                assert len(record.text) > 500
                assert "第一条" in record.text


def questions_of(paths: Iterable[Path]) -> Iterator[dict[str, Any]]:
    for path in paths:
        yield from map(json.loads, path.read_text("utf-8").splitlines())


def questions() -> Iterator[dict[str, Any]]:
    older = sorted(QUESTIONS.glob("sample_questions_*.jsonl"))
    return questions_of((*older, *TEST_QUESTIONS, *TRAIN_QUESTIONS))


def is_kept_back(code: str) -> bool:
    """Every third code is for testing alone: nothing is trained on a question about it."""
    return int(code.rsplit("-", 1)[1]) % 3 == 0


class TestQuestions:
    def test_each_has_an_answer_in_the_base(
        self, records: list[Guide | Faq | Policy], life_events: list[LifeEvent]
    ) -> None:
        codes = {record.key[0] for record in (*records, *life_events)}
        for question in questions():
            assert question["question"]
            assert question["gold"]
            assert set(question["gold"]) <= codes, question["id"]
            assert question["element"] is None or question["element"] in list(Element)
            assert question["region"] is None or question["region"] in REGIONS

    def test_what_is_trained_on_and_what_is_tested_with_share_no_code(self) -> None:
        for question in questions_of(TEST_QUESTIONS):
            assert all(map(is_kept_back, question["gold"])), question["id"]
        for question in questions_of(TRAIN_QUESTIONS):
            assert not any(map(is_kept_back, question["gold"])), question["id"]

    def test_ids_are_unique(self) -> None:
        ids = [question["id"] for question in questions()]
        assert len(ids) == len(set(ids)) > 100

    def test_none_is_written_in_the_base(
        self, records: list[Guide | Faq | Policy], life_events: list[LifeEvent]
    ) -> None:
        """They measure finding; what stands in the index word for word measures nothing."""
        written = {
            text
            for record in (*records, *life_events)
            for text in (
                (*record.sample_questions, *record.aliases)
                if isinstance(record, Guide | LifeEvent)
                else (record.question, *record.similar_questions)
                if isinstance(record, Faq)
                else ()
            )
        }
        assert [q["id"] for q in questions() if q["question"] in written] == []
