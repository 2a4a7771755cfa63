"""The matter before is taken up again after an aside, where what is asked is about that."""

from dataclasses import replace

import pytest
from fictional import found, guide, hit

from dialogue.deciding import goes_on_before, resumed
from dialogue.findings import Findings
from dialogue.resolving import Asked, Relation
from dialogue.state import Matter, State
from dialogue.turn import Slots
from dialogue.understanding import Understood
from kb.elements import Element

CAR = replace(guide("CAR", place="车管所"), name="二手车过户")
HOUSE = replace(guide("HOUSE"), name="房屋过户")
AFTER_AN_ASIDE = State(matters=(Matter(item="CAR", elements=(Element.FEE,)),))
UNSURE = found(HOUSE, CAR, hits=(hit(HOUSE, 0.3), hit(CAR, 0.1)))


def ask(text: str, item: str | None = None, *, bare: bool = False) -> Asked:
    return Asked(
        understood=Understood(masked=text, search_text=text, names_nothing=bare),
        relation=Relation.NEW if item is None else Relation.MAY_FOLLOW,
        slots=Slots(item=item),
        search_text=text,
    )


def taken_up(asked: Asked, findings: Findings = UNSURE, state: State = AFTER_AN_ASIDE) -> bool:
    again = resumed(asked, state, findings)
    return again is not None and goes_on_before(again, state, findings)


@pytest.mark.parametrize("said", ["过户要带行李吗", "车管所能行吗"])
def test_a_word_of_its_name_or_guide_takes_it_up(said: str) -> None:
    assert taken_up(ask(said))


def test_what_names_nothing_goes_back_to_it_with_what_was_asked_of_it() -> None:
    again = resumed(ask("呢", bare=True), AFTER_AN_ASIDE, UNSURE)
    assert again is not None
    assert (again.relation, again.elements) == (Relation.BACK, (Element.FEE,))


def test_what_is_about_neither_does_not() -> None:
    assert not taken_up(ask("养狗要打疫苗吗"))


def test_what_is_surely_found_is_not_asked_of_it() -> None:
    assert not taken_up(ask("房屋过户"), found(HOUSE, CAR, hits=(hit(HOUSE, 0.95),)))


def test_nothing_is_taken_up_while_a_matter_is_talked_about_or_before_there_was_one() -> None:
    assert not taken_up(ask("过户要税吗", item="HOUSE"))
    assert not taken_up(ask("过户要税吗"), state=State())
