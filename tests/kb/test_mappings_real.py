"""The mappings import the real files whole; skipped where these are not at hand."""

import json
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from kb.canonical import digest, to_json
from kb.elements import Element, Fee, FeeKind, Materials, Phones, TimeLimit
from kb.loading import Loaded, load
from kb.mapping import find_mapping
from kb.records import Faq, Guide, Policy
from kb.regions import Regions

DATA = Path(__file__).parents[3] / "shared" / "data"
FILES = {
    "guangdong": ("guangdong_guides.jsonl", 2262),
    "changchun": ("changchun_guides.jsonl", 1118),
    "jilin": ("jilin_item_materials.jsonl", 906),
    "changchun_items": ("changchun_items.jsonl", 986),
    "faq": ("taipei_faq.jsonl", 1852),
    "faq_answers": ("taipei_faq.jsonl", 1852),
    "policy": ("policy_docs_dev.jsonl", 228),
}
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason=f"the real data ({DATA}) is not at hand")


@cache
def real(name: str) -> Loaded:
    return load(DATA / FILES[name][0], find_mapping(name), Regions(()), today=date(2026, 11, 23))


def guides(name: str) -> list[Guide]:
    return [each.record for each in real(name).records if isinstance(each.record, Guide)]


@pytest.mark.parametrize("name", FILES)
def test_every_row_is_imported(name: str) -> None:
    result = real(name)
    assert [str(problem) for problem in result.errors] == []
    assert len(result.records) == FILES[name][1]
    assert len(result.problems) < 10  # a handful of telephone numbers with a digit too many


@pytest.mark.parametrize("name", FILES)
def test_no_element_is_empty(name: str) -> None:
    for guide in guides(name) if name in ("guangdong", "changchun", "jilin") else ():
        assert all(value.text.strip() for value in guide.elements.values())


@pytest.mark.parametrize("name", ["guangdong", "changchun"])
def test_every_limit_is_typed(name: str) -> None:
    limits = [
        value
        for guide in guides(name)
        for value in guide.elements.values()
        if isinstance(value, TimeLimit)
    ]
    assert len(limits) > 1000
    assert all(limit.amount is not None and limit.unit is not None for limit in limits)


@pytest.mark.parametrize("name", ["guangdong", "changchun"])
def test_nearly_every_telephone_text_gives_a_number(name: str) -> None:
    phones = [
        value
        for guide in guides(name)
        for value in guide.elements.values()
        if isinstance(value, Phones)
    ]
    assert sum(bool(each.numbers) for each in phones) / len(phones) > 0.997


def test_stations_of_long_lists_are_told_apart() -> None:
    lists = [
        value
        for guide in guides("changchun")
        if isinstance(value := guide.elements[Element.PHONE], Phones) and len(value.numbers) > 9
    ]
    assert lists
    named = [number.station is not None for each in lists for number in each.numbers]
    assert sum(named) / len(named) > 0.8


def test_fees_of_changchun_are_yes_or_no() -> None:
    fees = [guide.elements[Element.FEE] for guide in guides("changchun")]
    assert {(fee.text, fee.kind) for fee in fees if isinstance(fee, Fee)} == {
        ("收费", FeeKind.CHARGED),
        ("不收费", FeeKind.FREE),
    }


def test_no_materials_needed_is_not_the_same_as_none_listed() -> None:
    assert any(
        guide.elements[Element.MATERIALS] == Materials(text="无需材料")
        for guide in guides("changchun")
    )
    listed = [guide for guide in guides("guangdong") if Element.MATERIALS in guide.elements]
    assert len(listed) == 809


def test_codes_are_those_of_the_source_or_made_from_the_name() -> None:
    assert len({guide.item_code for guide in guides("guangdong")}) == 2262
    assert len({guide.item_code for guide in guides("jilin")}) == 289
    by_name: dict[str, set[str]] = {}
    for guide in guides("changchun"):
        by_name.setdefault(guide.name, set()).add(guide.item_code)
    assert all(len(codes) == 1 for codes in by_name.values())


def test_regions_form_one_tree_over_all_sources() -> None:
    regions = Regions(())
    for name in ("changchun", "jilin", "guangdong"):
        result = load(DATA / FILES[name][0], find_mapping(name), regions, today=date(2026, 11, 23))
        regions = Regions((*regions, *result.regions_created))
    assert len(regions) == 28
    assert {len(regions.line(region.code)) for region in regions} == {1, 2, 3, 4}
    assert {region.name for region in regions if region.parent is None} == {"吉林省", "广东省"}


def test_questions_and_policies_are_whole() -> None:
    faqs = [each.record for each in real("faq").records if isinstance(each.record, Faq)]
    assert all(faq.agency and faq.index_question for faq in faqs)
    assert not any(
        each.record.index_question
        for each in real("faq_answers").records
        if isinstance(each.record, Faq)
    )
    policies = [each.record for each in real("policy").records if isinstance(each.record, Policy)]
    assert all(0 < len(policy.title) <= 40 for policy in policies)


@pytest.mark.parametrize(
    ("name", "own"),
    [("guangdong", "guides"), ("changchun", "guides"), ("changchun_items", "items"), ("faq_answers", "faqs"), ("policy", "policies")],
)  # fmt: skip
def test_what_is_exported_imports_to_the_same_digests(tmp_path: Path, name: str, own: str) -> None:
    result = real(name)
    path = tmp_path / "export.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for each in result.records:
            file.write(json.dumps(to_json(each.record), ensure_ascii=False) + "\n")
    again = load(path, find_mapping(own), Regions(result.regions_created), today=date(2026, 11, 23))
    assert again.errors == ()
    assert [digest(each.record) for each in again.records] == [
        digest(each.record) for each in result.records
    ]
