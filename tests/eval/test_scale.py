from dataclasses import replace

import pytest

from eval.scale import Asked, Grown, Shape, ShapeImpossible, grow, searched_texts
from eval.scale_change import change
from eval.scale_words import district_code, most_variants, regions, what
from kb.elements import Element, PhoneNumber, Phones, Text
from kb.entries import EntryKind, entries_of
from kb.records import Faq, Guide, Item, Policy, Record, code_of
from kb.regions import Regions

GUIDES = [
    Guide(
        item_code="X1",
        name="云上居住卡补领",
        aliases=("居住卡",),
        region="R1",
        situation=situation,
        elements={
            Element.CONDITIONS: Text(text="在云上居住的人。"),
            Element.PLACE: Text(text="云上街一号"),
            Element.PHONE: Phones(text="0000-1", numbers=(PhoneNumber(number="0000-1"),)),
        },
        sample_questions=("居住卡丢了怎么办", "补居住卡要钱吗"),
    )
    for situation in ("遗失", "损坏")
]
BASE: list[Record] = [
    *GUIDES,
    replace(GUIDES[0], region="R2"),
    Item(item_code="X2", name="月光渔船登记", sample_questions=("渔船去哪登记", "船要登记吗")),
    Faq(faq_id="F1", question="过桥要钱吗", answer="不要。", similar_questions=("过桥费多少",)),
    Policy(doc_id="P1", title="渔船办法", text="渔船每年登记一次。" * 60),
]


def entry_ids(grown: Grown) -> set[str]:
    return {entry.entry_id for each in grown.records for entry in entries_of("scale", each)}


def test_a_grown_base_has_the_entries_and_texts_it_says_it_has() -> None:
    grown = grow(BASE, Shape(entries=2000, texts=150))
    assert grown.entries == len(entry_ids(grown)) >= 2000
    assert grown.texts == len(searched_texts(grown.records)) >= 150
    kinds = {entry.kind for each in grown.records for entry in entries_of("scale", each)}
    assert kinds == set(EntryKind) - {EntryKind.LIFE_EVENT, EntryKind.NOTICE}


def test_growing_again_gives_the_same_and_another_seed_gives_another() -> None:
    shape = Shape(entries=500, texts=60)
    assert grow(BASE, shape) == grow(BASE, shape) != grow(BASE, replace(shape, seed=1))


def test_ten_times_the_entries_can_have_the_same_texts_or_twice_as_many() -> None:
    small = grow(BASE, Shape(entries=300, texts=100))
    same = grow(BASE, Shape(entries=10 * small.entries, texts=small.texts))
    twice = grow(BASE, Shape(entries=10 * small.entries, texts=2 * small.texts - 20))
    assert same.texts == small.texts
    assert small.texts < twice.texts <= 2 * small.texts
    assert min(same.entries, twice.entries) >= 10 * small.entries


def test_each_record_has_a_key_of_its_own_and_a_region_there_is() -> None:
    grown = grow(BASE, Shape(entries=1000, texts=100))
    keys = [(type(each), *each.key) for each in grown.records]
    known = Regions(grown.regions)
    assert len(keys) == len(set(keys))
    assert {each.region for each in grown.records if not isinstance(each, Item)} <= {
        each.code for each in known
    }


def test_districts_share_names_and_differ_in_place_hours_and_phone() -> None:
    grown = grow(BASE, Shape(entries=700))
    own = [
        each
        for each in grown.records
        if isinstance(each, Guide) and (each.item_code, each.situation) == ("X1", "遗失")
    ]

    def distinct(element: Element) -> int:
        return len({each.elements[element].text for each in own})

    assert len(own) > 40
    assert len({(each.name, each.aliases, each.sample_questions) for each in own}) == 1
    assert distinct(Element.PLACE) == len({each.region for each in own}) == len(own)
    assert distinct(Element.PHONE) == len(own)
    assert 1 < distinct(Element.HOURS) < 10
    assert 1 < distinct(Element.CONDITIONS) < len(own) / 3


def test_situations_of_an_item_stay_together_and_a_second_region_adds_nothing() -> None:
    once = grow(BASE, Shape(entries=1))
    guides = [each for each in once.records if isinstance(each, Guide)]
    assert [each.situation for each in guides] == ["遗失", "损坏"]
    assert len({each.region for each in guides}) == 1


def test_the_question_held_back_stands_in_no_record() -> None:
    grown = grow(BASE, Shape(entries=600, texts=120))
    texts = {text for _, text in searched_texts(grown.records)}
    codes = {code_of(each) for each in grown.records}
    assert not texts & {each.text for each in grown.questions}
    assert {each.code for each in grown.questions} <= codes
    assert Asked(text="补居住卡要钱吗", code="X1", region=grown.questions[0].region) in [
        replace(each, region=grown.questions[0].region) for each in grown.questions
    ]


def test_every_text_and_question_knows_what_it_was_made_of() -> None:
    grown = grow(BASE, Shape(entries=600, texts=120))
    unvaried = {text for _, text in searched_texts(grow(BASE, Shape(entries=1)).records)}
    for text in {text for _, text in searched_texts(grown.records)}:
        origin = grown.origins[text]
        assert origin.text in unvaried
        assert (origin.who is None) == (origin.text == text)
        assert origin.who is None or origin.who in text or origin.text[-20:] in text
    assert {each.text for each in grown.questions} <= set(grown.origins)


def test_variants_are_for_different_people() -> None:
    names = [what(number) for number in range(most_variants())]
    assert names[0] is None
    assert len(set(names)) == len(names)


def test_regions_are_a_tree_of_distinct_codes() -> None:
    found = regions(40)
    tree = Regions(found)
    assert len(tree) == len(found) == 1 + 3 + 40
    assert tree.line(district_code(39)) == ("S00308", "S003", "S")


def test_what_cannot_be_grown_is_refused_with_what_would_do() -> None:
    with pytest.raises(ShapeImpossible, match="no records"):
        grow([], Shape(entries=1))
    with pytest.raises(ShapeImpossible, match="more districts or more texts"):
        grow(BASE, Shape(entries=10_000, districts=2))
    with pytest.raises(ShapeImpossible, match="larger base"):
        grow(BASE[:1], Shape(entries=1, texts=10_000))


def test_a_change_touches_the_share_asked_for_and_nothing_else() -> None:
    grown = grow(BASE, Shape(entries=3000, texts=200))
    after, changed = change(grown, 0.05)
    differ = [old.key for old, new in zip(grown.records, after.records, strict=True) if old != new]
    assert changed == len(differ) == round(0.05 * len(grown.records))
    assert [each.key for each in after.records] == [each.key for each in grown.records]
    assert change(grown, 0.05) == (after, changed)
    assert change(grown, 0.05, seed=1)[0] != after
    assert change(grown, 0.0) == (grown, 0)


def test_changed_texts_know_what_they_were_made_of() -> None:
    grown = grow(BASE, Shape(entries=3000, texts=200))
    after, changed = change(grown, 0.2)
    new = searched_texts(after.records) - searched_texts(grown.records)
    assert 0 < len(new) <= changed * 3
    assert {text for _, text in new} <= set(after.origins)
