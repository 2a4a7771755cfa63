"""What goes on with the present matter or the open question: papers, places, slips, and chance."""

from dataclasses import replace

import pytest
from fictional import found, guide, hit

from dialogue.deciding import with_open_question
from dialogue.deciding.hits import is_called_so
from dialogue.resolving import Asked, Relation, names_of_thing, situations_meant
from dialogue.state import About, Pending
from dialogue.turn import Slots
from dialogue.understanding import Understood, without_papers
from dialogue.understanding.sayings import put_right
from dialogue.understanding.splitting import without_where
from dialogue.words import worded
from kb.elements import Element

OPEN = Pending(
    search_text="营业执照丢了补办",
    elements=(Element.PROMISED_LIMIT,),
    options={"1": Slots(item="A")},
    labels={"1": "示例A"},
    about=About.ITEM,
)


def said(text: str, **more: object) -> Asked:
    return Asked(
        understood=Understood(masked=text, search_text=text, **more),  # type: ignore[arg-type]
        relation=Relation.MAY_FOLLOW,
        slots=Slots(),
        search_text=text,
        open=OPEN,
    )


class TestTheOpenQuestion:
    def test_what_chooses_nothing_is_read_together_with_it(self) -> None:
        findings = replace(
            found(guide("A"), guide("B"), hits=(hit(guide("B"), 0.9),)), within=(hit(guide("A")),)
        )
        asked, joined = with_open_question(said("破了", ruled_out=("丢",)), findings)
        assert asked.search_text == "营业执照了补办 破了"
        assert asked.elements == (Element.PROMISED_LIMIT,)
        assert [each.item_code for each in joined.hits] == ["A"]

    @pytest.mark.parametrize("text", ["低保怎么申请", "示例b的事"])
    def test_what_names_another_matter_leaves_it(self, text: str) -> None:
        findings = replace(
            found(guide("A"), guide("B"), hits=(hit(guide("B"), 0.9),)), within=(hit(guide("A")),)
        )
        assert with_open_question(said(text), findings) == (said(text), findings)


def test_a_hit_is_called_so_by_most_of_what_is_named_and_never_by_one_word() -> None:
    assert is_called_so(hit(guide("B")), "示例b的事")
    assert not is_called_so(hit(guide("B")), "示例")
    assert not is_called_so(hit(guide("B")), "她走不动")


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("要带户口本不", "要带 不"),
        ("要交几年社保", "要交几年 "),
        ("那没有房产证租房能上不", "那没有 租房能上不"),
        ("户口本丢了怎么补", "户口本丢了怎么补"),
        ("没有社保卡怎么办", "没有社保卡怎么办"),
    ],
)
def test_papers_to_be_brought_are_no_matter(text: str, left: str) -> None:
    assert without_papers(text) == left


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("我户口", ""),
        ("我家,低保怎么办", ",低保怎么办"),
        ("户口能办吗", "户口能办吗"),
        ("我想上户口", "我想上户口"),
    ],
)
def test_what_is_only_said_to_be_there_is_a_place(text: str, left: str) -> None:
    assert without_where(text) == left


@pytest.mark.parametrize(
    ("heard", "meant"),
    [
        ("一个月多少前", "一个月多少钱"),
        ("再哪办", "在哪办"),
        ("去那办呢", "去哪办呢"),
        ("怎么半", "怎么办"),
        ("要代什么", "要带什么"),
        ("养老金人证怎么弄", "养老金认证怎么弄"),
        ("多少前面的", "多少前面的"),
        ("现在哪里能办", "现在哪里能办"),
        ("现在那里能办", "现在那里能办"),
        ("人证合一", "人证合一"),
        ("怎么半天办不好", "怎么半天办不好"),
    ],
)
def test_asking_words_are_put_right(heard: str, meant: str) -> None:
    assert put_right(heard) == meant


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("给他办个证", ("新办",)),
        ("想办张证", ("新办",)),
        ("补办一张", ("挂失补办",)),
        ("不用换领吧", ()),
        ("没有丢", ()),
        ("是不是丢了", ("挂失补办",)),
    ],
)
def test_who_wants_one_has_none_yet_and_what_is_denied_is_not_meant(
    words: str, meant: tuple[str, ...]
) -> None:
    assert situations_meant(words, ("新办", "到期换证", "挂失补办")) == meant


def test_numbers_are_words_of_their_own() -> None:
    assert "3600" in worded("是不是3600")


def test_a_thing_goes_by_all_its_names() -> None:
    assert "票据" in names_of_thing("发票")
