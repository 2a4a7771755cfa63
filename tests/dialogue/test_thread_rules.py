"""Whatever is said in whatever order, the rules of a conversation hold."""

from dataclasses import replace

from fictional import Shelf, guide, hit, message
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from dialogue.message import Message
from dialogue.reply import Reply  # noqa: TC001 - hypothesis reads it
from dialogue.resolving import NONE_OF_THESE
from dialogue.responding import respond
from dialogue.state import State
from dialogue.turn import Slots, Status
from dialogue.understanding import RequestKind, Signal
from kb.elements import Element
from kb.records import Faq

LONG = "到窗口办理，" * 20
RECORDS = (
    guide("A", situation="首次申领", fee=LONG + "甲", place="示例路1号"),
    guide("A", situation="丢失补领", fee=LONG + "乙", place="示例路1号"),
    guide("B", region="11", place=LONG + "东"),
    guide("B", region="12", place=LONG + "西"),
    Faq(faq_id="F", question="大厅开吗？", answer="开。"),
)
FOUND = {
    "甲事": (hit(RECORDS[0], 0.9),),
    "乙事": (hit(RECORDS[2], 0.9),),
    "大厅": (hit(RECORDS[4], 0.9),),
    "或者": (hit(RECORDS[0], 0.3), hit(RECORDS[2], 0.2)),
    "不知": (),
}
ELEMENTS = st.sampled_from([(), (Element.FEE,), (Element.PLACE,), (Element.MATERIALS,)])


class Conversation(RuleBasedStateMachine):
    """One session over five records; each rule is something that a citizen does."""

    def __init__(self) -> None:
        super().__init__()
        self.state = State()
        self.reply: Reply | None = None
        self.asked_in_a_row = 0

    def say(self, said: Message, finds: str = "不知") -> None:
        before = self.state.slots
        self.state, self.reply = respond(self.state, said, Shelf(*RECORDS, finds=FOUND[finds]))
        if self.reply.status.group in ("clarification",):
            self.asked_in_a_row += 1
        elif self.reply.status.group not in ("smalltalk", "refused", "signposted"):
            self.asked_in_a_row = 0
        region = said.understood.regions
        if not said.option_id:
            assert self.state.slots.region == (region[0] if region else before.region)
        assert self.state.slots.audience == before.audience

    @rule(finds=st.sampled_from(list(FOUND)), elements=ELEMENTS)
    def ask_about_something(self, finds: str, elements: tuple[Element, ...]) -> None:
        self.say(message(finds, *elements), finds)

    @rule(elements=ELEMENTS)
    def ask_on(self, elements: tuple[Element, ...]) -> None:
        before = self.state.slots.item
        self.say(message("呢", *elements, names_nothing=True))
        assert before is None or self.state.slots.item == before

    @rule(region=st.sampled_from(["11", "12", "2"]))
    def name_a_region(self, region: str) -> None:
        self.say(message("区", regions=(region,), names_nothing=True))

    @rule(said=st.sampled_from(["丢了", "第一次办", "不是"]))
    def name_a_situation(self, said: str) -> None:
        self.say(message(said))

    @rule(signal=st.sampled_from([Signal.THANKS, Signal.BACK, Signal.REPEAT, Signal.NOT_HELPED]))
    def signal(self, signal: Signal) -> None:
        self.say(message("嗯", signal=signal))

    @rule()
    def complain(self) -> None:
        self.say(message("投诉", kind=RequestKind.COMPLAINT))
        assert self.reply is not None
        assert self.reply.status is Status.HANDOFF_REQUEST

    @precondition(lambda self: self.state.pending is not None)
    @rule(data=st.data())
    def choose(self, data: st.DataObject) -> None:
        assert self.state.pending is not None
        choices = [*self.state.pending.options, NONE_OF_THESE]
        chosen = data.draw(st.sampled_from(choices))
        wanted = self.state.pending.options.get(chosen)
        self.say(message("这个", option_id=chosen))
        if wanted is not None and wanted.item is not None:
            assert self.state.slots.item in (wanted.item, None)

    @rule(region=st.sampled_from(["11", None]))
    def set_a_slot(self, region: str | None) -> None:
        given = replace(self.state.slots, region=region)
        said = replace(message("甲事", Element.PLACE), given=given, fixed=frozenset({"region"}))
        self.state, self.reply = respond(self.state, said, Shelf(*RECORDS, finds=FOUND["甲事"]))
        self.asked_in_a_row = 0
        assert self.state.slots.region == region

    @invariant()
    def never_asks_back_three_times_in_a_row(self) -> None:
        assert self.asked_in_a_row <= 2
        assert self.state.rounds <= 2

    @invariant()
    def every_option_that_is_shown_can_be_chosen(self) -> None:
        if self.reply is None or not self.reply.options:
            return
        assert self.state.pending is not None
        shown = {option.id for option in self.reply.options} - {NONE_OF_THESE}
        assert shown <= set(self.state.pending.options)
        assert len(shown) <= 4

    @invariant()
    def what_is_answered_is_cited_and_what_is_handed_over_has_a_packet(self) -> None:
        if self.reply is None:
            return
        for answer in self.reply.answers:
            assert answer.status is not Status.ANSWERED or answer.citations
        assert (self.reply.status.group == "handoff") == (self.reply.packet is not None)

    @invariant()
    def a_situation_belongs_to_its_item(self) -> None:
        slots: Slots = self.state.slots
        known = {"首次申领", "丢失补领"} if slots.item == "A" else set()
        assert slots.situation is None or slots.situation in known


TestConversation = Conversation.TestCase
TestConversation.settings = settings(max_examples=60, stateful_step_count=15)
