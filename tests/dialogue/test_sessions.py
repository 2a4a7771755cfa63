"""What every store of sessions does: the database and its twin in memory."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Barrier, Thread

import pytest
from sqlalchemy import event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import OperationalError

from dialogue.errors import SessionUnknown, TurnInProgress
from dialogue.handoff import HandOff, HandOffPacket, HandOffReason, HandOffState
from dialogue.rating import Rating, Score
from dialogue.state import Pending, State
from dialogue.store import EventKind, MemorySessions, Sessions, SessionsPort, StoredSession
from dialogue.turn import Answer, Citation, Option, Slots, Status, Turn
from hotline.database import open_at_head
from kb.elements import Element

NOW = datetime(2026, 5, 6, 7, 8, tzinfo=UTC)
STATE = State(
    slots=Slots(item="A", situation="补领", region="1", audience="person"),
    elements=(Element.FEE, Element.PLACE),
    pending=Pending(
        search_text="居住卡",
        elements=(Element.FEE,),
        options={"1": Slots(item="A")},
        labels={"1": "首次"},
    ),
)


@pytest.fixture(params=["database", "memory"])
def sessions(request: pytest.FixtureRequest, tmp_path: Path) -> SessionsPort:
    if request.param == "memory":
        return MemorySessions()
    return Sessions(open_at_head(f"sqlite:///{tmp_path / 'sessions.sqlite'}"))


@pytest.fixture
def opened(sessions: SessionsPort) -> StoredSession:
    session = StoredSession(
        id="s", token_hash="hash", channel="test", state=State(slots=Slots(region="1")), turns=0
    )
    sessions.add(session, NOW)
    return session


def turn(seq: int = 1, session_id: str = "s", text: str = "答") -> Turn:
    return Turn(
        id=f"{session_id}-{seq}-{text}",
        session_id=session_id,
        seq=seq,
        text=text,
        status=Status.ANSWERED,
        slots=Slots(item="A"),
        answers=(
            Answer(
                status=Status.ANSWERED,
                item_code="A",
                name="示例",
                region=None,
                situation=None,
                element="fee",
                text="20元",
                citations=(
                    Citation(
                        entry_id="x.fee",
                        item_code="A",
                        name="示例",
                        agency=None,
                        region="1",
                        element="fee",
                        version=2,
                        verified_on=date(2026, 1, 2),
                        quote="20元",
                        url=None,
                    ),
                ),
            ),
        ),
        options=(Option(id="1", label="首次"),),
        probability=0.5,
        generation=3,
        timings_ms={"total": 1.5},
    )


def add(sessions: SessionsPort, added: Turn, client_turn_id: str | None = None) -> None:
    sessions.add_turn(
        added, question="问", client_turn_id=client_turn_id, state=STATE, now=NOW
    )  # fmt: skip


def test_a_session_is_given_back_as_it_was(sessions: SessionsPort, opened: StoredSession) -> None:
    assert sessions.get("s") == opened
    assert sessions.turns("s") == ()


def test_an_unknown_session_is_an_error(sessions: SessionsPort) -> None:
    with pytest.raises(SessionUnknown):
        sessions.get("nobody")


def test_a_turn_is_kept_whole_with_what_the_session_remembers_after_it(
    sessions: SessionsPort, opened: StoredSession
) -> None:
    add(sessions, turn())
    assert sessions.turns("s") == (("问", turn()),)
    after = sessions.get("s")
    assert (after.state, after.turns) == (STATE, 1)
    assert (after.token_hash, after.channel) == (opened.token_hash, opened.channel)


def test_turns_come_in_their_order(sessions: SessionsPort, opened: StoredSession) -> None:
    for seq in (1, 2, 3):
        add(sessions, turn(seq))
    assert [each.seq for _, each in sessions.turns("s")] == [1, 2, 3]


def test_a_turn_is_found_by_the_clients_own_id(
    sessions: SessionsPort, opened: StoredSession
) -> None:
    add(sessions, turn(1), "first")
    add(sessions, turn(2))
    assert sessions.turn_of("s", "first") == turn(1)
    assert sessions.turn_of("s", "second") is None
    assert sessions.turn_of("other", "first") is None


def test_a_number_that_is_taken_is_refused_and_changes_nothing(
    sessions: SessionsPort, opened: StoredSession
) -> None:
    add(sessions, turn(1, text="先"))
    with pytest.raises(TurnInProgress):
        add(sessions, turn(1, text="后"))
    assert [each.text for _, each in sessions.turns("s")] == ["先"]
    assert sessions.get("s").turns == 1


def test_a_clients_id_that_is_taken_is_refused(
    sessions: SessionsPort, opened: StoredSession
) -> None:
    add(sessions, turn(1), "same")
    with pytest.raises(TurnInProgress):
        add(sessions, turn(2), "same")
    add(sessions, turn(2))
    add(sessions, turn(3))  # no id is no id that could be taken


def test_sessions_are_apart(sessions: SessionsPort, opened: StoredSession) -> None:
    other = StoredSession(id="t", token_hash="h", channel="test", state=State(), turns=0)
    sessions.add(other, NOW)
    add(sessions, turn(1), "same")
    add(sessions, turn(1, "t"), "same")
    assert [len(sessions.turns(each)) for each in "st"] == [1, 1]
    assert sessions.get("t").turns == 1


def test_of_many_at_once_exactly_one_is_kept(sessions: SessionsPort, opened: StoredSession) -> None:
    start, refused = Barrier(6), list[str]()

    def try_it(text: str) -> None:
        start.wait()
        try:
            add(sessions, turn(1, text=text))
        except TurnInProgress:
            refused.append(text)

    threads = [Thread(target=try_it, args=(str(n),)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(refused) == 5
    [(_, kept)] = sessions.turns("s")
    assert kept.text not in refused


def test_writers_wait_for_each_other_and_none_gives_up(tmp_path: Path) -> None:
    engine = open_at_head(f"sqlite:///{tmp_path / 'sessions.sqlite'}")
    sessions, start, lost = Sessions(engine), Barrier(8), list[str]()

    @event.listens_for(engine, "checkout")
    def impatient(connection: DBAPIConnection, *_: object) -> None:
        """SQLite itself lets nobody wait."""
        connection.cursor().execute("PRAGMA busy_timeout = 0")

    def citizen(name: str) -> None:
        start.wait()
        try:
            sessions.add(
                StoredSession(id=name, token_hash=name, channel="test", state=State(), turns=0), NOW
            )
            for seq in range(1, 6):
                add(sessions, turn(seq, session_id=name))
        except OperationalError:
            lost.append(name)

    threads = [Thread(target=citizen, args=(str(n),)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert lost == []
    assert all(len(sessions.turns(str(n))) == 5 for n in range(8))


def waiting(seq: int, id_: str = "h") -> Turn:
    packet = HandOffPacket(reason=HandOffReason.REQUESTED, kind="consultation", words=("转人工",))
    return replace(turn(seq), handoff=HandOff(id=id_, state=HandOffState.WAITING, packet=packet))


class TestEvents:
    def test_a_turn_is_an_event_and_events_are_numbered(
        self, sessions: SessionsPort, opened: StoredSession
    ) -> None:
        add(sessions, turn(1))
        add(sessions, turn(2))
        first, second = sessions.events("s")
        assert (first.kind, first.body["seq"]) == (EventKind.TURN, 1)
        assert first.id < second.id
        assert sessions.events("s", after=first.id) == (second,)
        assert sessions.events("s", after=second.id) == ()

    def test_a_hand_over_is_one_event_however_often_it_is_told_of(
        self, sessions: SessionsPort, opened: StoredSession
    ) -> None:
        add(sessions, waiting(1))
        add(sessions, waiting(2))
        states = [each for each in sessions.events("s") if each.kind is EventKind.STATE]
        assert [each.body for each in states] == [{"handoff": "h", "state": "waiting"}]
        assert sessions.turns("s")[0][1].handoff == waiting(1).handoff

    def test_a_turn_that_is_refused_leaves_none(
        self, sessions: SessionsPort, opened: StoredSession
    ) -> None:
        add(sessions, turn(1))
        with pytest.raises(TurnInProgress):
            add(sessions, replace(waiting(1), id="other"))
        assert len(sessions.events("s")) == 1


class TestWhatWasSaid:
    def test_turns_of_a_time_come_oldest_first_with_their_questions(
        self, sessions: SessionsPort, opened: StoredSession
    ) -> None:
        for seq in (1, 2, 3):
            at = NOW + timedelta(hours=seq)
            sessions.add_turn(
                turn(seq), question=f"问{seq}", client_turn_id=None, state=STATE, now=at
            )
        found = list(sessions.said(NOW + timedelta(hours=2), NOW + timedelta(hours=3)))
        assert [(each.question, each.turn, each.channel) for each in found] == [
            ("问2", turn(2), "test")
        ]
        every = sessions.said(NOW, NOW + timedelta(days=1))
        assert [each.turn.seq for each in every] == [1, 2, 3]

    def test_a_rating_stands_with_the_turns_of_its_session_and_the_last_one_counts(
        self, sessions: SessionsPort, opened: StoredSession
    ) -> None:
        add(sessions, turn(1))
        sessions.rate("s", Rating(score=Score.GOOD), NOW)
        poor = Rating(score=Score.POOR, reasons=("没说清楚",), comment="还是不会")
        sessions.rate("s", poor, NOW)
        [found] = sessions.said(NOW, NOW + timedelta(days=1))
        assert found.rating == poor
        assert poor.score.is_poor
        with pytest.raises(SessionUnknown):
            sessions.rate("nobody", poor, NOW)


class TestRetention:
    def test_what_was_not_used_for_long_is_forgotten_whole(
        self, sessions: SessionsPort, opened: StoredSession
    ) -> None:
        add(sessions, waiting(1))
        sessions.rate("s", Rating(score=Score.FAIR), NOW)
        fresh = StoredSession(id="t", token_hash="h", channel="test", state=State(), turns=0)
        sessions.add(fresh, NOW + timedelta(days=2))
        assert sessions.purge(NOW + timedelta(days=1)) == 1
        with pytest.raises(SessionUnknown):
            sessions.get("s")
        assert sessions.events("s") == ()
        assert sessions.get("t") == fresh
        assert sessions.purge(NOW + timedelta(days=1)) == 0

    def test_a_turn_keeps_an_old_session(
        self, sessions: SessionsPort, opened: StoredSession
    ) -> None:
        later = NOW + timedelta(days=5)
        sessions.add_turn(turn(1), question="问", client_turn_id=None, state=STATE, now=later)
        assert sessions.purge(NOW + timedelta(days=1)) == 0
        assert sessions.get("s").turns == 1


def test_the_database_keeps_them_for_the_next_process(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'kept.sqlite'}"
    first = Sessions(open_at_head(url))
    first.add(StoredSession(id="s", token_hash="h", channel="c", state=STATE, turns=0), NOW)
    add(first, turn())
    second = Sessions(open_at_head(url))
    assert second.turns("s") == (("问", turn()),)
    assert second.get("s").state == STATE
