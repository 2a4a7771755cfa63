"""A message against what the session remembers."""

from fictional import asked

from dialogue.resolving import chosen_option, resolve
from dialogue.state import Pending, State
from dialogue.turn import Slots
from dialogue.understanding import Signal
from kb.elements import Element

NOTHING_FIXED: frozenset[str] = frozenset()
ANSWERED = State(slots=Slots(item="A", situation="补领", region="1"), elements=(Element.FEE,))
PENDING = State(
    slots=Slots(item="A", region="1"),
    pending=Pending(
        search_text="居住卡",
        elements=(Element.PLACE,),
        options={"1": Slots(item="A", situation="首次"), "2": Slots(item="A", situation="补领")},
        labels={"1": "首次", "2": "补领"},
    ),
)


class TestChoices:
    def test_a_choice_sets_its_slots_and_asks_the_open_question_again(self) -> None:
        state, understood = resolve(PENDING, asked(regions=("9",)), "2", Slots(), NOTHING_FIXED)
        assert state.slots == Slots(item="A", situation="补领")
        assert state.pending is None
        assert (understood.search_text, understood.elements) == ("居住卡", (Element.PLACE,))
        assert understood.regions == ()

    def test_what_the_caller_sets_is_not_overruled_by_a_choice(self) -> None:
        fixed = frozenset({"region"})
        state, _ = resolve(PENDING, asked(), "1", Slots(region="12"), fixed)
        assert state.slots == Slots(item="A", situation="首次", region="12")

    def test_repeating_a_label_chooses_it(self) -> None:
        assert chosen_option(PENDING, " 补领\n") == "2"
        assert chosen_option(PENDING, "补领要多久") is None
        assert chosen_option(ANSWERED, "补领") is None


class TestFollowUps:
    def test_asking_words_alone_keep_item_situation_and_region(self) -> None:
        follow_up = asked(Element.FEE, names_nothing=True)
        state, understood = resolve(ANSWERED, follow_up, None, Slots(), NOTHING_FIXED)
        assert state.slots == ANSWERED.slots
        assert understood.elements == (Element.FEE,)

    def test_a_region_alone_asks_for_the_same_elements_there(self) -> None:
        follow_up = asked(regions=("12",), names_nothing=True)
        state, understood = resolve(ANSWERED, follow_up, None, Slots(), NOTHING_FIXED)
        assert state.slots == Slots(item="A", situation="补领", region="12")
        assert understood.elements == (Element.FEE,)

    def test_a_region_alone_answers_the_open_question(self) -> None:
        follow_up = asked(regions=("12",), names_nothing=True)
        state, understood = resolve(PENDING, follow_up, None, Slots(), NOTHING_FIXED)
        assert state.slots.region == "12"
        assert (understood.search_text, understood.elements) == ("居住卡", (Element.PLACE,))

    def test_smalltalk_leaves_the_matter_as_it_was(self) -> None:
        state, _ = resolve(ANSWERED, asked(signal=Signal.THANKS), None, Slots(), NOTHING_FIXED)
        assert (state.slots, state.elements) == (ANSWERED.slots, ANSWERED.elements)


class TestNewMatters:
    def test_words_that_name_something_forget_item_and_situation_but_not_the_region(self) -> None:
        state, _ = resolve(ANSWERED, asked(), None, Slots(), NOTHING_FIXED)
        assert state.slots == Slots(region="1")

    def test_a_region_that_is_named_replaces_the_one_before(self) -> None:
        state, _ = resolve(ANSWERED, asked(regions=("12",)), None, Slots(), NOTHING_FIXED)
        assert state.slots == Slots(region="12")

    def test_a_name_of_several_regions_leaves_the_one_before(self) -> None:
        state, _ = resolve(ANSWERED, asked(regions=("11", "21")), None, Slots(), NOTHING_FIXED)
        assert state.slots == Slots(region="1")

    def test_what_the_caller_sets_counts(self) -> None:
        given, fixed = Slots(item="B", region=None), frozenset({"item", "region"})
        state, _ = resolve(ANSWERED, asked(regions=("12",)), None, given, fixed)
        assert state.slots == Slots(item="B")

    def test_asking_words_alone_without_a_matter_are_a_new_one(self) -> None:
        start = State(slots=Slots(region="1"))
        state, understood = resolve(
            start, asked(Element.FEE, names_nothing=True), None, Slots(), NOTHING_FIXED
        )
        assert state.slots == Slots(region="1")
        assert understood.search_text == "问"
