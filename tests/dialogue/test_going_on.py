"""Nobody is asked twice: an open question that is passed over goes with its likeliest option."""

from dataclasses import replace

from fictional import Shelf, guide, hit, message

from dialogue.responding import respond
from dialogue.state import State
from dialogue.turn import Slots, Status
from dialogue.understanding import Signal
from kb.elements import Element, Text
from kb.life_events import LifeEvent, LifeEventStep

FEE = Element.FEE
LONG = "到窗口办理，" * 20
A, B = guide("A", fee="10元"), guide("B", fee="20元")
FIRST = guide("A", situation="首次申领", fee=LONG + "甲")
LOST = guide("A", situation="丢失补领", fee=LONG + "乙")
EITHER = (hit(A, 0.3), hit(B, 0.2))
ASKS_ON = message("多少钱", FEE, names_nothing=True)


def asked_which_item() -> State:
    return respond(State(), message("那个"), Shelf(A, B, finds=EITHER))[0]


class TestAnItem:
    def test_the_likeliest_is_answered_and_named_as_taken(self) -> None:
        _, reply = respond(asked_which_item(), ASKS_ON, Shelf(A, B, finds=EITHER))
        assert reply.status is Status.ANSWERED
        assert "“示例A”" in reply.text.splitlines()[0]
        assert "10元" in reply.text

    def test_the_other_can_still_be_chosen(self) -> None:
        state, reply = respond(asked_which_item(), ASKS_ON, Shelf(A, B, finds=EITHER))
        assert [each.label for each in reply.options] == ["示例B", "都不是"]
        _, other = respond(state, message("示例B", option_id="2"), Shelf(A, B, finds=EITHER))
        assert (other.status, other.answers[0].text) == (Status.ANSWERED, "20元")

    def test_what_was_hardly_found_is_not_taken(self) -> None:
        faint = [hit(A, 0.01)]
        state, _ = respond(State(), message("那个"), Shelf(A, finds=faint))
        _, reply = respond(state, ASKS_ON, Shelf(A, finds=faint))
        assert reply.status is Status.UNANSWERABLE_LOW_CONFIDENCE

    def test_after_two_rounds_it_is_rather_answered_than_handed_over(self) -> None:
        state = replace(asked_which_item(), rounds=2)
        _, reply = respond(state, ASKS_ON, Shelf(A, B, finds=EITHER))
        assert reply.status is Status.ANSWERED


class TestASituation:
    def test_the_first_is_taken_where_it_would_be_asked_for_again(self) -> None:
        state, _ = respond(State(), message("多少钱", FEE), Shelf(FIRST, LOST))
        _, reply = respond(state, ASKS_ON, Shelf(FIRST, LOST))
        assert reply.status is Status.ANSWERED
        assert reply.answers[0].situation == "首次申领"
        assert [each.label for each in reply.options] == ["丢失补领", "都不是"]

    def test_none_of_these_is_no_asking_on(self) -> None:
        state, _ = respond(State(), message("多少钱", FEE), Shelf(FIRST, LOST))
        said = message("都不是", signal=Signal.NONE_OF_THESE)
        _, reply = respond(state, said, Shelf(FIRST, LOST))
        assert reply.status is Status.UNANSWERABLE_LOW_CONFIDENCE


class TestWhatWasTold:
    def test_words_of_an_earlier_turn_settle_the_situation(self) -> None:
        state = State().heard("我的卡在火车上丢了").heard("真倒霉")
        _, reply = respond(state, message("示例A多少钱", FEE), Shelf(FIRST, LOST))
        assert reply.answers[0].situation == "丢失补领"

    def test_what_was_told_of_another_matter_does_not(self) -> None:
        other = guide("B", fee="1元")
        state, _ = respond(State(), message("示例B丢了多少钱", FEE), Shelf(other))
        _, reply = respond(state, message("示例A多少钱", FEE), Shelf(FIRST, LOST))
        assert reply.status is Status.CLARIFICATION_SITUATION


class TestWhatGoesForAll:
    def test_no_situation_is_named_where_all_say_the_same(self) -> None:
        shelf = Shelf(FIRST, LOST)
        _, reply = respond(State(), message("示例A在哪", Element.PLACE), shelf)
        assert reply.status is Status.ANSWERED
        assert "首次申领" not in reply.text
        assert "丢失补领" not in reply.text


class TestALifeEventThatWasTold:
    EVENT = LifeEvent(
        event_id="L",
        name="身后一件事",
        steps=(LifeEventStep(item="示例A（丢失补领）", item_code="A"),),
    )

    def test_its_step_says_in_which_situation_an_item_is(self) -> None:
        shelf = Shelf(self.EVENT, FIRST, LOST, finds=(hit(self.EVENT),))
        state, _ = respond(State(), message("都要办哪些"), shelf)
        assert state.steps == (("A", "示例A（丢失补领）"),)
        _, reply = respond(state, message("示例A多少钱", FEE), Shelf(FIRST, LOST))
        assert reply.answers[0].situation == "丢失补领"

    def test_its_step_is_meant_though_hardly_found(self) -> None:
        shelf = Shelf(self.EVENT, A, finds=(hit(self.EVENT),))
        state, _ = respond(State(), message("都要办哪些"), shelf)
        faint = Shelf(A, B, finds=(hit(A, 0.15), hit(B, 0.12)))
        _, reply = respond(state, message("那个要多少钱来着", FEE), faint)
        assert (reply.status, reply.answers[0].item_code) == (Status.ANSWERED, "A")


class TestWhatIsRequired:
    def test_it_is_answered_from_where_it_stands_though_it_sounds_like_documents(self) -> None:
        told = guide("A", fee="10元")
        held = replace(
            told,
            elements={**told.elements, Element.CONDITIONS: Text(text="不强制公证，可以自愿选择。")},
        )
        state = State(slots=Slots(item="A"), elements=(FEE,))
        _, reply = respond(state, message("一定要公证吗", Element.MATERIALS), Shelf(held))
        assert [answer.element for answer in reply.answers] == ["conditions"]
