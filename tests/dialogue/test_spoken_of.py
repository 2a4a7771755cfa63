"""Words that stand in the guides of the present matter are about it."""

import pytest
from fictional import guide, stored

from dialogue.deciding.decisions import Told
from dialogue.deciding.spoken_of import spoken_of
from retriever.tokens import normalise

GUIDE = guide(situation="丢失补领", place="市民中心二楼受理窗口", fee="补卡10元")
CARD = Told(stored=stored(GUIDE), guide=GUIDE)


@pytest.mark.parametrize("said", ["补领要去二楼吗", "在市民中心补领能行吗"])
def test_words_of_the_guide_are_about_it(said: str) -> None:
    assert spoken_of(normalise(said), [CARD])


@pytest.mark.parametrize("said", ["在窗口买火车票行吗", "市民中心有停车场吗"])
def test_one_word_of_another_matter_is_enough_to_be_about_something_else(said: str) -> None:
    assert not spoken_of(normalise(said), [CARD])


@pytest.mark.parametrize("said", ["多少钱", "怎么弄啊", "", "12"])
def test_words_that_name_nothing_are_about_nothing(said: str) -> None:
    assert not spoken_of(normalise(said), [CARD])


def test_an_item_without_guides_is_never_spoken_of() -> None:
    assert not spoken_of("窗口在哪", [])
