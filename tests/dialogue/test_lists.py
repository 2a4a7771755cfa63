"""Long lists: never cut silently, and the rest is one word away."""

from fictional import REGIONS, Shelf, guide, message

from dialogue.facts import ViolationKind, prove
from dialogue.guarding import citations_of, context_of, told_of
from dialogue.responding import respond
from dialogue.state import State
from dialogue.turn import Slots, Status
from dialogue.understanding import Signal
from kb.elements import Element, Text

ITEMS = tuple(f"材料{each}（原件）" for each in "甲乙丙丁戊己庚辛")
LONG = guide("A", situation=None)
LONG = type(LONG)(
    item_code="A",
    name="示例A",
    agency="示例局",
    elements={**LONG.elements, Element.MATERIALS: Text(text="\n".join(ITEMS))},
)
SHELF = Shelf(LONG)


def overview() -> tuple[State, str]:
    state, reply = respond(State(), message("示例A"), SHELF)
    assert reply.status is Status.ANSWERED
    return state, reply.text


def test_asked_for_by_name_a_list_is_whole() -> None:
    _, reply = respond(State(), message("示例A要带什么", Element.MATERIALS), SHELF)
    assert all(item in reply.text for item in ITEMS)


def test_among_other_things_it_is_begun_and_says_of_how_many() -> None:
    _, text = overview()
    assert "共 8 项，以下 5 项" in text
    assert [item for item in ITEMS if item in text] == list(ITEMS[:5])


def test_what_else_gives_the_rest() -> None:
    state, _ = overview()
    _, reply = respond(state, message("还有呢", signal=Signal.MORE, names_nothing=True), SHELF)
    assert "共 8 项，以下 3 项" in reply.text
    assert [item for item in ITEMS if item in reply.text] == list(ITEMS[5:])
    assert reply.answers[0].text == "\n".join(ITEMS)


def test_all_of_it_gives_it_whole() -> None:
    state, _ = overview()
    _, reply = respond(state, message("全部", signal=Signal.ALL, names_nothing=True), SHELF)
    assert all(item in reply.text for item in ITEMS)


def test_what_else_where_nothing_was_left_out_tells_other_things() -> None:
    state = State(slots=Slots(item="A"), elements=(Element.MATERIALS,))
    _, reply = respond(state, message("还有吗", signal=Signal.MORE, names_nothing=True), SHELF)
    assert [answer.element for answer in reply.answers] == ["place"]


def test_the_fact_lock_knows_the_form_and_nothing_less() -> None:
    _, reply = respond(State(), message("示例A"), SHELF)
    said = {"told": told_of(REGIONS), "context": context_of(reply)}
    assert prove(reply.text, citations_of(reply), **said) == ()  # type: ignore[arg-type]
    silent = reply.text.replace("共 8 项，以下 5 项", "要带的")
    kinds = {each.kind for each in prove(silent, citations_of(reply), **said)}  # type: ignore[arg-type]
    assert ViolationKind.LIST_CUT in kinds
    wrong = reply.text.replace("以下 5 项", "以下 6 项")
    assert prove(wrong, citations_of(reply), **said)  # type: ignore[arg-type]
