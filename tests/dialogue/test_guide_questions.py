"""A question that stands in a guide itself, asked for by the name of what it asks for."""

from dataclasses import replace

import pytest
from fictional import guide, stored

from dialogue.deciding.decisions import Told
from dialogue.deciding.guide_questions import named_alike
from kb.elements import Element, QuestionAnswer, Questions
from retriever.tokens import normalise

PAIRS = (
    QuestionAnswer(question="示例A要交哪些税？", answer="契税。"),
    QuestionAnswer(question="照片不好看能重拍吗？", answer="能。"),
)
PLAIN = guide(fee="每件80元")
GUIDE = replace(
    PLAIN, elements={**PLAIN.elements, Element.FAQ: Questions(text="常见问题", pairs=PAIRS)}
)
TOLD = Told(stored=stored(GUIDE), guide=GUIDE)
FEE = (Element.FEE,)


@pytest.mark.parametrize("said", ["税大概要交多少啊", "示例A税要交多少钱", "到底要交多少税"])
def test_what_both_ask_for_by_name_is_the_same(said: str) -> None:
    found = named_alike(normalise(said), FEE, [TOLD])
    assert found is not None
    assert found.answer == "契税。"


@pytest.mark.parametrize("said", ["要多少钱", "照片多少钱一张", "示例A收多少钱"])
def test_what_asks_for_the_element_alone_or_for_something_else_is_not(said: str) -> None:
    assert named_alike(normalise(said), FEE, [TOLD]) is None


def test_what_the_element_tells_of_itself_is_told_by_it() -> None:
    told = replace(
        GUIDE, elements={**GUIDE.elements, Element.FEE: guide(fee="税费80元").elements[Element.FEE]}
    )
    assert named_alike("税要交多少", FEE, [Told(stored=stored(told), guide=told)]) is None
