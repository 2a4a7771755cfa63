"""Several questions in one message, follow-ups that name nothing, and how long reading takes."""

from time import process_time

import pytest
from fictional import REGIONS

from dialogue.understanding import Understanding
from dialogue.understanding.words import words
from kb.elements import Element


@pytest.fixture(scope="module")
def understanding() -> Understanding:
    return Understanding(REGIONS)


@pytest.mark.parametrize(
    ("said", "questions"),
    [
        (
            "身份证丢了去哪补？还有护照过期了咋办，多少钱",
            [("身份证丢了去哪补?", {Element.PLACE}), ("护照过期了咋办,多少钱", {Element.PROCEDURE, Element.FEE})],
        ),
        (
            "居住证要带什么？另外社保卡在哪办？",
            [("居住证要带什么?", {Element.MATERIALS}), ("社保卡在哪办?", {Element.PLACE})],
        ),
        (
            "身份证补办要带什么？护照呢？",
            [("身份证补办要带什么?", {Element.MATERIALS}), ("护照呢?", {Element.MATERIALS})],
        ),
        (
            "结婚证怎么领，顺便问一下低保什么条件",
            [("结婚证怎么领,", {Element.PROCEDURE}), ("低保什么条件", {Element.CONDITIONS})],
        ),
        (
            "社保卡掉了怎么补，护照怎么换，要多少钱",
            [("社保卡掉了怎么补,", {Element.PROCEDURE}), ("护照怎么换,要多少钱", {Element.PROCEDURE, Element.FEE})],
        ),
        (  # neither names one of the well-known matters
            "农机牌照变更要多少钱？还有，办采砂延续的材料清单能说一下吗？",
            [("农机牌照变更要多少钱?", {Element.FEE}), ("办采砂延续的材料清单能说一下吗?", {Element.MATERIALS})],
        ),
        (
            "摊位证变更在哪办？另外，我想申请林木采伐，要什么材料？",
            [("摊位证变更在哪办?", {Element.PLACE}), ("我想申请林木采伐,要什么材料?", {Element.MATERIALS})],
        ),
        (
            "户口本丢了怎么补，身份证也丢了",
            [("户口本丢了怎么补,", {Element.PROCEDURE}), ("身份证也丢了", {Element.PROCEDURE})],
        ),
    ],
)  # fmt: skip
def test_each_question_of_a_message_is_read_by_itself(
    understanding: Understanding, said: str, questions: list[tuple[str, set[Element]]]
) -> None:
    heard = understanding.understand(said).questions
    assert [(each.search_text, set(each.elements)) for each in heard] == questions


@pytest.mark.parametrize(
    "said",
    [
        "摊位证变更在哪办？还有，周末上班吗", "摊位证变更要什么材料？另外要不要带房产证复印件",
        "居住证怎么办？我是外地户口能办吗", "身份证丢了怎么补办？要带什么？多少钱？", "居住卡要什么材料、要不要钱、在哪办",
        "你好！我想问一下居住证怎么办", "我身份证丢了。怎么补？", "补身份证要户口本吗？", "还有什么要注意的",
        "领结婚证要带户口本吗，身份证要复印件吗", "公积金怎么提取，要身份证复印件吗", "社保卡怎么补，护照在身边",
        "孩子三岁了。户口还没上，怎么办？", "退休怎么办？我没有社保卡", "那还有别的吗",
    ],
)  # fmt: skip
def test_what_belongs_to_one_matter_stays_one_question(
    understanding: Understanding, said: str
) -> None:
    heard = understanding.understand(said)
    assert heard.questions == (heard,)


def test_numbered_questions_are_heard_apart(understanding: Understanding) -> None:
    heard = understanding.understand("1.居住卡在哪办 2.居住卡要什么材料 3.电话多少")
    assert set(heard.elements) == {Element.PLACE, Element.MATERIALS, Element.PHONE}


def test_what_is_told_before_two_questions_hides_neither(understanding: Understanding) -> None:
    said = "钱包丢了，身份证和社保卡都没了，补身份证多少钱，补社保卡多少钱"
    assert len(understanding.understand(said).questions) == 2


@pytest.mark.parametrize(
    "said",
    [
        "这个要钱吗", "它的地址", "那多少钱", "周末呢", "那要带什么呢？", "这个怎么办", "在哪办", "要本人去吗", "电话",
        "请问要多久", "西岛区呢", "那西岛区在哪办", "能网上办吗", "谁可以办", "依据是什么", "第二个多少钱",
    ],
)  # fmt: skip
def test_a_follow_up_names_nothing(understanding: Understanding, said: str) -> None:
    assert understanding.understand(said).names_nothing


@pytest.mark.parametrize(
    "said",
    [
        "那换护照呢",
        "居住卡多少钱",
        "丢了",
        "卡丢了怎么办",
        "不是丢了，是过期了",
        "退休",
        "住院费用的呢",
    ],
)
def test_a_word_for_a_matter_or_a_situation_names_something(
    understanding: Understanding, said: str
) -> None:
    assert not understanding.understand(said).names_nothing


@pytest.mark.parametrize(
    ("said", "elements"),
    [
        ("我在网上看了半天，居住卡要带什么", (Element.MATERIALS,)),
        ("住院费用的呢", ()),
        ("二十天能下来吗", (Element.PROMISED_LIMIT,)),
        ("我是在私企上班的", ()),
        ("遛狗不牵绳罚多少", ()),
    ],
)
def test_words_in_a_story_ask_for_nothing(
    understanding: Understanding, said: str, elements: tuple[Element, ...]
) -> None:
    assert understanding.understand(said).elements == elements


def test_reading_is_quick(understanding: Understanding) -> None:
    said = ["身份证丢了怎么补办，要带什么", "我们区周六上班吗", "我要投诉窗口态度差", "居住卡"] * 25
    for each in said[:4]:
        understanding.understand(each)
    started = process_time()
    for number, each in enumerate(said):
        understanding.understand(f"{each}{number}")
    assert (process_time() - started) / len(said) < 0.01  # seconds; measured: under 0.001


@pytest.mark.parametrize(
    "file", ["signals", "requests", "moods", "alarms", "barred", "audience", "here", "ordinals"]
)
def test_every_pattern_of_the_data_compiles_and_none_matches_nothing(file: str) -> None:
    entries = words(file)
    assert entries
    for entry in entries.values():
        assert entry.says or entry.whole
        for pattern in (*entry.says, *entry.whole, *entry.never):
            assert not pattern.fullmatch("")
