"""From records to the documents that are searched."""

from haystack import Document

from kb.entries import item_entry_id, record_id
from kb.records import Faq, Guide, Item, Policy, Record
from kb.store import StoredRecord
from retriever.indexing import documents_of, indexed


def stored(*records: Record, source: str = "甲") -> list[StoredRecord]:
    return [
        StoredRecord(record_id=record_id(source, each), source=source, version=1, record=each)
        for each in records
    ]


def card(**rest: object) -> Guide:
    return Guide(item_code="T-CARD", name="居住卡办理", **rest)  # type: ignore[arg-type]


def texts(documents: list[Document], role: str) -> list[str | None]:
    return [each.content for each in documents if each.meta["role"] == role]


def of(documents: list[Document], text: str) -> Document:
    [found] = [each for each in documents if each.content == text]
    return found


def test_an_item_is_found_by_its_names_and_its_questions() -> None:
    guide = card(aliases=("岛民卡",), sample_questions=("卡丢了咋办",), situation="补领")
    documents = documents_of(stored(guide))
    assert {(each.meta["role"], each.content) for each in documents} == {
        ("name", "居住卡办理"),
        ("alias", "岛民卡"),
        ("question", "卡丢了咋办"),
        ("situation", "居住卡办理 补领"),
    }
    assert {each.meta["entry_id"] for each in documents} == {item_entry_id("T-CARD")}
    assert {each.meta["kind"] for each in documents} == {"item"}


def test_the_same_words_in_many_regions_are_one_document() -> None:
    records = stored(*(card(region=code) for code in ("2", "1", "3")))
    [document] = documents_of(records)
    assert document.meta["regions"] == ["1", "2", "3"]


def test_words_that_hold_everywhere_are_in_no_region() -> None:
    [document] = documents_of(stored(card(region="1"), card()))
    assert document.meta["regions"] == []


def test_words_of_one_situation_single_it_out() -> None:
    lost = card(situation="补领", aliases=("卡丢了",))
    documents = documents_of(stored(card(situation="首次"), lost))
    assert of(documents, "卡丢了").meta["situation"] == "补领"
    assert of(documents, "居住卡办理").meta["situation"] is None


def test_words_of_several_situations_single_out_none() -> None:
    first = card(situation="首次", aliases=("岛民卡",), region="1")
    lost = card(situation="补领", aliases=("岛民卡",), region="2")
    found = of(documents_of(stored(first, lost)), "岛民卡")
    assert found.meta["situation"] is None
    assert found.meta["regions"] == ["1", "2"]


def test_the_first_source_names_an_item_and_other_names_are_aliases() -> None:
    ours, theirs = card(), Item(item_code="T-CARD", name="岛民证办理")
    documents = documents_of([*stored(ours), *stored(theirs, source="乙")])
    assert texts(documents, "name") == ["居住卡办理"]
    assert texts(documents, "alias") == ["岛民证办理"]
    assert {each.meta["name"] for each in documents} == {"居住卡办理"}


def test_a_question_is_found_by_itself_and_by_its_answer() -> None:
    faq = Faq(faq_id="F", question="大厅开吗？", answer="开。", similar_questions=("开门吗",))
    documents = documents_of(stored(faq))
    assert texts(documents, "question") == ["大厅开吗？", "开门吗"]
    assert texts(documents, "answer") == ["开。"]
    assert {each.meta["entry_id"] for each in documents} == {f"{record_id('甲', faq)}.answer"}


def test_a_question_that_is_not_indexed_is_found_by_its_answer_alone() -> None:
    faq = Faq(faq_id="F", question="大厅开吗？", answer="开。", index_question=False)
    assert [each.content for each in documents_of(stored(faq))] == ["开。"]


def test_a_long_answer_is_found_by_its_parts_and_cited_whole() -> None:
    faq = Faq(faq_id="F", question="问？", answer="这是一句很长的回答。" * 60)
    answers = [each for each in documents_of(stored(faq)) if each.meta["role"] == "answer"]
    assert len(answers) > 1
    assert len({each.meta["entry_id"] for each in answers}) == 1


def test_each_passage_of_a_policy_is_an_entry() -> None:
    policy = Policy(doc_id="P", title="示例办法", text="第一条 示例规定。" * 60)
    documents = documents_of(stored(policy))
    assert {each.meta["role"] for each in documents} == {"passage"}
    assert len({each.meta["entry_id"] for each in documents}) == len(documents)
    assert {each.meta["name"] for each in documents} == {"示例办法"}


def test_identities_stay_the_same_whatever_stands_beside_them() -> None:
    alone = documents_of(stored(card(aliases=("岛民卡",))))
    beside = documents_of(stored(Item(item_code="X", name="别的"), card(aliases=("岛民卡",))))
    ids = [each.id for each in beside]
    assert len(ids) == len(set(ids))
    assert {each.id for each in alone} < set(ids)


def test_nothing_gives_nothing() -> None:
    assert documents_of([]) == []


def test_the_same_item_in_two_catalogues_is_one_under_the_first_ones_code() -> None:
    theirs = Guide(
        item_code="X-9",
        name="办理居住卡",
        aliases=("暂住卡",),
        situation="补领",
        region="2",
    )
    ours = Guide(item_code="T-CARD", name="居住卡", region="1")
    found = indexed([*stored(ours), *stored(theirs, source="乙")])
    assert found.joined == {"X-9": "T-CARD"}
    assert {each.meta["item_code"] for each in found.documents} == {"T-CARD"}
    assert {each.meta["entry_id"] for each in found.documents} == {item_entry_id("T-CARD")}
    assert {(each.meta["role"], each.content) for each in found.documents} == {
        ("name", "居住卡"),
        ("alias", "办理居住卡"),
        ("alias", "暂住卡"),
        ("situation", "办理居住卡 补领"),
    }
    assert {each.meta["name"] for each in found.documents} == {"居住卡"}
    assert of(found.documents, "暂住卡").meta["regions"] == ["2"]
