"""What is first by a hair is asked about; what a word of the citizen's tells apart is answered."""

from dataclasses import replace

import pytest
from fictional import found, guide, hit, question

from dialogue.deciding import decide
from dialogue.deciding.decisions import AnswerGuide, AnswerWhichever, AskItem
from dialogue.findings import Findings
from dialogue.state import State
from kb.elements import Element, Text
from kb.records import Faq, Guide

FEE = Element.FEE
LONG = "到窗口办理，" * 20


def called(code: str, name: str, fee: str, conditions: str = "") -> Guide:
    told = replace(guide(code, fee=fee), name=name)
    value = {Element.CONDITIONS: Text(text=conditions)} if conditions else {}
    return replace(told, elements={**told.elements, **value})


FUNERAL = called("A", "丧葬补助金和抚恤金申领", LONG + "甲")
BEREAVED = called("B", "遗属待遇申领", LONG + "乙")
PAYS_IT = called("B", "遗属待遇申领", LONG + "乙", "其遗属可以领取丧葬补助金和抚恤金。")
CHANGED = called("C", "工伤保险待遇变更", LONG + "丙")
REGISTERED = called("D", "变更工伤登记", LONG + "丁")
STOPPED = called("E", "暂停养老保险待遇", LONG + "戊")
RESUMED = called("F", "恢复养老保险待遇", LONG + "己")


def finding(*guides: Guide, first: float = 0.9) -> Findings:
    """The first found so surely, the others hardly."""
    hits = tuple(hit(each, 0.01 if n else first) for n, each in enumerate(guides))
    return replace(found(*guides, hits=hits), answer_at=0.84)


def asked_between(text: str, base: Findings) -> list[str]:
    """The names that a citizen is asked to choose from; none where he is answered."""
    decision = decide(question(FEE, text=text), State(), base)
    assert isinstance(decision, AskItem | AnswerGuide)
    return [each.name for each in decision.hits] if isinstance(decision, AskItem) else []


def test_an_item_is_asked_about_whose_guide_pays_out_what_another_is_named_by() -> None:
    names = [FUNERAL.name, BEREAVED.name]
    assert asked_between("丧葬抚恤金多少钱", finding(FUNERAL, PAYS_IT)) == names
    assert asked_between("丧葬抚恤金多少钱", finding(FUNERAL, BEREAVED)) == []


def test_so_is_a_sibling_that_holds_all_that_was_said() -> None:
    names = [CHANGED.name, REGISTERED.name]
    assert asked_between("变更工伤", finding(CHANGED, REGISTERED)) == names


def test_two_characters_of_two_words_speak_where_both_do() -> None:
    supported = replace(FUNERAL, name="供养亲属抚恤金申领")
    names = [supported.name, BEREAVED.name]
    assert asked_between("领遗属抚恤金", finding(supported, PAYS_IT)) == names
    visited = replace(CHANGED, name="上门办证", aliases=())
    notary = replace(REGISTERED, name="公证办理", aliases=("上门公证",))
    assert asked_between("能上门办不", finding(visited, notary)) == []


@pytest.mark.parametrize("said", ["工伤待遇变更", "工伤保险的变更"])
def test_a_word_that_only_the_first_has_tells_them_apart(said: str) -> None:
    assert asked_between(said, finding(CHANGED, REGISTERED)) == []


def test_so_does_what_is_to_be_done() -> None:
    stopped = replace(STOPPED, aliases=("停发养老保险待遇",))
    assert asked_between("养老保险待遇", finding(stopped, RESUMED)) == [STOPPED.name, RESUMED.name]
    assert asked_between("停发养老保险待遇", finding(stopped, RESUMED)) == []


def test_what_is_called_by_its_whole_name_is_meant() -> None:
    marriage = replace(CHANGED, name="结婚登记", aliases=("领证",))
    foreign = replace(REGISTERED, name="涉外结婚登记", aliases=("跟外国人领证",))
    assert asked_between("领证", finding(marriage, foreign)) == []
    assert asked_between("结婚的登记", finding(marriage, foreign)) == [marriage.name, foreign.name]


def test_what_more_have_than_can_be_offered_is_a_topic_and_the_likeliest_is_told() -> None:
    cards = [called(code, f"{code}居民身份证申领", LONG + code) for code in "甲乙丙丁戊"]
    assert asked_between("居民身份证", finding(*cards[:4])) == [each.name for each in cards[:4]]
    assert asked_between("居民身份证", finding(*cards)) == []


def test_what_is_beyond_doubt_is_answered() -> None:
    assert asked_between("变更工伤", finding(CHANGED, REGISTERED, first=0.99)) == []


def test_what_all_of_them_say_is_told_at_once() -> None:
    same = [replace(each, elements=FUNERAL.elements) for each in (CHANGED, REGISTERED)]
    base = finding(*same)
    decision = decide(question(FEE, text="变更工伤"), State(), base)
    assert isinstance(decision, AnswerWhichever)
    assert [each.name for each in decision.hits] == [CHANGED.name, REGISTERED.name]


def test_questions_and_what_is_known_by_name_only_are_no_rivals() -> None:
    faq = Faq(faq_id="Q", question="变更工伤要多少钱？", answer="答。")
    base = finding(CHANGED)
    base = replace(base, hits=(*base.hits, hit(faq, 0.01), hit(REGISTERED, 0.01)))
    assert asked_between("变更工伤", base) == []
