"""The assistant over a published base: one turn after the other, each kept once."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import count
from threading import Barrier, Thread
from typing import Any

import pytest

from dialogue.assistant import LONGEST_MESSAGE, Assistant
from dialogue.errors import (
    GuideUnknown,
    MessageInvalid,
    NotReady,
    SessionUnknown,
    TokenWrong,
    TurnInProgress,
)
from dialogue.store import MemorySessions, Sessions, SessionsPort
from dialogue.turn import Slots, Status, Turn
from hotline.bootstrap import Hotline
from hotline.database import open_at_head
from kb.entries import EntryKind
from kb.errors import RegionUnknown
from kb.store import Store
from retriever.live import Live

NOW = datetime(2026, 5, 6, 7, 8, tzinfo=UTC)
Ask = Callable[..., Turn]


def assistant_over(live: Live, sessions: SessionsPort) -> Assistant:
    numbers = count(1)
    return Assistant(
        live=live,
        sessions=sessions,
        clock=lambda: NOW,
        new_id=lambda: f"id-{next(numbers)}",
        service_name="云上热线",
    )


@pytest.fixture(params=["memory", "database"])
def sessions(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    if request.param == "memory":
        return MemorySessions()
    folder = tmp_path_factory.mktemp("sessions")
    return Sessions(open_at_head(f"sqlite:///{folder / 'sessions.sqlite'}"))


@pytest.fixture
def assistant(tiny: Hotline) -> Assistant:
    return assistant_over(tiny.live, MemorySessions())


@pytest.fixture
def ask(assistant: Assistant) -> Iterator[Ask]:
    """Ask in one session that is open for the whole test."""
    session = assistant.open_session(channel="test")

    def asked(text: str, **options: Any) -> Turn:
        return assistant.ask(session.id, text, **options)

    yield asked
    turns = [turn for _, turn in assistant.turns(session.id)]
    assert [turn.seq for turn in turns] == list(range(1, len(turns) + 1))


def labels(turn: Turn) -> list[str]:
    return [option.label for option in turn.options]


def choose(turn: Turn, label: str) -> str:
    return next(option.id for option in turn.options if option.label == label)


class TestSessions:
    def test_opening_one_gives_a_token_and_a_greeting(self, assistant: Assistant) -> None:
        opened = assistant.open_session(channel="web")
        assert "云上热线" in opened.greeting
        assistant.check_token(opened.id, opened.token)

    def test_a_wrong_token_opens_nothing(self, assistant: Assistant) -> None:
        one, other = (assistant.open_session(channel="web") for _ in range(2))
        for token in ("", "guess", other.token):
            with pytest.raises(TokenWrong):
                assistant.check_token(one.id, token)

    def test_the_token_itself_is_not_kept(self, tiny: Hotline) -> None:
        kept = MemorySessions()
        opened = assistant_over(tiny.live, kept).open_session(channel="web")
        assert opened.token not in repr(kept.get(opened.id))

    def test_an_unknown_session_is_an_error(self, assistant: Assistant) -> None:
        for call in (
            lambda: assistant.ask("nobody", "居住卡"),
            lambda: assistant.turns("nobody"),
            lambda: assistant.check_token("nobody", "token"),
        ):
            with pytest.raises(SessionUnknown):
                call()

    def test_region_and_audience_can_be_said_at_once(self, assistant: Assistant) -> None:
        opened = assistant.open_session(channel="web", region="西岛", audience="person")
        turn = assistant.ask(opened.id, "渔船登记在哪里")
        assert turn.answers[0].text == "西岛区灯塔路7号"
        assert turn.slots == Slots(item="T-BOAT", region="990102", audience="person")

    def test_what_does_not_exist_is_refused(self, assistant: Assistant) -> None:
        with pytest.raises(RegionUnknown) as unknown:
            assistant.open_session(channel="web", region="云下市")
        assert "云上市" in unknown.value.choices
        with pytest.raises(RegionUnknown) as ambiguous:
            assistant.open_session(channel="web", region="东岛区")
        assert ambiguous.value.choices == ("云上市东岛区", "海角市东岛区")
        with pytest.raises(MessageInvalid, match="audience"):
            assistant.open_session(channel="web", audience="robot")

    def test_before_anything_is_published_nothing_can_be_done(
        self, store: Store, tiny: Hotline
    ) -> None:
        live = Live(store=store, snapshots=tiny.places.snapshots, encoder=lambda _: tiny.encoder())
        empty = assistant_over(live, MemorySessions())
        calls: tuple[Callable[[], object], ...] = (
            lambda: empty.open_session(channel="web"),
            lambda: empty.search("居住卡"),
            lambda: empty.guide_page("T-CARD"),
            empty.regions,
            lambda: empty.generation,
        )
        for call in calls:
            with pytest.raises(NotReady, match="hotline kb publish"):
                call()


class TestTurns:
    def test_a_turn_is_answered_and_kept(self, tiny: Hotline, sessions: SessionsPort) -> None:
        assistant = assistant_over(tiny.live, sessions)
        opened = assistant.open_session(channel="test")
        turn = assistant.ask(opened.id, "居住卡丢了要带什么")
        assert (turn.status, turn.seq, turn.generation) == (Status.ANSWERED, 1, 1)
        assert turn.answers[0].text == "挂失声明（原件，1份）"
        assert turn.machine_made
        assert set(turn.timings_ms) >= {"understand", "encode", "search", "compose", "total"}
        assert assistant.turns(opened.id) == (("居住卡丢了要带什么", turn),)

    def test_the_same_again_under_the_clients_id_is_the_same_turn(
        self, tiny: Hotline, sessions: SessionsPort
    ) -> None:
        assistant = assistant_over(tiny.live, sessions)
        opened = assistant.open_session(channel="test")
        first = assistant.ask(opened.id, "居住卡丢了要带什么", client_turn_id="c1")
        again = assistant.ask(opened.id, "居住卡丢了要带什么", client_turn_id="c1")
        assert again == first
        assert len(assistant.turns(opened.id)) == 1
        other = assistant.ask(opened.id, "多少钱", client_turn_id="c2")
        assert other.seq == 2

    def test_a_late_retry_does_not_take_the_conversation_back(
        self, tiny: Hotline, sessions: SessionsPort
    ) -> None:
        assistant = assistant_over(tiny.live, sessions)
        opened = assistant.open_session(channel="test")
        assistant.ask(opened.id, "居住卡丢了要带什么", client_turn_id="c1")
        assistant.ask(opened.id, "风筝证在哪里", client_turn_id="c2")
        assistant.ask(opened.id, "居住卡丢了要带什么", client_turn_id="c1")
        assert assistant.ask(opened.id, "要带什么").slots.item == "T-KITE"

    def test_of_two_at_once_one_is_told_to_wait(
        self, tiny: Hotline, sessions: SessionsPort
    ) -> None:
        """Both read the session before either writes."""
        start = Barrier(2)
        read = sessions.get

        def get_together(session_id: str) -> Any:
            found = read(session_id)
            start.wait(30)
            return found

        assistant = assistant_over(tiny.live, sessions)
        opened = assistant.open_session(channel="test")
        sessions.get = get_together  # type: ignore[method-assign]
        ended: list[object] = []

        def ask() -> None:
            try:
                ended.append(assistant.ask(opened.id, "居住卡丢了要带什么").seq)
            except TurnInProgress:
                ended.append("in progress")

        threads = [Thread(target=ask) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        assert sorted(map(str, ended)) == ["1", "in progress"]

    @pytest.mark.parametrize("text", ["", " \n　", "卡" * (LONGEST_MESSAGE + 1)])
    def test_empty_and_over_long_messages_are_refused_and_not_kept(
        self, assistant: Assistant, text: str
    ) -> None:
        opened = assistant.open_session(channel="test")
        with pytest.raises(MessageInvalid) as refused:
            assistant.ask(opened.id, text)
        assert refused.value.field == "text"
        assert assistant.turns(opened.id) == ()
        with pytest.raises(MessageInvalid):
            assistant.search(text)

    def test_personal_data_is_kept_only_masked(self, assistant: Assistant) -> None:
        opened = assistant.open_session(channel="test")
        said = "我叫某某，身份证34052419800101001X，手机13800000000，居住卡丢了要带什么"
        turn = assistant.ask(opened.id, said)
        [(kept, _)] = assistant.turns(opened.id)
        assert "34052419800101001X" not in kept
        assert "13800000000" not in kept
        assert turn.text

    def test_a_masked_number_does_not_lead_astray(self, ask: Ask) -> None:
        assert ask("13800000000 居住卡丢了要带什么").answers[0].item_code == "T-CARD"


class TestConversation:
    def test_a_follow_up_keeps_item_situation_and_region(self, ask: Ask) -> None:
        ask("云上市居住卡丢了要带什么")
        turn = ask("多少钱")
        assert turn.answers[0].text == "每证20元"
        assert turn.slots == Slots(item="T-CARD", situation="丢失补领", region="9901")

    def test_smalltalk_between_does_not_end_the_matter(self, ask: Ask) -> None:
        ask("居住卡丢了要带什么")
        assert ask("谢谢").status is Status.SMALLTALK
        assert ask("多少钱").answers[0].text == "每证20元"

    def test_a_new_matter_forgets_the_one_before(self, ask: Ask) -> None:
        ask("居住卡丢了要带什么")
        turn = ask("风筝证在哪里")
        assert turn.slots == Slots(item="T-KITE")

    def test_short_answers_of_several_situations_are_told_side_by_side(self, ask: Ask) -> None:
        turn = ask("居住卡多少钱")
        assert "- 首次申领：不收费" in turn.text
        assert "- 丢失补领：每证20元" in turn.text
        assert ask("丢了的").answers[0].text == "每证20元"

    def test_the_situation_is_asked_for_once_and_then_settled(self, ask: Ask) -> None:
        asked_back = ask("居住卡要带什么")
        assert asked_back.status is Status.CLARIFICATION_SITUATION
        assert labels(asked_back) == ["首次申领", "丢失补领", "都不是"]
        turn = ask("丢失补领", option_id=choose(asked_back, "丢失补领"))
        assert turn.answers[0].situation == "丢失补领"
        assert ask("几天能拿到").answers[0].text == "5个工作日"

    def test_a_choice_can_be_typed(self, ask: Ask) -> None:
        ask("居住卡要带什么")
        assert ask("首次申领").answers[0].situation == "首次申领"

    def test_a_region_can_be_said_after_several_were_told(self, ask: Ask) -> None:
        turn = ask("渔船登记在哪里")
        assert [answer.text for answer in turn.answers] == ["东岛区码头街2号", "西岛区灯塔路7号"]
        assert ask("西岛区").answers[0].text == "西岛区灯塔路7号"
        assert ask("老码头呢").answers[0].text == "东岛区码头街2号"

    def test_what_is_the_same_everywhere_is_answered_without_asking(self, ask: Ask) -> None:
        assert ask("渔船登记多少钱").answers[0].text == "每船50元"

    def test_a_region_of_several_meanings_is_asked_about(self, ask: Ask) -> None:
        asked_back = ask("东岛区渔船登记在哪里")
        assert asked_back.status is Status.CLARIFICATION_REGION
        assert labels(asked_back) == ["云上市东岛区", "海角市东岛区", "都不是"]
        turn = ask("这个", option_id=choose(asked_back, "云上市东岛区"))
        assert turn.answers[0].text == "东岛区码头街2号"

    def test_none_of_these_asks_for_other_words(self, ask: Ask) -> None:
        nearest = ask("云上市云梯怎么攀爬上去")
        turn = ask("都不是", option_id=choose(nearest, "都不是"))
        assert turn.status is Status.UNANSWERABLE_LOW_CONFIDENCE
        assert turn.slots == Slots(region="9901")

    def test_what_was_not_found_can_be_chosen_from_the_nearest(self, ask: Ask) -> None:
        nearest = ask("云梯怎么攀爬上去")
        assert nearest.status is Status.UNANSWERABLE_LOW_CONFIDENCE
        turn = ask("这件", option_id=choose(nearest, "云梯攀爬登记"))
        assert turn.slots.item == "T-SOON"

    def test_a_question_that_is_offered_can_be_chosen(self, ask: Ask) -> None:
        nearest = ask("彩云大厅停车")
        label = next(each for each in labels(nearest) if "彩云大厅" in each)
        turn = ask("这个", option_id=choose(nearest, label))
        assert turn.status is Status.ANSWERED
        assert turn.answers[0].text == "岛民管彩云大厅叫糖盒子。"

    @pytest.mark.parametrize(
        ("said", "status"),
        [
            ("摆灯笼在哪里", Status.UNANSWERABLE_EXPIRED),
            ("爬云梯在哪里", Status.UNANSWERABLE_EXPIRED),
            ("灯会开始的日子", Status.UNANSWERABLE_EXPIRED),
            ("过桥备案", Status.UNANSWERABLE_NO_CONTENT),
            ("风筝证多少钱", Status.UNANSWERABLE_NO_CONTENT),
            ("人工", Status.HANDOFF_REQUESTED),
            ("你好", Status.SMALLTALK),
        ],
    )
    def test_what_cannot_be_answered_says_why(self, ask: Ask, said: str, status: Status) -> None:
        turn = ask(said)
        assert turn.status is status
        assert turn.text
        cited = {each.element for answer in turn.answers for each in answer.citations}
        assert cited <= {"phone"}  # whom to ask instead


class TestSlotsAndOptions:
    def test_slots_that_are_set_are_not_overruled(self, ask: Ask) -> None:
        turn = ask("渔船登记在哪里", slots={"region": "云上市西岛区"})
        assert turn.answers[0].text == "西岛区灯塔路7号"
        assert turn.slots.region == "990102"

    def test_null_clears_one(self, ask: Ask) -> None:
        ask("西岛区渔船登记在哪里")
        turn = ask("在哪里", slots={"region": None})
        assert turn.slots == Slots(item="T-BOAT")
        assert len(turn.answers) == 2

    def test_an_item_and_a_situation_can_be_set(self, ask: Ask) -> None:
        turn = ask("多少钱", slots={"item": "T-CARD", "situation": "首次申领"})
        assert turn.answers[0].text == "不收费"

    def test_a_situation_can_be_set_for_what_the_words_name(self, ask: Ask) -> None:
        assert ask("居住卡多少钱", slots={"situation": "丢失补领"}).answers[0].text == "每证20元"

    def test_another_item_clears_the_situation_of_the_one_before(self, ask: Ask) -> None:
        ask("居住卡丢了要带什么")
        turn = ask("在哪办", slots={"item": "T-KITE"})
        assert turn.slots == Slots(item="T-KITE")
        assert turn.answers[0].text == "云上市风口街5号"

    def test_a_question_can_be_set_as_the_item(self, ask: Ask) -> None:
        assert ask("说说看", slots={"item": "F-1"}).answers[0].text == "岛民管彩云大厅叫糖盒子。"

    @pytest.mark.parametrize(
        ("slots", "named"),
        [
            ({"colour": "red"}, "'colour' is not one of item, situation, region, audience"),
            ({"item": "T-NONE"}, "'T-NONE' is not in the base"),
            ({"item": ""}, "'' is not in the base"),
            ({"situation": "飞走"}, "'飞走' is not one of the known ones: 丢失补领、首次申领"),
            ({"item": "T-BOAT", "situation": "首次申领"}, "known ones: none"),
            ({"audience": "robot"}, "person"),
        ],
    )
    def test_what_does_not_exist_is_refused_and_not_kept(
        self, assistant: Assistant, slots: dict[str, str], named: str
    ) -> None:
        opened = assistant.open_session(channel="test")
        with pytest.raises(MessageInvalid, match=named):
            assistant.ask(opened.id, "居住卡", slots=slots)
        assert assistant.turns(opened.id) == ()

    def test_so_is_an_unknown_region(self, assistant: Assistant) -> None:
        opened = assistant.open_session(channel="test")
        with pytest.raises(RegionUnknown):
            assistant.ask(opened.id, "居住卡", slots={"region": "云下市"})

    def test_an_option_that_was_not_offered_is_refused(self, ask: Ask) -> None:
        with pytest.raises(MessageInvalid, match="option_id"):
            ask("居住卡", option_id="1")
        ask("居住卡要带什么")
        with pytest.raises(MessageInvalid, match="'9' is not one of the options"):
            ask("居住卡", option_id="9")

    def test_options_are_gone_once_answered(self, ask: Ask) -> None:
        asked_back = ask("居住卡要带什么")
        option_id = choose(asked_back, "首次申领")
        ask("首次申领", option_id=option_id)
        with pytest.raises(MessageInvalid, match="option_id"):
            ask("首次申领", option_id=option_id)


class TestLookingUp:
    def test_a_guides_page_has_all_situations(self, assistant: Assistant) -> None:
        page = assistant.guide_page("T-CARD")
        assert [each.guide.situation for each in page.guides] == ["首次申领", "丢失补领"]
        assert page.region is not None
        assert (page.region.code, page.generation, page.name) == ("9901", 1, "云上居住卡办理")
        for each in page.guides:
            assert set(each.entry_ids) == {str(element) for element in each.guide.elements}

    def test_the_nearest_region_is_taken_and_others_are_listed(self, assistant: Assistant) -> None:
        page = assistant.guide_page("T-BOAT", region="西岛区")
        assert [each.guide.region for each in page.guides] == ["990102"]
        assert [region.code for region in page.other_regions] == ["990101"]

    def test_a_region_without_one_lists_the_others(self, assistant: Assistant) -> None:
        page = assistant.guide_page("T-BOAT", region="海角市")
        assert (page.region, page.guides) == (None, ())
        assert {region.code for region in page.other_regions} == {"990101", "990102"}

    def test_an_item_by_name_only_has_an_empty_page(self, assistant: Assistant) -> None:
        page = assistant.guide_page("T-NAME")
        assert (page.name, page.guides, page.other_regions) == ("彩虹桥通行备案", (), ())

    @pytest.mark.parametrize("code", ["T-NONE", "F-1", "P-1", ""])
    def test_what_is_no_item_has_none(self, assistant: Assistant, code: str) -> None:
        with pytest.raises(GuideUnknown):
            assistant.guide_page(code)

    def test_search_and_ask_have_one_order_and_one_probability(
        self, assistant: Assistant, ask: Ask
    ) -> None:
        first = assistant.search("居住卡丢了多少钱").hits[0]
        turn = ask("居住卡丢了多少钱")
        assert turn.probability == first.probability
        assert (first.kind, first.entry_id) == (
            EntryKind.ELEMENT,
            turn.answers[0].citations[0].entry_id,
        )
