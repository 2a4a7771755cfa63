"""A question against what the session remembers."""

from dataclasses import replace

import pytest
from fictional import message

from dialogue.message import Message
from dialogue.resolving import Asked, Relation, resolve, situations_meant
from dialogue.resolving.choices import chosen_option
from dialogue.state import About, Matter, Pending, State
from dialogue.turn import Slots
from dialogue.understanding import SaidDay, Signal
from kb.elements import Element

ANSWERED = State(slots=Slots(item="A", situation="丢失补领", region="1"), elements=(Element.FEE,))
PENDING = State(
    slots=Slots(item="A", region="1"),
    pending=Pending(
        search_text="居住卡",
        elements=(Element.PLACE,),
        options={
            "1": Slots(item="A", situation="首次申领"),
            "2": Slots(item="A", situation="丢失补领"),
        },
        labels={"1": "首次申领", "2": "丢失补领"},
        about=About.SITUATION,
    ),
)


def resolved(state: State, said: Message) -> Asked:
    return resolve(state, said.understood, said)


class TestChoices:
    def test_a_choice_sets_its_slots_and_asks_the_open_question_again(self) -> None:
        asked = resolved(PENDING, message("随便", regions=("9",), option_id="2"))
        assert asked.relation is Relation.CHOICE
        assert asked.slots == Slots(item="A", situation="丢失补领")
        assert (asked.search_text, asked.elements) == ("居住卡", (Element.PLACE,))

    def test_what_the_caller_sets_is_not_overruled_by_a_choice(self) -> None:
        said = replace(
            message(option_id="1"), given=Slots(region="12"), fixed=frozenset({"region"})
        )
        assert resolved(PENDING, said).slots.region == "12"

    @pytest.mark.parametrize(
        "said", [" 丢失补领\n", "丢失补领。", "丢了", "是丢了的那种", "我丢了", "补办"]
    )
    def test_words_that_fit_one_option_alone_choose_it(self, said: str) -> None:
        assert resolved(PENDING, message(said)).slots.situation == "丢失补领"

    @pytest.mark.parametrize(
        ("number", "chosen"), [(1, "首次申领"), (2, "丢失补领"), (-1, "丢失补领")]
    )
    def test_a_number_chooses(self, number: int, chosen: str) -> None:
        assert resolved(PENDING, message("第几个", ordinal=number)).slots.situation == chosen

    def test_a_number_with_a_question_asks_that(self) -> None:
        asked = resolved(PENDING, message("第二个多少钱", Element.FEE, ordinal=2))
        assert (asked.slots.situation, asked.elements) == ("丢失补领", (Element.FEE,))

    @pytest.mark.parametrize("said", ["护照丢了", "丢失补领要去公证处吗", "挂号", "第九个"])
    def test_words_that_say_more_choose_nothing(self, said: str) -> None:
        ordinal = 9 if said == "第九个" else None
        assert resolved(PENDING, message(said, ordinal=ordinal)).relation is not Relation.CHOICE

    @pytest.mark.parametrize("signal", [Signal.NONE_OF_THESE, Signal.NO])
    def test_none_of_these_can_be_said(self, signal: Signal) -> None:
        assert resolved(PENDING, message("都不是", signal=signal)).relation is Relation.NONE
        assert resolved(PENDING, message(option_id="none")).relation is Relation.NONE

    def test_yes_chooses_the_only_one(self) -> None:
        assert PENDING.pending is not None
        only = replace(PENDING.pending, options={"1": Slots(item="A")}, labels={"1": "甲"})
        said = message("对", signal=Signal.YES)
        assert resolved(replace(PENDING, pending=only), said).relation is Relation.CHOICE
        assert resolved(PENDING, said).relation is not Relation.CHOICE

    def test_words_that_two_options_share_choose_neither(self) -> None:
        assert PENDING.pending is not None
        items = replace(
            PENDING.pending,
            options={"1": Slots(item="F"), "2": Slots(item="B")},
            labels={"1": "结婚证丢了怎么补", "2": "结婚登记"},
            about=About.ITEM,
        )
        state = replace(PENDING, pending=items)
        said = message("领结婚证的电话", Element.PHONE)
        assert resolved(state, said).relation is not Relation.CHOICE
        assert resolved(state, message("结婚登记的")).slots.item == "B"

    def test_steps_keep_their_numbers(self) -> None:
        assert PENDING.pending is not None
        steps = replace(
            PENDING.pending,
            options={"1": Slots(item="A"), "3": Slots(item="C")},
            labels={"1": "出生登记", "3": "医保参保"},
            about=About.STEP,
        )
        state = replace(PENDING, pending=steps)
        third = message("第三步要带什么", Element.MATERIALS, ordinal=3)
        assert resolved(state, third).slots.item == "C"
        assert resolved(state, message("那医保呢")).slots.item == "C"
        of_a_flat = {"1": "用水过户更名", "3": "用电过户更名"}
        flat = replace(PENDING, pending=replace(steps, labels=of_a_flat))
        assert resolved(flat, message("先电吧")).slots.item == "C"
        assert resolved(flat, message("先名吧")).relation is not Relation.CHOICE
        assert resolved(state, message("第二步", ordinal=2)).relation is not Relation.CHOICE


class TestFollowUps:
    def test_asking_words_alone_keep_item_situation_and_region(self) -> None:
        asked = resolved(ANSWERED, message("多少钱", Element.PLACE, names_nothing=True))
        assert (asked.relation, asked.slots) == (Relation.FOLLOWS, ANSWERED.slots)
        assert asked.elements == (Element.PLACE,)

    def test_a_region_alone_asks_for_the_same_elements_there(self) -> None:
        asked = resolved(ANSWERED, message(regions=("12",), names_nothing=True))
        assert asked.slots == Slots(item="A", situation="丢失补领", region="12")
        assert (asked.elements, asked.carried) == ((Element.FEE,), True)

    def test_a_region_alone_answers_the_open_question(self) -> None:
        asked = resolved(PENDING, message(regions=("12",), names_nothing=True))
        assert asked.slots.region == "12"
        assert (asked.search_text, asked.elements) == ("居住卡", (Element.PLACE,))

    def test_a_day_asks_for_the_hours(self) -> None:
        saturday = SaidDay(text="周六", weekday=5)
        asked = resolved(ANSWERED, message("那周六呢", day=saturday, names_nothing=True))
        assert (asked.elements, asked.day) == ((Element.HOURS,), saturday)

    def test_again_asks_for_the_same(self) -> None:
        asked = resolved(ANSWERED, message("再说一遍", signal=Signal.REPEAT))
        assert (asked.relation, asked.elements) == (Relation.FOLLOWS, (Element.FEE,))

    def test_a_checklist_is_what_one_must_know_to_go(self) -> None:
        said = message("列个清单", signal=Signal.CHECKLIST, names_nothing=True)
        assert resolved(ANSWERED, said).elements[0] is Element.MATERIALS

    def test_back_is_the_item_before_with_what_was_asked_of_it(self) -> None:
        before = Matter(item="Z", situation="换发", elements=(Element.HOURS,))
        state = replace(ANSWERED, matters=(before,))
        asked = resolved(state, message("还是刚才那个", signal=Signal.BACK))
        assert asked.slots == Slots(item="Z", situation="换发", region="1")
        assert (asked.relation, asked.elements) == (Relation.BACK, (Element.HOURS,))

    def test_back_without_one_before_is_the_item_at_hand(self) -> None:
        asked = resolved(ANSWERED, message("还是刚才那个", signal=Signal.BACK))
        assert (asked.relation, asked.slots.item) == (Relation.FOLLOWS, "A")


class TestNewMatters:
    def test_words_that_name_something_may_be_another_matter(self) -> None:
        asked = resolved(ANSWERED, message("护照怎么办"))
        assert (asked.relation, asked.slots.region) == (Relation.MAY_FOLLOW, "1")
        assert asked.elements == ()

    def test_the_same_is_asked_of_it_where_the_words_say_so(self) -> None:
        assert resolved(ANSWERED, message("那换护照呢")).elements == (Element.FEE,)

    def test_a_region_that_is_named_replaces_the_one_before(self) -> None:
        assert resolved(ANSWERED, message(regions=("12",))).slots.region == "12"

    def test_a_name_of_several_regions_leaves_the_one_before(self) -> None:
        assert resolved(ANSWERED, message(regions=("11", "21"))).slots.region == "1"

    def test_what_the_caller_sets_counts(self) -> None:
        said = replace(
            message(regions=("12",)),
            given=Slots(item="B", region=None),
            fixed=frozenset({"item", "region"}),
        )
        asked = resolved(ANSWERED, said)
        assert (asked.relation, asked.slots.item, asked.slots.region) == (
            Relation.FOLLOWS, "B", None,
        )  # fmt: skip

    def test_asking_words_alone_without_a_matter_are_a_new_one(self) -> None:
        asked = resolved(State(slots=Slots(region="1")), message(names_nothing=True))
        assert (asked.relation, asked.slots) == (Relation.NEW, Slots(region="1"))


class TestSituations:
    CARD = ("首次申领", "到期换领", "损坏换领", "丢失补领")
    CARETAKERS = ("有物业服务的小区", "没有物业服务的楼院")
    FUND = ("偿还购房贷款提取", "离职提取", "租房提取", "退休提取", "购房提取")

    @pytest.mark.parametrize(
        ("said", "among", "meant"),
        [
            ("丢了怎么补", CARD, ("丢失补领",)),
            ("过期一年多了", CARD, ("到期换领",)),
            ("卡坏了", CARD, ("损坏换领",)),
            ("第一次办", CARD, ("首次申领",)),
            ("换领", CARD, ("到期换领", "损坏换领")),
            ("多少钱", CARD, ()),
            ("公积金能提出来租房子吗", FUND, ("租房提取",)),
            ("我辞职了", FUND, ("离职提取",)),
            ("还房贷", FUND, ("偿还购房贷款提取",)),
            ("他的公积金能取吗", FUND, ()),
            ("居住证丢了", ("首次申领", "签注", "补领换领"), ("补领换领",)),
            ("居住证到期了", ("首次申领", "签注", "补领换领"), ("签注",)),
            ("我们小区没有物业的", CARETAKERS, ("没有物业服务的楼院",)),
            ("小区有物业管着", CARETAKERS, ("有物业服务的小区",)),
            ("装修怎么申报", CARETAKERS, ()),
            ("不采用告知承诺", ("告知承诺方式", "不采用告知承诺方式"), ("不采用告知承诺方式",)),
            ("家里才15度,能退钱吗", ("报停", "恢复用热", "测温退费"), ("测温退费",)),
            ("夏天卖西瓜那种", ("早夜市固定摊位", "时令瓜果临时点"), ("时令瓜果临时点",)),
            ("我那绿本找不到了", ("号牌", "行驶证", "登记证书"), ("登记证书",)),
            ("行车证丢了", ("号牌", "行驶证", "登记证书"), ("行驶证",)),
            ("车该审了,15年的车", ("免上线检验申领", "上线检验"), ("上线检验",)),
            ("我司新增员工12人", ("单位开户", "职工增减"), ("职工增减",)),
            ("燃气管挡着了想挪一下", ("开户通气", "过户", "户内改管、移表"), ("户内改管、移表",)),
        ],
    )
    def test_everyday_words_are_those_of_the_guide(
        self, said: str, among: tuple[str, ...], meant: tuple[str, ...]
    ) -> None:
        assert situations_meant(said, among) == meant

    @pytest.mark.parametrize(
        ("said", "among", "item", "meant"),
        [
            ("门口想挂个招牌", ("门店招牌", "大型户外广告"), "户外广告和招牌设置", ("门店招牌",)),
            ("户外广告和招牌设置", ("门店招牌", "大型户外广告"), "户外广告和招牌设置", ()),
            ("孤儿怎么领钱", ("孤儿", "弃婴"), "孤儿和弃婴生活保障", ("孤儿",)),
            ("去领死亡证明", ("医院去世", "意外等非正常死亡"), "居民死亡医学证明办理", ()),
        ],
    )
    def test_a_part_of_a_name_of_two_situations_tells_them_apart(
        self, said: str, among: tuple[str, ...], item: str, meant: tuple[str, ...]
    ) -> None:
        assert situations_meant(said, among, item=item) == meant

    @pytest.mark.parametrize(
        ("said", "meant"),
        [
            ("病历找不着了", ()),
            ("户口本也丢了", ()),
            ("丢了户口本", ()),
            ("身份证丢了", ("丢失补领",)),
            ("丢了身份证", ("丢失补领",)),
            ("那张丢了", ("丢失补领",)),
            ("身份证没了咋整", ("丢失补领",)),
            ("身份证里没钱了", ()),
        ],
    )
    def test_what_befell_another_thing_is_no_situation_of_this_one(
        self, said: str, meant: tuple[str, ...]
    ) -> None:
        assert situations_meant(said, self.CARD, item="居民身份证申领") == meant

    @pytest.mark.parametrize(
        ("said", "meant"),
        [
            ("持证人死亡注销残疾证,居住地申请", "持证人死亡注销残疾人证（居住地申请）"),
            ("我的情况是申请人自行注销残疾证,户籍地申请", "申请人自行注销残疾人证（户籍地申请）"),
        ],
    )
    def test_a_name_that_is_nearly_said_is_meant(self, said: str, meant: str) -> None:
        ways = ("持证人死亡注销残疾人证", "申请人自行注销残疾人证")
        among = [f"{way}（{where}申请）" for way in ways for where in ("户籍地", "居住地")]
        assert situations_meant(said, among, item="残疾人证注销") == (meant,)

    @pytest.mark.parametrize(
        ("said", "meant"),
        [
            ("用水报停、复用和销户去哪办", ()),
            ("用水报停、复用和销户,我要销户", ("销户",)),
            ("用水报停怎么办", ("报停",)),
            ("我家不住了,用水销户", ("销户",)),
        ],
    )
    def test_a_name_that_lists_the_situations_tells_of_none(
        self, said: str, meant: tuple[str, ...]
    ) -> None:
        among = ("报停", "恢复用水", "销户")
        assert situations_meant(said, among, item="用水报停、复用和销户") == meant

    def test_a_name_that_lists_the_situations_may_be_said_without_its_brackets(self) -> None:
        among = ("新编、补换门牌", "开具地址证明")
        item = "门(楼)牌编制和标准地址证明"
        assert situations_meant("门牌编制和标准地址证明怎么办", among, item=item) == ()
        said = "是开地址证明的,办门牌编制和标准地址证明"
        assert situations_meant(said, among, item=item) == ("开具地址证明",)

    def test_the_name_of_one_situation_may_be_that_of_the_item(self) -> None:
        among = ("诊所备案", "中医诊所备案")
        assert situations_meant("诊所备案去哪办", among, item="诊所备案") == ("诊所备案",)

    def test_a_name_that_holds_another_is_meant_where_it_is_said(self) -> None:
        among = ("养老保险待遇申领", "机关事业单位养老保险待遇申领")
        assert situations_meant("是机关事业单位养老保险待遇申领", among) == (among[1],)

    def test_what_is_ruled_out_is_not_meant(self) -> None:
        assert situations_meant("是过期了", self.CARD, ("丢了",)) == ("到期换领",)
        assert situations_meant("不是", ("丢失补领", "到期换领"), ("丢",)) == ("到期换领",)


class TestTheSameOfAnother:
    @pytest.mark.parametrize("said", ["换护照呢?", "那换护照呢", "丧葬费申领呢?"])
    def test_is_asked_where_another_is_named_and_no_more(self, said: str) -> None:
        asked = resolved(ANSWERED, message(said))
        assert asked.relation is Relation.MAY_FOLLOW
        assert (asked.elements, asked.carried) == ((Element.FEE,), True)

    def test_is_not_asked_where_an_element_is_named_at_the_end(self) -> None:
        said = message("那换护照的材料呢", Element.MATERIALS)
        assert resolved(ANSWERED, said).elements == (Element.MATERIALS,)

    def test_what_is_only_like_asking_for_something_asks_the_same_again(self) -> None:
        asked = resolved(ANSWERED, message("那居民身份证呢?", Element.MATERIALS))
        assert (asked.elements, asked.carried) == ((Element.FEE,), True)

    def test_what_names_the_other_asks_for_nothing(self) -> None:
        said = message("那配置费用申报呢", Element.PHONE)
        assert resolved(ANSWERED, said).elements == (Element.FEE,)


class TestMatters:
    def test_an_item_that_is_left_can_be_come_back_to(self) -> None:
        state = ANSWERED.turned_to(Slots(item="B")).turned_to(Slots(item="C"))
        assert [each.item for each in state.matters] == ["B", "A"]
        assert state.matters[1] == Matter(item="A", situation="丢失补领", elements=(Element.FEE,))
        again = state.turned_to(Slots(item="A"))
        assert [each.item for each in again.matters] == ["C", "B"]

    def test_only_the_last_few_are_kept(self) -> None:
        state = State()
        for n in range(20):
            state = state.turned_to(Slots(item=str(n))).heard(f"话{n}").having_tried(f"答{n}")
        assert len(state.matters) == 12
        assert state.words == ("话17", "话18", "话19")
        assert state.tried[-1] == "答19"

    def test_the_one_that_is_named_is_come_back_to(self) -> None:
        state = State(
            matters=(
                Matter(item="B", words=("居住证签注要多久",)),
                Matter(item="C", words=("驾照换证要什么",)),
            )
        )
        back = resolved(state, message("回到刚才驾照那个", signal=Signal.BACK))
        assert (back.relation, back.slots.item) == (Relation.BACK, "C")
        last = resolved(state, message("算了,还是刚才那个", signal=Signal.BACK))
        assert last.slots.item == "B"

    def test_so_is_what_was_answered_whichever_was_meant(self) -> None:
        assert PENDING.pending is not None
        unput = replace(PENDING.pending, was_put=False)
        open_ = State(pending=unput, elements=(Element.FEE,)).turned_to(Slots(item="Z"))
        back = resolved(open_, message("回到前面那件事", signal=Signal.BACK, names_nothing=True))
        assert (back.relation, back.slots.item, back.open) == (Relation.FOLLOWS, None, unput)
        assert (back.search_text, back.elements) == ("居住卡", (Element.FEE,))
        chosen = next(iter(unput.options.values())).item
        assert State(pending=unput).turned_to(Slots(item=chosen)).matters == ()

    def test_what_was_never_talked_about_is_a_new_one(self) -> None:
        state = State(matters=(Matter(item="B", words=("居住证签注要多久",)),))
        said = message("还是说刚才护照的事", signal=Signal.BACK)
        assert resolved(state, said).relation is Relation.NEW


class TestSteps:
    STEPS = State(
        pending=Pending(
            search_text="退伍",
            elements=(),
            options={"1": Slots(item="A"), "2": Slots(item="B"), "3": Slots(item="C")},
            labels={"1": "报到登记", "2": "结婚登记", "3": "涉外、涉港澳台和华侨结婚登记"},
            about=About.STEP,
        )
    )

    def test_the_first_step_is_no_question_for_the_procedure(self) -> None:
        said = message("第一步去哪办", Element.PROCEDURE, Element.PLACE, ordinal=1)
        asked = resolved(self.STEPS, said)
        assert (asked.slots.item, asked.elements) == ("A", (Element.PLACE,))

    def test_a_step_is_chosen_by_the_words_that_are_most_of_its_name(self) -> None:
        assert resolved(self.STEPS, message("结婚那一步在哪里", Element.PLACE)).slots.item == "B"


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("公司", "organisation"),
        ("替单位办", "organisation"),
        ("我自己办", "person"),
        ("个人", "person"),
    ],
)
def test_who_applies_is_chosen_in_words(said: str, meant: str) -> None:
    pending = Pending(
        search_text="示例",
        elements=(Element.FEE,),
        options={
            "1": Slots(item="A", audience="person"),
            "2": Slots(item="A", audience="organisation"),
        },
        labels={"1": "个人办", "2": "单位办"},
        about=About.AUDIENCE,
    )
    understood = message(said).understood
    chosen = chosen_option(pending, understood, said)
    assert chosen is not None
    assert pending.options[chosen].audience == meant
