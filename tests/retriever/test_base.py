"""Finding in one published generation."""

import pytest

from hotline.bootstrap import Hotline
from kb.entries import EntryKind
from retriever.base import Base
from retriever.results import Hit, Query


@pytest.fixture
def base(tiny: Hotline) -> Base:
    found = tiny.live.current()
    assert found is not None
    return found


def best(base: Base, text: str, *regions: str) -> Hit:
    return base.find(Query(text=text, regions=frozenset(regions) or None)).hits[0]


class TestFinding:
    @pytest.mark.parametrize(
        ("text", "code", "kind"),
        [
            ("云上居住卡办理", "T-CARD", EntryKind.ITEM),
            ("居住卡", "T-CARD", EntryKind.ITEM),
            ("过桥备案", "T-NAME", EntryKind.ITEM),
            ("彩云大厅的外号", "F-1", EntryKind.FAQ),
            ("登记满一年的渔船每年补贴一百元", "P-1", EntryKind.PASSAGE),
        ],
    )
    def test_each_kind_is_found_by_its_words(
        self, base: Base, text: str, code: str, kind: EntryKind
    ) -> None:
        hit = best(base, text)
        assert (hit.item_code, hit.kind) == (code, kind)

    def test_hits_are_ordered_one_an_item_with_probabilities(self, base: Base) -> None:
        results = base.find(Query(text="居住卡", k=3))
        codes = [hit.item_code for hit in (*results.hits, *results.rejected)]
        assert len(codes) == len(set(codes))
        assert len(results.hits) == 3
        probabilities = [hit.probability for hit in (*results.hits, *results.rejected)]
        assert probabilities == sorted(probabilities, reverse=True)
        assert all(0 <= each <= 1 for each in probabilities)
        assert set(results.timings_ms) >= {"encode", "search"}

    def test_more_wanted_changes_nothing_of_the_first(self, base: Base) -> None:
        few, many = (base.find(Query(text="渔船", k=k)).hits for k in (2, 9))
        assert many[:2] == few

    def test_a_question_is_given_with_its_whole_answer(self, base: Base) -> None:
        hit = best(base, "彩云大厅的外号")
        assert hit.text == "岛民管彩云大厅叫糖盒子。"
        assert hit.name == "彩云大厅怎么称呼？"
        assert hit.entry_id.endswith(".answer")

    def test_a_situation_is_named_where_the_words_single_it_out(self, base: Base) -> None:
        assert best(base, "居住卡丢了").situation == "丢失补领"
        assert best(base, "居住卡").situation is None

    def test_a_region_keeps_what_applies_in_it(self, base: Base) -> None:
        everywhere = {hit.item_code for hit in base.find(Query(text="渔船登记", k=20)).hits}
        far = base.find(Query(text="渔船登记", regions=frozenset({"9902"}), k=20)).hits
        assert "T-BOAT" in everywhere
        assert {hit.item_code for hit in far} == {"T-NAME", "F-OLD"}  # those without a region

    @pytest.mark.parametrize("text", ["x", "？", "123", "🚀", "卡" * 2000])
    def test_any_words_give_hits_that_can_be_looked_up(self, base: Base, text: str) -> None:
        for hit in base.find(Query(text=text)).hits:
            assert base.records(hit.item_code)
            assert hit.text


class TestLookingUp:
    def test_all_records_of_an_item_are_given(self, base: Base) -> None:
        assert len(base.records("T-BOAT")) == 2
        assert base.records("nothing") == ()

    def test_names_are_those_of_item_question_or_title(self, base: Base) -> None:
        assert [base.name(code) for code in ("T-NAME", "F-1", "P-1")] == [
            "彩虹桥通行备案",
            "彩云大厅怎么称呼？",
            "云上市月光补贴办法",
        ]

    def test_questions_and_policies_are_no_items(self, base: Base) -> None:
        told = {code: base.is_entry(code) for code in ("T-CARD", "T-NAME", "F-1", "P-1", "none")}
        assert told == {"T-CARD": False, "T-NAME": False, "F-1": True, "P-1": True, "none": False}

    def test_situations_are_those_of_all_guides(self, base: Base) -> None:
        assert base.situations == {"首次申领", "丢失补领"}
