"""The canonical form of records: without loss, and what is exported imports to the same digests."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.canonical import CanonicalInvalid, digest, field_names, from_json, to_json
from kb.elements import (
    Audience,
    Audiences,
    Copies,
    Element,
    Fee,
    FeeAmount,
    FeeKind,
    LimitUnit,
    Material,
    MaterialForm,
    Materials,
    PhoneNumber,
    Phones,
    QuestionAnswer,
    Questions,
    Steps,
    Text,
    TimeLimit,
    Visits,
)
from kb.loading import load
from kb.mapping import find_mapping
from kb.records import Faq, Guide, Item, Policy, Record, RecordKind, kind_of
from kb.regions import Region, Regions

TODAY = date(2026, 11, 23)
REGIONS = Regions((Region(code="1", name="甲省"), Region(code="11", name="乙市", parent="1")))
MAPPINGS = {
    RecordKind.GUIDE: "guides",
    RecordKind.ITEM: "items",
    RecordKind.FAQ: "faqs",
    RecordKind.POLICY: "policies",
}

words = st.text(alphabet="甲乙丙丁 a1、；：。\n“𠮷", min_size=3, max_size=20).filter(
    lambda text: text == text.strip() != ""
)
codes = st.from_regex(r"[A-C1-3][A-C1-3.-]{0,11}", fullmatch=True)
unique = st.lists(words, max_size=3, unique=True).map(tuple)
days = st.dates(max_value=TODAY)


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


def a_list(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(strategy, max_size=3).map(tuple)


small = st.integers(0, 99)
plain = st.builds(Text, text=words)
limits = st.builds(
    TimeLimit, text=words, amount=maybe(small), unit=maybe(st.sampled_from(LimitUnit))
)
phones = st.builds(
    Phones, text=words, numbers=a_list(st.builds(PhoneNumber, number=codes, station=maybe(words)))
)
materials = st.builds(
    Material,
    name=words,
    form=maybe(st.sampled_from(MaterialForm)),
    copies=maybe(st.sampled_from(Copies)),
    count=maybe(small),
    required=maybe(st.booleans()),
    when=maybe(words),
    note=maybe(words),
)
amounts = st.builds(
    FeeAmount, yuan=st.decimals(0, 10_000, places=2), what=maybe(words), per=maybe(words)
)
VALUES: dict[Element, st.SearchStrategy[Any]] = {
    **dict.fromkeys(Element, plain),
    **dict.fromkeys((Element.STATUTORY_LIMIT, Element.PROMISED_LIMIT), limits),
    **dict.fromkeys((Element.PHONE, Element.COMPLAINT_PHONE), phones),
    Element.MATERIALS: st.builds(Materials, text=words, items=a_list(materials)),
    Element.PROCEDURE: st.builds(Steps, text=words, steps=a_list(words)),
    Element.FEE: st.builds(
        Fee, text=words, kind=maybe(st.sampled_from(FeeKind)), amounts=a_list(amounts)
    ),
    Element.VISITS: st.builds(Visits, text=words, count=maybe(small)),
    Element.AUDIENCE: st.builds(
        Audiences, text=words, kinds=st.lists(st.sampled_from(Audience), unique=True).map(tuple)
    ),
    Element.FAQ: st.builds(
        Questions, text=words, pairs=a_list(st.builds(QuestionAnswer, question=words, answer=words))
    ),
}
regions = maybe(st.sampled_from(["1", "11"]))
named = {"item_code": codes, "name": words, "aliases": unique, "sample_questions": unique}
guides = st.builds(
    Guide,
    **named,
    region=regions,
    agency=maybe(words),
    situation=maybe(words),
    item_type=maybe(words),
    elements=st.fixed_dictionaries({}, optional=VALUES),
    verified_on=maybe(days),
    valid_from=maybe(days),
    version=maybe(words),
    source_url=maybe(words),
)
items = st.builds(Item, **named)
faqs = st.builds(
    Faq,
    faq_id=codes, question=words, answer=words, similar_questions=unique, agency=maybe(words),
    region=regions, index_question=st.booleans(), verified_on=maybe(days), source_url=maybe(words),
)  # fmt: skip
policies = st.builds(
    Policy,
    doc_id=codes, title=words, text=words, agency=maybe(words), region=regions,
    published_on=maybe(days), source_url=maybe(words),
)  # fmt: skip
records = guides | items | faqs | policies


def as_imported(record: Record) -> Record:
    """What an import makes sure of: the agency is an element too, no alias repeats the name."""
    if isinstance(record, Guide | Item):
        record = replace(record, aliases=tuple(a for a in record.aliases if a != record.name))
    if not isinstance(record, Guide):
        return record
    elements = dict(record.elements)
    elements.pop(Element.AGENCY, None)
    if record.agency is not None:
        elements[Element.AGENCY] = Text(text=record.agency)
    return replace(record, elements=elements)


class TestRoundTrip:
    @given(record=records)
    def test_nothing_is_lost_through_json(self, record: Record) -> None:
        text = json.dumps(to_json(record), ensure_ascii=False)
        assert from_json(kind_of(record), json.loads(text)) == record

    @given(record=records)
    def test_only_known_fields_are_written(self, record: Record) -> None:
        assert set(to_json(record)) <= {*field_names(kind_of(record)), "agency_element"}

    @given(record=records.map(as_imported))
    def test_an_exported_line_imports_to_the_same_digest(
        self, tmp_path_factory: pytest.TempPathFactory, record: Record
    ) -> None:
        path = tmp_path_factory.mktemp("export") / "export.jsonl"
        path.write_text(json.dumps(to_json(record), ensure_ascii=False) + "\n", encoding="utf-8")
        loaded = load(path, find_mapping(MAPPINGS[kind_of(record)]), REGIONS, today=TODAY)
        assert loaded.errors == ()
        [located] = loaded.records
        assert located.record == record
        assert digest(located.record) == digest(record)


class TestDigest:
    @given(record=records)
    def test_it_is_sixty_four_hex_digits(self, record: Record) -> None:
        assert len(bytes.fromhex(digest(record))) == 32

    @pytest.mark.parametrize(
        "change",
        [
            lambda g: replace(g, name="乙"),
            lambda g: replace(g, verified_on=TODAY),
            lambda g: replace(g, elements={Element.PLACE: Text(text="二楼")}),
            lambda g: replace(g, elements={Element.HOURS: Text(text="一楼")}),
            lambda g: replace(g, elements={}),
        ],
    )
    def test_every_change_changes_it(self, change: Callable[[Guide], Guide]) -> None:
        guide = Guide(item_code="A", name="甲", elements={Element.PLACE: Text(text="一楼")})
        assert digest(change(guide)) != digest(guide)

    def test_the_order_of_elements_does_not(self) -> None:
        both = {Element.PLACE: Text(text="一楼"), Element.HOURS: Text(text="上午")}
        one = Guide(item_code="A", name="甲", elements=both)
        assert digest(one) == digest(replace(one, elements=dict(reversed(both.items()))))


class TestRefusal:
    @pytest.mark.parametrize(
        ("data", "said"),
        [
            ({"item_code": "A"}, "name: Field required"),
            ({"item_code": "A", "name": "甲", "nmae": "x"}, "no field 'nmae'"),
            (
                {"item_code": "A", "name": "甲", "place": {"text": "x", "floor": 2}},
                "no field 'floor'",
            ),
            ({"item_code": "A", "name": "甲", "verified_on": "2026-02-30"}, "verified_on"),
            (
                {
                    "item_code": "A",
                    "name": "甲",
                    "materials": {"text": "x", "items": [{"nam": "x"}]},
                },
                "items.0.name: Field required",
            ),
        ],
    )
    def test_other_shapes_are_named_by_field(self, data: dict[str, Any], said: str) -> None:
        with pytest.raises(CanonicalInvalid, match=said):
            from_json(RecordKind.GUIDE, data)
