"""Which element a question asks for, and the words that are left to name the item."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.elements import Element
from retriever.elements import elements_asked, naming_words, question_of, without_asking
from retriever.tokens import normalise

# Written for this project; each as a citizen might say it.
ASKED: dict[str, tuple[Element, ...]] = {
    "办渔船登记要什么条件": (Element.CONDITIONS,),
    "谁可以申请岛民卡": (Element.CONDITIONS,),
    "什么人能领月光补贴": (Element.CONDITIONS,),
    "外地人有没有资格租公屋": (Element.CONDITIONS,),
    "符合什么要求才给批": (Element.CONDITIONS,),
    "小孩能不能办居住卡": (Element.CONDITIONS,),
    "没有工作可以领补贴吗": (Element.CONDITIONS,),
    "办居住卡要带什么": (Element.MATERIALS,),
    "渔船登记需要哪些材料": (Element.MATERIALS,),
    "换风筝证要准备啥东西": (Element.MATERIALS,),
    "补卡用带户口本吗": (Element.MATERIALS,),
    "登记要不要带照片": (Element.MATERIALS,),
    "申请补贴交什么证明": (Element.MATERIALS,),
    "办卡复印件要几份": (Element.MATERIALS,),
    "过户需要什么手续": (Element.MATERIALS,),
    "要拿身份证原件吗": (Element.MATERIALS,),
    "居住卡怎么办": (Element.PROCEDURE,),
    "渔船登记怎么办理": (Element.PROCEDURE,),
    "风筝证如何换": (Element.PROCEDURE,),
    "岛民卡咋补": (Element.PROCEDURE,),
    "船卖了怎么过户": (Element.PROCEDURE,),
    "换证的流程是啥": (Element.PROCEDURE,),
    "登记分哪几个步骤": (Element.PROCEDURE,),
    "居住卡怎样才能注销": (Element.PROCEDURE,),
    "这个许可法定办结时限是多少": (Element.STATUTORY_LIMIT,),
    "法律规定多久必须办完": (Element.STATUTORY_LIMIT,),
    "居住卡多久能下来": (Element.PROMISED_LIMIT,),
    "换证几天能拿到": (Element.PROMISED_LIMIT,),
    "登记要多长时间": (Element.PROMISED_LIMIT,),
    "卡什么时候能取": (Element.PROMISED_LIMIT,),
    "办结时限是几个工作日": (Element.PROMISED_LIMIT,),
    "当天能拿到证吗": (Element.PROMISED_LIMIT,),
    "补贴多少天到账": (Element.PROMISED_LIMIT,),
    "补办居住卡多少钱": (Element.FEE,),
    "换证收费吗": (Element.FEE,),
    "渔船登记要不要钱": (Element.FEE,),
    "工本费是多少": (Element.FEE,),
    "过桥备案免费不": (Element.FEE,),
    "办这个花钱吗": (Element.FEE,),
    "居住卡在哪办": (Element.PLACE,),
    "渔船登记去哪里": (Element.PLACE,),
    "换风筝证上哪儿": (Element.PLACE,),
    "办卡的地址发我一下": (Element.PLACE,),
    "哪个窗口办居住卡": (Element.PLACE,),
    "什么地方可以补卡": (Element.PLACE,),
    "西岛区哪儿能办": (Element.PLACE,),
    "服务大厅怎么走": (Element.PLACE,),
    "服务大厅几点开门": (Element.HOURS,),
    "周六能办居住卡吗": (Element.HOURS,),
    "中午休息吗": (Element.HOURS,),
    "渔业站的办公时间": (Element.HOURS,),
    "礼拜天上不上班": (Element.HOURS,),
    "登记处几点下班": (Element.HOURS,),
    "居住卡的咨询电话": (Element.PHONE,),
    "渔业站电话多少": (Element.PHONE,),
    "换证怎么联系谁": (Element.PHONE,),
    "热线是多少": (Element.PHONE,),
    "我要知道投诉电话": (Element.COMPLAINT_PHONE,),
    "窗口态度差怎么投诉": (Element.COMPLAINT_PHONE,),
    "监督电话是几号": (Element.COMPLAINT_PHONE,),
    "办居住卡的依据是什么": (Element.LEGAL_BASIS,),
    "根据哪部法律收的": (Element.LEGAL_BASIS,),
    "有什么规定吗": (Element.LEGAL_BASIS,),
    "办完给什么证": (Element.OUTCOME,),
    "办理结果是什么": (Element.OUTCOME,),
    "居住卡网上能办吗": (Element.ONLINE,),
    "有没有小程序": (Element.ONLINE,),
    "手机上可以办换证吗": (Element.ONLINE,),
    "渔船登记的网址": (Element.ONLINE,),
    "能在线办渔船登记不": (Element.ONLINE,),
    "这个的服务对象是": (Element.AUDIENCE,),
    "面向哪些人": (Element.AUDIENCE,),
    "渔船登记归谁管": (Element.AGENCY,),
    "哪个部门负责灯笼": (Element.AGENCY,),
    "实施主体是谁": (Element.AGENCY,),
    "换证要跑几趟": (Element.VISITS,),
    "最多跑一次能办完吗": (Element.VISITS,),
    "要去几次大厅": (Element.VISITS,),
    "办卡有哪些注意事项": (Element.FAQ,),
    "登记要注意什么": (Element.FAQ,),
    # several at once, in the order of mention
    "居住卡多少钱，几天能拿到": (Element.FEE, Element.PROMISED_LIMIT),
    "卡丢了怎么补办，要带什么": (Element.PROCEDURE, Element.MATERIALS),
    "渔船登记在哪里办，电话多少": (Element.PLACE, Element.PHONE),
    "要什么材料、要不要钱、去哪办": (Element.MATERIALS, Element.FEE, Element.PLACE),
    # words that look like asking and are not
    "居住卡": (),
    "渔船登记": (),
    "我的手机号变了": (),
    "上班族住房补贴": (),
    "法律援助": (),
    "退费": (),
}


@pytest.mark.parametrize("said", ASKED)
def test_what_is_asked_for(said: str) -> None:
    assert elements_asked(normalise(said)) == ASKED[said]


def test_the_table_is_long_and_has_every_element() -> None:
    assert len(ASKED) >= 80
    assert {element for asked in ASKED.values() for element in asked} == set(Element)


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("渔船登记在哪里", "渔船登记"),
        ("居住卡在哪儿办", "居住卡 办"),
        ("哪儿能补居住卡", "补居住卡"),
        ("周六能办居住卡吗", "居住卡吗"),
        ("居住卡丢了多少钱", "居住卡丢了"),
        ("换风筝证去哪里", "换风筝证"),
        ("渔船登记要什么材料", "渔船登记"),
        ("居住卡，几天能拿到？", "居住卡"),
    ],
)
def test_what_is_left_names_the_item(said: str, left: str) -> None:
    assert naming_words(normalise(said)) == left


def test_a_question_of_asking_words_alone_is_searched_for_whole() -> None:
    assert naming_words("多少钱") == "多少钱"


@given(st.lists(st.sampled_from(sorted(ASKED)), max_size=3).map("".join))
def test_each_element_is_given_once_and_only_words_are_taken_away(said: str) -> None:
    text = normalise(said)
    found = elements_asked(text)
    assert len(found) == len(set(found))
    letters = iter(text)
    assert all(each in letters for each in without_asking(text) if each != " ")


@given(st.text(max_size=60))
def test_any_text_can_be_read(said: str) -> None:
    text = normalise(said)
    assert set(elements_asked(text)) <= set(Element)
    assert naming_words(text) or not text.strip()


class TestStories:
    """A long message is a story with a question in it."""

    STORY = "您好,我腿脚不太好,出趟门不容易,网上搜了半天也没看懂,邻居去年也来问过,可她也记不清了"

    def test_the_clauses_that_ask_are_kept_with_the_one_before(self) -> None:
        asked = question_of(f"我家在青榆区,临时救助在哪办?{self.STORY},谢谢您,不着急,您慢慢说")
        assert asked.startswith("我家在青榆区,临时救助在哪办?")
        assert "腿脚" not in asked

    def test_the_last_clauses_are_kept_where_what_asks_goes_unnoticed(self) -> None:
        asked = question_of(f"{self.STORY},所以请教一下,养狗登记是个什么章程,谢谢")
        assert "养狗登记" in asked
        assert "腿脚" not in asked

    def test_a_story_that_mentions_a_telephone_does_not_hide_the_question(self) -> None:
        asked = question_of(f"我妈电话里听不清,{self.STORY},我就想知道,残疾证换新是什么章程,谢谢")
        assert "残疾证" in asked

    @pytest.mark.parametrize(
        "short", ["身份证丢了怎么补办,要带什么", "低保", "", "公积金能提出来租房子用吗"]
    )
    def test_a_short_message_stays_whole(self, short: str) -> None:
        assert question_of(short) == short

    @given(st.text(alphabet="办证在哪多少钱电话,。?!我家 ", max_size=120))
    def test_what_is_kept_stood_there_in_this_order(self, text: str) -> None:
        rest = iter(text)
        assert all(character in rest for character in question_of(text))
