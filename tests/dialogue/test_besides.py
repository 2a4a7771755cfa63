"""What only sounds like asking for an element, and names what that says nothing of."""

from dataclasses import replace

import pytest
from fictional import guide, stored

from dialogue.deciding.besides import asks_beside
from dialogue.deciding.decisions import Told
from dialogue.deciding.guide_questions import holding
from dialogue.deciding.spoken_of import words_named
from kb.elements import Element, QuestionAnswer, Questions, Text
from retriever.elements import elements_asked
from retriever.tokens import normalise

HELD = Text(text="年满60周岁的老人可以申请，证件遗失的也可以补领")
CARD = replace(guide(), elements={Element.CONDITIONS: HELD})
GUIDES = [Told(stored=stored(CARD), guide=CARD)]


def beside(said: str) -> bool:
    text = normalise(said)
    return asks_beside(text, elements_asked(text), GUIDES)


@pytest.mark.parametrize(
    "said", ["门口想放两张桌子行吗", "产检能报吗", "要摇号不", "能刷信用卡吗", "可以带宠物不"]
)
def test_what_the_element_says_nothing_of_is_asked_beside_it(said: str) -> None:
    assert beside(said)


@pytest.mark.parametrize("said", ["遗失了也能补不", "能办吗", "我去行不行", "老人能办不"])
def test_what_it_speaks_of_or_names_nothing_is_not(said: str) -> None:
    assert not beside(said)


@pytest.mark.parametrize("said", ["要多少钱", "停车场在哪里", "需要什么条件"])
def test_what_is_asked_for_outright_is_not(said: str) -> None:
    assert not beside(said)


@pytest.mark.parametrize("said", ["要结婚证吗", "需要复印件不"])
def test_papers_are_asked_of_the_list_of_papers(said: str) -> None:
    assert not beside(said)


def test_without_guides_nothing_is_beside() -> None:
    assert not asks_beside("门口放桌子行吗", (Element.CONDITIONS,), [])


class TestAQuestionThatHoldsTheWords:
    PAIR = QuestionAnswer(question="补证没拿到前能开车吗?", answer="可以出示电子驾驶证。")
    TOLD = replace(
        guide(), name="驾驶证遗失补证", elements={Element.FAQ: Questions(text="", pairs=(PAIR,))}
    )

    def ask(self, said: str) -> str | None:
        told = [Told(stored=stored(self.TOLD), guide=self.TOLD)]
        found = holding(words_named(normalise(said), unknown=True), told)
        return found.answer if found else None

    def test_it_is_the_one_that_is_asked(self) -> None:
        assert self.ask("补证期间能开车不") == self.PAIR.answer

    @pytest.mark.parametrize("said", ["补证期间能坐高铁不", "补证要多久", "能办吗"])
    def test_the_name_of_the_item_alone_does_not_make_it_so(self, said: str) -> None:
        assert self.ask(said) is None
