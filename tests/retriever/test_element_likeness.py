from kb.elements import Element
from retriever.element_likeness import Likeness

KNOWN = Likeness(
    [
        ("去哪办证", frozenset({Element.PLACE})),
        ("在哪交材料", frozenset({Element.PLACE})),
        ("几块钱", frozenset({Element.FEE})),
        ("一共几块钱啊", frozenset({Element.FEE})),
        ("谢谢你", frozenset()),
        ("谢谢啊", frozenset()),
    ]
)


def test_an_utterance_is_like_those_with_the_same_characters() -> None:
    assert KNOWN.elements("去哪办事") == (Element.PLACE,)
    assert KNOWN.elements("到底几块钱") == (Element.FEE,)


def test_what_is_like_nothing_that_asks_has_no_element() -> None:
    assert KNOWN.elements("谢谢你啊") == ()
    assert KNOWN.elements("") == ()
    assert KNOWN.elements("abc") == ()


def test_a_story_is_like_nothing() -> None:
    assert KNOWN.elements("去哪办证" * 30) == ()
