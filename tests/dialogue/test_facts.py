"""The fact lock: what does not stand in the citations is noticed, what does is left alone."""

from dataclasses import replace
from datetime import date

import pytest
from fictional import REGIONS

from dialogue.facts import FactKind, ViolationKind, facts_in, prove
from dialogue.facts.reading import folded
from dialogue.facts.told import Told
from dialogue.turn import Citation
from kb.regions import Region, Regions

TOLD = Told(REGIONS)


def cite(element: str, quote: str, *, region: str = "11", guide: str = "g1") -> Citation:
    return Citation(
        entry_id=f"{guide}.{element}",
        item_code="A",
        name="示例证办理",
        agency="示例局",
        region=region,
        element=element,
        version=2,
        verified_on=date(2026, 4, 1),
        quote=quote,
        url=None,
    )


FEE = cite("fee", "首次申领不收费；补领每证40元")
LIMIT = cite("promised_limit", "20个工作日")
PLACE = cite("place", "东岛区示例路12号政务大厅3楼")
HOURS = cite("hours", "周一至周五 9:00—12:00，13:30—17:00，周六上午 9:00—12:00")
PHONE = cite("phone", "0000-8612345")
MATERIALS = cite("materials", "居民户口簿（原件，1份）\n近期照片（2张）\n《示例申请表》")
EVERY = (FEE, LIMIT, PLACE, HOURS, PHONE, MATERIALS)


def said(text: str, *citations: Citation, **rest: object) -> list[str]:
    found = prove(text, citations or EVERY, TOLD, **rest)  # type: ignore[arg-type]
    return [f"{each.kind}:{each.said}" for each in found]


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("二十个工作日", FactKind.NUMBER, "20工作日"),
        ("２０ 个工作日", FactKind.NUMBER, "20工作日"),
        ("20天", FactKind.NUMBER, "20天"),
        ("三到五日", FactKind.NUMBER, "5天"),
        ("四十块钱", FactKind.NUMBER, "40元"),
        ("满十六周岁", FactKind.NUMBER, "16岁"),
        ("2026年4月1日", FactKind.DATE, "2026-04-01"),
        ("2026-04-01", FactKind.DATE, "-04-01"),
        ("下午1点半", FactKind.TIME, "13:30"),
        ("9:00—12:00", FactKind.TIME, "09:00-12:00"),
        ("周一至周五", FactKind.WEEKDAY, "三"),
        ("周末", FactKind.WEEKDAY, "六"),
        ("0000-8612345", FactKind.PHONE, "00008612345"),
        ("https://a.example/x/", FactKind.WEB, "https://a.example/x"),
        ("不用交钱", FactKind.FREE, ""),
        ("红枫路", FactKind.PLACE, "红枫路"),
        ("户口簿", FactKind.DOCUMENT, "户口簿"),
    ],
)
def test_facts_are_read_in_the_one_way_they_are_compared(
    text: str, kind: FactKind, value: str
) -> None:
    assert (kind, value) in {(fact.kind, fact.value) for fact in facts_in(folded(text))}


def test_working_days_are_no_days() -> None:
    assert said("20天办好", LIMIT) == ["unsupported:20天"]


@pytest.mark.parametrize(
    "text",
    [
        "关于“示例证办理”（东岛区）：\n\n【收费标准】\n首次申领不收费；补领每证40元",
        "补领要四十块钱，首次申领免费，二十个工作日办好。",
        "您可以去示例路12号，政务大厅在3层，下午1点半到5点。",
        "周三上午9点开门，周六也有人。",
        "【申请材料】\n居民户口簿（原件，1份）\n近期照片（2张）\n《示例申请表》",
        "依据：《示例证办理》办事指南，示例局，东岛区，第 2 版，核实日期：2026-04-01。",
        "您好！您想办什么事？可以直接问，或回复“人工”，也可以拨打 12345。",
    ],
)
def test_what_stands_in_the_citations_may_be_said_in_other_words(text: str) -> None:
    assert said(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("补领每证400元", "unsupported:400元"),
        ("30个工作日办好", "unsupported:30个工作日"),
        ("请到示例路21号", "unsupported:21号"),
        ("请到样板路12号", "unsupported:样板路"),
        ("电话是0000-8612354", "unsupported:0000-8612354"),
        ("周日上午也开门", "unsupported:周日"),
        ("18:00关门", "unsupported:18:00"),
        ("还要带结婚证", "unsupported:结婚证"),
        ("请填《别的申请表》", "unsupported:别的申请表"),
        ("有效期到2027-04-01", "unsupported:2027-04-01"),
        ("关于“示例证办理”（西岛区）：", "unsupported:西岛区"),
    ],
)
def test_what_does_not_is_named(text: str, expected: str) -> None:
    assert expected in said(text)


def test_a_digit_that_stands_elsewhere_does_not_help_a_changed_line() -> None:
    changed = "【申请材料】\n居民户口簿（原件，2份）\n近期照片（2张）\n《示例申请表》"
    assert "unsupported:2份" in said(changed)


class TestLists:
    def test_a_list_that_lacks_an_item_is_noticed(self) -> None:
        assert said("【申请材料】\n居民户口簿（原件，1份）\n《示例申请表》") == [
            "list_cut:近期照片(2张)"
        ]

    def test_a_list_may_be_cut_where_the_reply_says_so(self) -> None:
        text = "共 3 项，以下 2 项：\n居民户口簿（原件，1份）\n《示例申请表》"
        assert said(text) == []

    def test_not_where_the_numbers_are_wrong(self) -> None:
        text = "共 4 项，以下 2 项：\n居民户口簿（原件，1份）\n《示例申请表》"
        assert "list_cut:近期照片(2张)" in said(text)

    def test_reworded_items_are_enough_where_lines_need_not_be_whole(self) -> None:
        text = "要带居民户口簿、近期照片，还有《示例申请表》。"
        assert said(text, MATERIALS, whole_lines=False) == []
        assert said("要带居民户口簿和近期照片。", MATERIALS, whole_lines=False) == [
            "list_cut:《示例申请表》"
        ]


class TestDistricts:
    EAST = cite("phone", "0000-8612345")
    WEST = cite("phone", "0000-8654321", region="12", guide="g2")

    def test_side_by_side_each_has_its_own(self) -> None:
        assert said("东岛区：0000-8612345\n西岛区：0000-8654321", self.EAST, self.WEST) == []

    def test_swapped_they_are_noticed(self) -> None:
        found = said("东岛区：0000-8654321\n西岛区：0000-8612345", self.EAST, self.WEST)
        assert {"misplaced:0000-8654321", "misplaced:0000-8612345"} <= set(found)

    def test_under_headings_too(self) -> None:
        text = "东岛区：\n【咨询电话】\n0000-8654321"
        assert said(text, self.EAST, self.WEST) == ["misplaced:0000-8654321"]

    def test_no_sentence_takes_facts_of_two_guides(self) -> None:
        east = cite("fee", "每证40元")
        west = cite("promised_limit", "20个工作日", region="12", guide="g2")
        assert said("交40元，等20个工作日就好。", east, west)


class TestElements:
    COMPLAINTS = cite("complaint_phone", "0000-8699999")

    def test_a_quote_stands_under_its_own_heading(self) -> None:
        text = "【咨询电话】\n0000-8612345\n\n【监督投诉电话】\n0000-8699999"
        assert said(text, PHONE, self.COMPLAINTS) == []

    def test_not_under_that_of_another_element(self) -> None:
        text = "【咨询电话】\n0000-8699999\n\n【监督投诉电话】\n0000-8612345"
        assert said(text, PHONE, self.COMPLAINTS) == [
            "misplaced:0000-8699999",
            "misplaced:0000-8612345",
        ]


def test_what_was_computed_by_a_rule_is_given_as_context() -> None:
    assert said("20个工作日，约4周", LIMIT) == ["unsupported:4周"]
    assert said("20个工作日，约4周", LIMIT, context=("约4周",)) == []


def test_without_a_citation_nothing_but_our_own_sentences_can_be_said() -> None:
    assert prove("请回复“人工”。", (), TOLD) == ()
    [found] = prove("收费40元。", (), TOLD)
    assert (found.kind, found.said) == (ViolationKind.UNSUPPORTED, "40元")


class TestSourceLines:
    def test_a_paper_in_the_name_of_the_item_is_not_cut_out_of_it(self) -> None:
        paper = replace(MATERIALS, name="户口簿示例注销", quote="户口簿\n近期照片（2张）")
        text = "【申请材料】\n户口簿\n近期照片（2张）\n依据：《户口簿示例注销》办事指南，示例局，东岛区，第 2 版，核实日期：2026-04-01。"
        assert said(text, paper) == []

    def test_a_region_may_be_written_in_wide_brackets(self) -> None:
        regions = Regions((Region(code="9", name="中岛（北）示范区"),))
        fee = replace(FEE, region="9")
        text = "首次申领不收费；补领每证40元\n依据：《示例证办理》办事指南，示例局，中岛（北）示范区，第 2 版，核实日期：2026-04-01。"
        assert prove(text, (fee,), Told(regions)) == ()

    def test_what_stands_beside_the_names_is_noticed(self) -> None:
        text = "每证40元\n依据：《示例证办理》办事指南，示例局补充规定，东岛区，第 2 版，核实日期：2026-04-01。"
        assert "unsupported:补充规定" in said(text)
