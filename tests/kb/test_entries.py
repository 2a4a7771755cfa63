"""Entries are the pieces that are cited; passages give a policy's text word for word."""

from hypothesis import given
from hypothesis import strategies as st

from kb.elements import Element, Fee, Text
from kb.entries import EntryKind, entries_of, item_entry_id, record_id
from kb.passages import PASSAGE_CHARACTERS, passages_of
from kb.records import Faq, Guide, Item, Policy

texts = st.text(alphabet=st.sampled_from("甲乙丙丁一二，。！？；!?;\n”）  \t"), max_size=1500)
GUIDE = Guide(
    item_code="A",
    name="示例登记",
    region="1",
    agency="示例局",
    situation="首次",
    elements={Element.FEE: Fee(text="不收费"), Element.PLACE: Text(text="示例路1号")},
)


def squeezed(text: str) -> str:
    return "".join(text.split())


class TestPassages:
    @given(texts)
    def test_joined_they_give_the_text_but_for_white_space(self, text: str) -> None:
        assert squeezed("".join(passages_of(text))) == squeezed(text)

    @given(texts, st.integers(1, 40))
    def test_each_stands_in_the_text_and_none_is_empty_or_far_too_long(
        self, text: str, size: int
    ) -> None:
        for passage in passages_of(text, size):
            assert passage
            assert passage == passage.strip()
            assert passage in text
            assert len(passage) <= 2 * size

    @given(st.lists(st.text("甲乙丙，", min_size=1, max_size=30), min_size=1))
    def test_a_sentence_that_fits_is_not_cut(self, sentences: list[str]) -> None:
        text = "。".join(sentences) + "。"
        for passage in passages_of(text, 60):
            assert passage.endswith("。")

    def test_nothing_has_no_passages(self) -> None:
        assert passages_of(" \n ") == ()

    def test_closing_quotes_stay_with_their_sentence(self) -> None:
        first, second = "他说：“好。”", "再见。"
        assert passages_of(first + second, len(first)) == (first, second)

    def test_a_short_text_is_one_passage(self) -> None:
        text = "第一条 示例。" * (PASSAGE_CHARACTERS // 7)
        assert passages_of(text) == (text,)


class TestEntries:
    def test_a_guide_gives_its_item_and_each_element_it_has(self) -> None:
        item, fee, place = entries_of("甲", GUIDE)
        assert (item.kind, item.entry_id, item.text) == (
            EntryKind.ITEM, item_entry_id("A"), "示例登记",
        )  # fmt: skip
        assert [(each.element, each.text) for each in (fee, place)] == [
            (Element.FEE, "不收费"),
            (Element.PLACE, "示例路1号"),
        ]
        assert fee.entry_id == f"{record_id('甲', GUIDE)}.fee"
        assert (fee.region, fee.agency, fee.situation) == ("1", "示例局", "首次")

    def test_an_item_has_one_entry_whichever_source_describes_it(self) -> None:
        bare = Item(item_code="A", name="别的叫法")
        [entry] = entries_of("乙", bare)
        assert entry.entry_id == next(entries_of("甲", GUIDE)).entry_id

    def test_a_question_is_cited_by_its_answer(self) -> None:
        [entry] = entries_of("甲", Faq(faq_id="Q", question="问？", answer="答。"))
        assert (entry.kind, entry.item_code, entry.name, entry.text) == (
            EntryKind.FAQ, "Q", "问？", "答。",
        )  # fmt: skip

    def test_the_passages_of_a_policy_are_numbered_in_order(self) -> None:
        policy = Policy(doc_id="P", title="示例办法", text="第一条 示例。" * 200)
        entries = list(entries_of("甲", policy))
        assert [each.entry_id[-5:] for each in entries] == [
            f".{n:04}" for n in range(1, len(entries) + 1)
        ]
        assert "".join(each.text for each in entries) == policy.text

    def test_an_identity_is_of_source_kind_and_key(self) -> None:
        bare = Item(item_code="A", name="示例登记")
        identities = {record_id("甲", GUIDE), record_id("乙", GUIDE), record_id("甲", bare)}
        assert len(identities) == 3
        assert record_id("甲", GUIDE) == record_id("甲", GUIDE)
