"""Free text becomes typed values; what cannot be typed stays word for word."""

from datetime import date
from decimal import Decimal

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st

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
    Value,
    Visits,
)
from kb.values import DateImpossible, ValueInvalid, type_date, type_element

TEXTS = st.text(st.characters(codec="utf-8"), max_size=60)
PIECES = st.lists(
    st.sampled_from(
        [
            *"0123456789 一二十百元证本份个月日年时，、；：。（）()-/→\n问答",
            "工作日",
            "免费",
            "原件",
            "复印件",
            "转",
        ]
    ),
    max_size=30,
).map("".join)


def typed(element: Element, raw: object, **options: object) -> Value:
    value = type_element(element, raw, **options).value  # type: ignore[arg-type]
    assert value is not None
    return value


class TestAnything:
    @given(element=st.sampled_from(Element), text=TEXTS | PIECES)
    def test_no_text_breaks_the_typing_and_none_becomes_an_empty_value(
        self, element: Element, text: str
    ) -> None:
        result = type_element(element, text)
        if result.value is None:
            assert result.left_as_text is None
        else:
            assert result.value.text.strip() == result.value.text != ""

    @pytest.mark.parametrize("raw", ["", None, "无", " / ", "-", "—", "暂无", [], ["", "无"]])
    @pytest.mark.parametrize(
        "element", [Element.PLACE, Element.MATERIALS, Element.PROMISED_LIMIT, Element.PHONE]
    )
    def test_words_for_nothing_make_an_element_absent(self, element: Element, raw: object) -> None:
        assert type_element(element, raw).value is None

    def test_a_mapping_may_say_which_words_mean_nothing(self) -> None:
        assert type_element(Element.PLACE, "待定", none=("待定",)).value is None
        assert type_element(Element.PLACE, "无", none=()).value == Text(text="无")
        assert type_element(Element.PLACE, "", none=()).value is None

    @pytest.mark.parametrize(
        "raw", ["办理地点：示例路1号", "办理地点: 示例路1号", "地址：示例路1号"]
    )
    def test_labels_are_taken_off(self, raw: str) -> None:
        assert typed(Element.PLACE, raw) == Text(text="示例路1号")

    def test_a_list_of_texts_is_kept_one_a_line(self) -> None:
        assert typed(Element.CONDITIONS, ["年满16周岁", "本市户籍"]) == Text(
            text="年满16周岁\n本市户籍"
        )

    def test_invisible_characters_are_left_out(self) -> None:
        assert typed(Element.PLACE, "\ufeff示例路\x001号\r\n二楼\u200b ") == Text(
            text="示例路1号\n二楼"
        )

    @pytest.mark.parametrize("raw", [{"txt": "x"}, {"text": "x", "more": 1}, {"text": 5}, [["x"]]])
    def test_objects_of_another_shape_are_errors(self, raw: object) -> None:
        with pytest.raises(ValueInvalid):
            type_element(Element.PLACE, raw)


class TestLimits:
    @pytest.mark.parametrize(
        ("text", "amount", "unit"),
        [
            ("7(工作日)", 7, LimitUnit.WORKING_DAY),
            ("7（工作日）", 7, LimitUnit.WORKING_DAY),
            ("7个工作日", 7, LimitUnit.WORKING_DAY),
            ("二十个工作日", 20, LimitUnit.WORKING_DAY),
            ("两个工作日", 2, LimitUnit.WORKING_DAY),
            ("２０个工作日", 20, LimitUnit.WORKING_DAY),
            ("自受理之日起5个工作日内办结", 5, LimitUnit.WORKING_DAY),
            ("20日", 20, LimitUnit.DAY),
            ("90(自然日)", 90, LimitUnit.DAY),
            ("1小时", 1, LimitUnit.HOUR),
            ("30分钟", 30, LimitUnit.MINUTE),
            ("三个月", 3, LimitUnit.MONTH),
            ("1年", 1, LimitUnit.YEAR),
            ("即办", 0, None),
            ("当场办结", 0, None),
        ],
    )
    def test_a_number_and_a_unit_are_understood(
        self, text: str, amount: int, unit: LimitUnit | None
    ) -> None:
        assert typed(Element.PROMISED_LIMIT, text) == TimeLimit(text=text, amount=amount, unit=unit)

    @pytest.mark.parametrize(
        "text",
        [
            "15至20个工作日", "5-7个工作日", "10个工作日（可延长5个工作日）", "每月15日", "2026年1月1日",
            "3月", "0.5小时", "半年", "按通知执行", "5", "第三日",
        ],
    )  # fmt: skip
    def test_what_names_no_single_limit_stays_text_and_is_reported(self, text: str) -> None:
        result = type_element(Element.PROMISED_LIMIT, text)
        assert result.value == TimeLimit(text=text)
        assert result.left_as_text is not None

    @pytest.mark.parametrize("raw", ["1", 1, 1.0, "１"])
    def test_a_bare_number_takes_the_unit_of_its_column(self, raw: object) -> None:
        assert typed(Element.PROMISED_LIMIT, raw, unit="工作日") == TimeLimit(
            text="1个工作日", amount=1, unit=LimitUnit.WORKING_DAY
        )

    def test_a_full_text_keeps_its_own_unit(self) -> None:
        assert typed(Element.PROMISED_LIMIT, "3日", unit="工作日") == TimeLimit(
            text="3日", amount=3, unit=LimitUnit.DAY
        )

    @given(
        amount=st.integers(1, 400),
        unit=st.sampled_from(["个工作日", "(工作日)", "日", "个自然日", "小时"]),
        chinese=st.booleans(),
    )
    def test_every_number_is_read_in_digits_and_in_characters(
        self, amount: int, unit: str, chinese: bool
    ) -> None:
        written = cn2an.an2cn(amount) if chinese else str(amount)
        value = typed(Element.STATUTORY_LIMIT, f"{written}{unit}")
        assert isinstance(value, TimeLimit)
        assert value.amount == amount


class TestFees:
    @pytest.mark.parametrize("text", ["不收费", "免费", "免费。", "0元", "不收取任何费用"])
    def test_free_keeps_its_words(self, text: str) -> None:
        assert typed(Element.FEE, text) == Fee(text=text, kind=FeeKind.FREE)

    @pytest.mark.parametrize(
        ("text", "fee"),
        [
            ("否", Fee(text="不收费", kind=FeeKind.FREE)),
            ("无", Fee(text="不收费", kind=FeeKind.FREE)),
            (False, Fee(text="不收费", kind=FeeKind.FREE)),
            ("是", Fee(text="收费", kind=FeeKind.CHARGED)),
            ("收费", Fee(text="收费", kind=FeeKind.CHARGED)),
        ],
    )
    def test_a_bare_yes_or_no_is_put_into_words(self, text: object, fee: Fee) -> None:
        assert typed(Element.FEE, text) == fee

    @pytest.mark.parametrize(
        ("text", "amounts"),
        [
            ("20元/证", [("20", None, "证")]),
            ("工本费10元", [("10", "工本费", None)]),
            ("每本120元", [("120", None, "本")]),
            ("工本费每证１０元", [("10", "工本费", "证")]),
            ("二十元", [("20", None, None)]),
            ("1.5万元", [("15000", None, None)]),
            ("首次申领免费，丢失补领40元", [("0", "首次申领", None), ("40", "丢失补领", None)]),
            ("换证10元/本；补证20元/本", [("10", "换证", "本"), ("20", "补证", "本")]),
        ],
    )
    def test_prices_come_with_what_they_are_for(
        self, text: str, amounts: list[tuple[str, str | None, str | None]]
    ) -> None:
        assert typed(Element.FEE, text) == Fee(
            text=text,
            kind=FeeKind.AMOUNTS,
            amounts=tuple(FeeAmount(yuan=Decimal(y), what=w, per=p) for y, w, p in amounts),
        )

    @pytest.mark.parametrize(
        "text",
        ["按评估价0.5%收取", "5-10元", "依据示例〔2026〕12号", "详见目录", "不收费，另付10%"],
    )
    def test_what_is_no_certain_price_stays_text(self, text: str) -> None:
        result = type_element(Element.FEE, text)
        assert result.value == Fee(text=text)
        assert result.left_as_text is not None

    @given(yuan=st.decimals("0.01", "99999", places=2))
    def test_every_price_is_read_exactly(self, yuan: Decimal) -> None:
        value = typed(Element.FEE, f"工本费{yuan}元/证")
        assert isinstance(value, Fee)
        assert value.amounts == (FeeAmount(yuan=yuan, what="工本费", per="证"),)


class TestMaterials:
    @pytest.mark.parametrize(
        "raw", ["无需材料", "无需提交材料", "无须提供任何材料。", ["无需材料"]]
    )
    def test_none_needed_is_a_list_without_items(self, raw: object) -> None:
        value = typed(Element.MATERIALS, raw)
        assert isinstance(value, Materials)
        assert value.items == ()
        assert value.text == (raw if isinstance(raw, str) else "无需材料")

    @pytest.mark.parametrize(
        ("name", "material"),
        [
            ("身份证原件及复印件1份", Material(name="", copies=Copies.BOTH, count=1)),
            ("户口簿（原件和复印件各一份）", Material(name="", copies=Copies.BOTH, count=1)),
            ("许可证正本复印件", Material(name="", copies=Copies.COPY)),
            ("证书原件", Material(name="", copies=Copies.ORIGINAL)),
            ("证书原件或复印件", Material(name="")),
            ("护照复印件、常住证明", Material(name="")),
            ("申请表（一式三份）", Material(name="", count=3)),
            ("照片电子版", Material(name="", form=MaterialForm.ELECTRONIC)),
            ("方案说明及电子文件", Material(name="")),
            ("申请表（纸质）", Material(name="", form=MaterialForm.PAPER)),
            ("申请表（纸质或电子版）", Material(name="", form=MaterialForm.EITHER)),
            ("委托书（委托办理的需提供）", Material(name="", required=False, when="委托办理")),
            ("获奖证明（如有）", Material(name="", required=False)),
            ("选址报告（诊所无需提供）", Material(name="")),
        ],
    )
    def test_a_name_is_kept_whole_and_understood(self, name: str, material: Material) -> None:
        value = typed(Element.MATERIALS, [name])
        assert isinstance(value, Materials)
        [found] = value.items
        assert found.name == name
        assert (found.copies, found.count, found.form) == (
            material.copies,
            material.count,
            material.form,
        )
        assert (found.required, found.when) == (material.required, material.when)

    @pytest.mark.parametrize(
        "text",
        [
            "身份证\n户口簿\n照片",
            "1.身份证\n2.户口簿\n3.照片",
            "1、身份证；2、户口簿；3、照片。",
            "（一）身份证 （二）户口簿 （三）照片",
            "身份证；户口簿；照片",
        ],
    )
    def test_one_text_is_parted_into_documents(self, text: str) -> None:
        value = typed(Element.MATERIALS, text)
        assert isinstance(value, Materials)
        assert [item.name for item in value.items] == ["身份证", "户口簿", "照片"]
        assert value.text == text

    def test_a_semicolon_in_brackets_parts_nothing(self) -> None:
        value = typed(Element.MATERIALS, "证明（甲；乙）；照片")
        assert isinstance(value, Materials)
        assert [item.name for item in value.items] == ["证明（甲；乙）", "照片"]

    def test_a_heading_names_the_case_of_what_follows(self) -> None:
        value = typed(Element.MATERIALS, "提交以下材料：\n申请表\n单位申请的：\n营业执照")
        assert isinstance(value, Materials)
        assert [(item.name, item.when, item.required) for item in value.items] == [
            ("申请表", None, None),
            ("营业执照", "单位申请的", False),
        ]

    def test_objects_are_taken_as_they_are_and_put_into_words(self) -> None:
        value = typed(
            Element.MATERIALS,
            [
                {"name": "身份证", "copies": "both", "count": 2, "form": "paper", "required": True},
                {"name": "委托书", "required": False, "when": "委托他人办理的"},
                "照片",
            ],
        )
        assert isinstance(value, Materials)
        assert value.text == "身份证（原件及复印件，2份，纸质）\n委托书（委托他人办理的）\n照片"
        assert value.items[1].when == "委托他人办理的"

    def test_an_unknown_part_of_a_document_is_an_error(self) -> None:
        with pytest.raises(ValueInvalid, match="'copy'"):
            type_element(Element.MATERIALS, [{"name": "身份证", "copy": 1}])


class TestPhones:
    @pytest.mark.parametrize(
        ("text", "numbers"),
        [
            ("000-12345678", [("000-12345678", None)]),
            ("（000）1234567", [("（000）1234567", None)]),
            ("0000—1234567", [("0000—1234567", None)]),
            ("0000- 1234567", [("0000- 1234567", None)]),
            ("000-1234 5678", [("000-1234 5678", None)]),
            ("(8600)1234 5678", [("(8600)1234 5678", None)]),
            ("12345", [("12345", None)]),
            ("400-000-1234", [("400-000-1234", None)]),
            ("13000000000", [("13000000000", None)]),
            ("000-12345-1", [("000-12345-1", None)]),
            ("000-12345678转12", [("000-12345678转12", None)]),
            ("000-12345678/000-12345679", [("000-12345678", None), ("000-12345679", None)]),
            ("000-12345678-000-12345679", [("000-12345678", None), ("000-12345679", None)]),
            ("甲派出所：000-12345678乙派出所：000-12345679", [("000-12345678", "甲派出所"), ("000-12345679", "乙派出所")]),
            ("甲街道000-12345678\n乙 镇000-12345679", [("000-12345678", "甲街道"), ("000-12345679", "乙镇")]),
            ("000-12345678（甲街道）；000-12345679（乙街道）", [("000-12345678", "甲街道"), ("000-12345679", "乙街道")]),
            ("000-12345678、000-12345679（体育中心）", [("000-12345678", "体育中心"), ("000-12345679", "体育中心")]),
            ("市局：000-12345678、12345679；县局：000-12345670", [("000-12345678", "市局"), ("12345679", "市局"), ("000-12345670", "县局")]),
            ("大厅咨询电话：000-12345678，业务处室电话：000-12345679", [("000-12345678", "大厅"), ("000-12345679", "业务处室")]),
            ("拨打12345或000-12345678", [("12345", None), ("000-12345678", None)]),
            ("联系电话000-12345678，周一至周五08：30-12:00", [("000-12345678", None)]),
            ("地址：示例路160号1516室，邮箱100200300@example.com，网址http://example.com/u/1234567。电话：12345", [("12345", None)]),
        ],
    )  # fmt: skip
    def test_numbers_and_their_stations(
        self, text: str, numbers: list[tuple[str, str | None]]
    ) -> None:
        assert typed(Element.PHONE, text) == Phones(
            text=text, numbers=tuple(PhoneNumber(number=n, station=s) for n, s in numbers)
        )

    @pytest.mark.parametrize("text", ["见官网", "000-123456789", "示例路160号"])
    def test_what_is_no_number_stays_text(self, text: str) -> None:
        result = type_element(Element.PHONE, text)
        assert result.value == Phones(text=text)
        assert result.left_as_text is not None

    @given(
        st.lists(
            st.tuples(
                st.sampled_from(["甲", "乙街道", "丙派出所"]),
                st.from_regex(r"0\d{2,3}-[2-8]\d{7}", fullmatch=True),
            ),
            min_size=1,
            max_size=5,
        )
    )
    def test_every_number_of_a_list_is_found_with_its_station(
        self, listed: list[tuple[str, str]]
    ) -> None:
        value = typed(
            Element.PHONE, "；".join(f"{station}：{number}" for station, number in listed)
        )
        assert isinstance(value, Phones)
        assert [(each.station, each.number) for each in value.numbers] == listed

    def test_objects_are_put_into_words(self) -> None:
        assert typed(
            Element.PHONE, [{"number": "12345", "station": "热线"}, {"number": "000-1234567"}]
        ) == Phones(
            text="热线：12345\n000-1234567",
            numbers=(
                PhoneNumber(number="12345", station="热线"),
                PhoneNumber(number="000-1234567"),
            ),
        )


class TestOthers:
    @pytest.mark.parametrize(
        ("raw", "visits"),
        [
            ("0", Visits(text="0次", count=0)),
            (2, Visits(text="2次", count=2)),
            ("最多跑一次", Visits(text="最多跑一次", count=1)),
            ("零跑动", Visits(text="零跑动", count=0)),
            ("视情况", Visits(text="视情况")),
        ],
    )
    def test_visits(self, raw: object, visits: Visits) -> None:
        assert typed(Element.VISITS, raw) == visits

    @pytest.mark.parametrize(
        ("raw", "audiences"),
        [
            (
                ["自然人", "企业法人", "其他组织"],
                Audiences(text="自然人、企业法人、其他组织", kinds=tuple(Audience)),
            ),
            ("个人", Audiences(text="个人", kinds=(Audience.PERSON,))),
            ("非自然人", Audiences(text="非自然人", kinds=(Audience.ORGANISATION,))),
            (["organisation"], Audiences(text="法人", kinds=(Audience.ORGANISATION,))),
            ("所有对象", Audiences(text="所有对象")),
        ],
    )
    def test_audiences(self, raw: object, audiences: Audiences) -> None:
        assert typed(Element.AUDIENCE, raw) == audiences

    @pytest.mark.parametrize(
        "raw",
        [
            "1.申请\n2.受理\n3.发证",
            "申请→受理→发证",
            "申请；受理；发证",
            "第一步：申请 第二步：受理 第三步：发证",
        ],
    )
    def test_steps(self, raw: str) -> None:
        assert typed(Element.PROCEDURE, raw) == Steps(text=raw, steps=("申请", "受理", "发证"))

    def test_a_procedure_without_numbering_is_one_step(self) -> None:
        assert typed(Element.PROCEDURE, "到窗口办理") == Steps(
            text="到窗口办理", steps=("到窗口办理",)
        )

    def test_questions_from_text_and_from_objects(self) -> None:
        pairs = (
            QuestionAnswer(question="能代办吗？", answer="能。"),
            QuestionAnswer(question="要多久？", answer="5天。"),
        )
        text = "问：能代办吗？\n答：能。\n问：要多久？\n答：5天。"
        assert typed(Element.FAQ, text) == Questions(text=text, pairs=pairs)
        objects = [{"question": each.question, "answer": each.answer} for each in pairs]
        assert typed(Element.FAQ, objects) == Questions(text=text, pairs=pairs)
        with pytest.raises(ValueInvalid, match="'question' and 'answer'"):
            type_element(Element.FAQ, [{"question": "?"}])


class TestDates:
    @pytest.mark.parametrize(
        "text",
        ["2026-11-23", "2026/11/23", "2026.11.23", "2026年11月23日", "20261123", "２０２６-11-23", "2026-11-23 09:30", "2026-11-23T00:00:00+08:00"],
    )  # fmt: skip
    def test_the_usual_ways_of_writing(self, text: str) -> None:
        assert type_date(text) == date(2026, 11, 23)

    @pytest.mark.parametrize("text", ["2026-02-30", "2026/13/01", "2026年0月1日"])
    def test_impossible_days_are_errors(self, text: str) -> None:
        with pytest.raises(DateImpossible, match="not a day of the calendar"):
            type_date(text)

    @pytest.mark.parametrize("text", ["昨天", "2026", "11-23", "46349", "2026-11-23起"])
    def test_other_texts_are_no_dates(self, text: str) -> None:
        with pytest.raises(DateImpossible, match="is not a date"):
            type_date(text)

    @given(day=st.dates(), form=st.sampled_from(["{}-{}-{}", "{}/{}/{}", "{}年{}月{}日", "{}{}{}"]))
    def test_every_day_is_read_back(self, day: date, form: str) -> None:
        assert type_date(form.format(*day.isoformat().split("-"))) == day
