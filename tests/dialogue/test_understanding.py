"""What one message says: which regions, which elements, and the words that are left."""

import pytest
from fictional import REGIONS
from hypothesis import given
from hypothesis import strategies as st

from dialogue.understanding import Understanding, Understood
from kb.elements import Element
from kb.regions import Region, Regions


@pytest.fixture
def understanding() -> Understanding:
    return Understanding(REGIONS)


class TestRegions:
    @pytest.mark.parametrize(
        ("said", "codes", "left"),
        [
            ("西岛区怎么办居住卡", ("12",), "怎么办居住卡"),
            ("西岛怎么办居住卡", ("12",), "怎么办居住卡"),  # without 区
            ("在西岛区办居住卡", ("12",), "办居住卡"),
            ("居住卡在西岛区哪里办", ("12",), "居住卡哪里办"),
            ("云城居住卡", ("1",), "居住卡"),  # a nickname
            ("老码头的渔船登记", ("11",), "的渔船登记"),  # a nickname that tells two 东岛区 apart
            ("东岛区渔船登记", ("11", "21"), "渔船登记"),  # two are called so
            ("云上市东岛区渔船登记", ("11",), "渔船登记"),  # the city tells them apart
            ("云上市西岛区居住卡", ("12",), "居住卡"),  # the inner one is meant
            ("灯塔街道居住卡", ("111",), "居住卡"),
            ("从西岛区搬到海角市", ("12", "2"), "从搬到"),  # two different ones
            ("居住卡", (), "居住卡"),
        ],
    )
    def test_which_can_be_meant(
        self, understanding: Understanding, said: str, codes: tuple[str, ...], left: str
    ) -> None:
        found, rest = understanding.find_region(said)
        assert sorted(found) == sorted(codes)
        assert rest == left

    def test_one_named_twice_counts_once(self, understanding: Understanding) -> None:
        assert understanding.find_region("西岛区，西岛")[0] == ("12",)

    def test_names_that_differ_only_in_writing_keep_all_their_regions(self) -> None:
        regions = Regions((Region(code="1", name="東岛区"), Region(code="2", name="东岛区")))
        assert set(Understanding(regions).find_region("东岛区")[0]) == {"1", "2"}

    def test_a_base_without_regions_names_none(self) -> None:
        assert Understanding(Regions(())).understand("西岛区居住卡").regions == ()


class TestMessages:
    def test_elements_come_in_the_order_of_mention(self, understanding: Understanding) -> None:
        said = understanding.understand("居住卡要带什么，多少钱？")
        assert said.elements == (Element.MATERIALS, Element.FEE)

    @pytest.mark.parametrize(
        "said", ["多少钱", "那要带什么呢？", "在哪办", "请问要多久", "西岛区呢"]
    )
    def test_asking_words_alone_name_nothing(self, understanding: Understanding, said: str) -> None:
        assert understanding.understand(said).names_nothing

    @pytest.mark.parametrize("said", ["居住卡多少钱", "渔船登记", "卡丢了怎么办"])
    def test_other_words_name_something(self, understanding: Understanding, said: str) -> None:
        assert not understanding.understand(said).names_nothing

    @pytest.mark.parametrize("said", ["人工", "转人工！", "我要找真人客服", "帮我接人工服务"])
    def test_a_person_is_asked_for(self, understanding: Understanding, said: str) -> None:
        assert understanding.understand(said).wants_operator

    @pytest.mark.parametrize("said", ["人工湖怎么走", "人工耳蜗补贴", "找客服投诉过的事有结果吗"])
    def test_words_that_only_hold_such_a_word_ask_for_none(
        self, understanding: Understanding, said: str
    ) -> None:
        assert not understanding.understand(said).wants_operator

    @pytest.mark.parametrize(
        ("said", "kind"),
        [
            ("你好", "greeting"), ("您好！", "greeting"), ("在吗", "greeting"),
            ("谢谢", "thanks"), ("好的，谢谢您", "thanks"),
            ("再见", "farewell"), ("没事了", "farewell"),
            ("你好，居住卡多少钱", None), ("谢谢补贴怎么领", None),
        ],
    )  # fmt: skip
    def test_smalltalk_is_nothing_but_that(
        self, understanding: Understanding, said: str, kind: str | None
    ) -> None:
        assert understanding.understand(said).smalltalk == kind

    def test_a_number_is_masked_and_not_searched_for(self, understanding: Understanding) -> None:
        said = understanding.understand("我的身份证34052419800101001X，居住卡怎么办")
        assert said.masked == "我的身份证〔身份证号已隐去〕，居住卡怎么办"
        assert "隐去" not in said.search_text
        assert "居住卡" in said.search_text

    def test_what_a_number_is_called_is_not_searched_for(
        self, understanding: Understanding
    ) -> None:
        said = understanding.understand("居住卡丢了，身份证号34052419800101001X，怎么补")
        assert "身份证" not in said.search_text
        said = understanding.understand("身份证34052419800101001X丢了怎么补")
        assert "身份证" in said.search_text

    def test_a_message_of_a_number_alone_can_be_read(self, understanding: Understanding) -> None:
        said = understanding.understand("13800000000")
        assert said.masked == "〔手机号已隐去〕"
        assert said.search_text

    def test_a_message_of_a_region_alone_is_searched_for_by_its_name(
        self, understanding: Understanding
    ) -> None:
        assert understanding.understand("西岛区") == Understood(
            masked="西岛区", search_text="西岛区", regions=("12",), names_nothing=True
        )

    def test_full_width_and_traditional_writing_is_the_same(
        self, understanding: Understanding
    ) -> None:
        assert understanding.understand("西島區ＡＢＣ").search_text == "abc"


class TestAnything:
    PIECES = (
        "第", "二", "十", "个", "月", "号", "周", "天", "点半", "不是", "没丢", "，", "是", "还有", "？", "身份证", "居住卡",
        "多少钱", "在哪", "西岛区", "1", "30", ":", "我们公司", "济南", "的", "怎么", "吗", "〔", "13800000000",
    )  # fmt: skip

    @given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
    def test_any_words_can_be_read(self, said: str) -> None:
        heard = Understanding(REGIONS).understand(said)
        assert len(set(heard.elements)) == len(heard.elements)
        assert len(heard.parts) != 1

    @given(st.text(max_size=100))
    def test_any_text_can_be_read(self, said: str) -> None:
        assert Understanding(REGIONS).understand(said).kind
