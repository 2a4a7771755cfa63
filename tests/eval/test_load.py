"""A load run: a real server under many citizens, and what a bad server is caught at."""

import asyncio
import json
import socket
import sys
from collections.abc import Callable, Sequence
from math import isnan
from pathlib import Path

import pytest
from typer.testing import Result

from api import schemas
from api.client import AsyncHotlineClient, Unreachable
from eval.errors import EvalError
from eval.load.asked import Asked, Kept
from eval.load.citizens import ask_all
from eval.load.figures import Encoding, figures
from eval.load.plan import LoadPlan
from eval.load.plot import draw
from eval.load.server import serving

Run = Callable[..., Result]
QUICK = LoadPlan(sessions=4, think_s=0.0, ramp_s=0.05, duration_s=0.4)


def turn(seq: int, session: str) -> schemas.Turn:
    return schemas.Turn(
        id=f"{session}-{seq}",
        session_id=session,
        seq=seq,
        text="答",
        status="answered",
        slots=schemas.Slots(),
        answers=[],
        options=[],
        probability=None,
        handoff=None,
        generation=1,
        machine_made=True,
        timings_ms={},
    )


class Server(AsyncHotlineClient):
    """Keeps what it acknowledges; a test makes it worse."""

    def __init__(self) -> None:
        super().__init__("http://127.0.0.1:1")
        self.kept: dict[str, list[schemas.PastTurn]] = {}

    async def open_session(
        self, *, channel: str, region: str | None = None, audience: str | None = None
    ) -> schemas.SessionOpened:
        id_ = f"s{len(self.kept)}"
        self.kept[id_] = []
        return schemas.SessionOpened(id=id_, token="t", greeting="您好")

    async def ask(self, session: schemas.SessionOpened, turn_: schemas.TurnRequest) -> schemas.Turn:
        await asyncio.sleep(0.01)
        own = self.kept[session.id]
        made = turn(len(own) + 1, session.id)
        own.append(schemas.PastTurn(question=turn_.text, turn=made))
        return made

    async def history(self, session: schemas.SessionOpened) -> schemas.History:
        return schemas.History(session_id=session.id, turns=self.kept[session.id])


class Forgetful(Server):
    async def history(self, session: schemas.SessionOpened) -> schemas.History:
        return schemas.History(session_id=session.id, turns=self.kept[session.id][:-1])


class Doubling(Server):
    async def history(self, session: schemas.SessionOpened) -> schemas.History:
        own = self.kept[session.id]
        return schemas.History(session_id=session.id, turns=[*own, *own[:1]])


class Failing(Server):
    async def ask(self, session: schemas.SessionOpened, turn_: schemas.TurnRequest) -> schemas.Turn:
        await asyncio.sleep(0.02)
        raise Unreachable("gone")


def run_against(server: Server, plan: LoadPlan = QUICK) -> tuple[list[Asked], Kept]:
    return asyncio.run(ask_all(server, plan, ["一", "二"]))


def test_a_sound_server_loses_and_doubles_nothing() -> None:
    server = Server()
    asked, kept = run_against(server)
    assert len(asked) > QUICK.sessions
    assert (kept.lost, kept.doubled, kept.unread) == ((), (), 0)
    assert kept.turns == len(asked) == sum(map(len, server.kept.values()))


def test_an_acknowledged_turn_that_is_gone_is_named() -> None:
    _, kept = run_against(Forgetful())
    assert len(kept.lost) == QUICK.sessions
    assert all(mark.startswith("load-") for mark in kept.lost)


def test_a_turn_kept_twice_is_named() -> None:
    assert len(run_against(Doubling())[1].doubled) == QUICK.sessions


def test_what_fails_is_counted_and_is_not_lost() -> None:
    asked, kept = run_against(Failing())
    assert {each.error for each in asked} == {"Unreachable: gone"}
    assert kept.lost == ()


def test_nobody_asks_on_when_the_time_is_over() -> None:
    asked, _ = run_against(Server(), LoadPlan(sessions=2, think_s=0.01, ramp_s=0, duration_s=0.2))
    assert max(each.at_s for each in asked) < 0.3


class TestFigures:
    def of(self, asked: Sequence[Asked], encoding: Encoding | None = None) -> dict[str, object]:
        plan = LoadPlan(sessions=2, think_s=0, ramp_s=1, duration_s=10)
        kept = Kept(lost=(), doubled=(), unread=0, turns=len(asked))
        return figures(plan, asked, kept, client_cores=0.1, encoding=encoding)

    def one(self, at_s: float, took_s: float) -> Asked:
        return Asked(
            session=0, client_turn_id=f"{at_s}", at_s=at_s, took_s=took_s, status="answered"
        )

    def test_the_rate_counts_from_the_end_of_the_ramp(self) -> None:
        asked = [self.one(0, 0.5), *(self.one(n, 1.0) for n in range(1, 10))]
        found = self.of(asked, Encoding(singly=1.0, batched=2.0, batch=8))
        assert found["answered_a_second"] == pytest.approx(1.0)
        assert found["share_of_encoder"] == pytest.approx(0.5)
        assert found["seconds"] == {f"p{p}": 1.0 for p in (50, 90, 95, 99, 100)}

    def test_with_no_answer_there_is_no_rate(self) -> None:
        found = self.of([])
        rate = found["answered_a_second"]
        assert isinstance(rate, float)
        assert isnan(rate)


def test_a_run_is_drawn_even_without_an_answer(tmp_path: Path) -> None:
    draw(tmp_path / "load.svg", QUICK, [])
    assert (tmp_path / "load.svg").read_text().startswith("<?xml")


def test_a_plan_without_time_is_refused() -> None:
    with pytest.raises(ValueError, match="no negative time"):
        LoadPlan(duration_s=0)


# Tells its address, says more than a pipe holds, and then calls.
TALKATIVE = """
import socket, sys, time
print("hotline: http://127.0.0.1:9", file=sys.stderr, flush=True)
for _ in range(5000):
    print("a line of the log, as long as one of a request is", file=sys.stderr)
socket.create_connection(("127.0.0.1", int(sys.argv[1])))
time.sleep(60)
"""


def test_a_server_that_says_much_does_not_stand_still(tmp_path: Path) -> None:
    log = tmp_path / "out" / "server.log"
    with socket.create_server(("127.0.0.1", 0)) as called:
        called.settimeout(30)
        port = str(called.getsockname()[1])
        with serving([sys.executable, "-c", TALKATIVE, port], log) as address:
            assert address == "http://127.0.0.1:9"
            called.accept()[0].close()
    assert len(log.read_text("utf-8").splitlines()) == 5001


def test_a_server_that_does_not_come_up_is_quoted(tmp_path: Path) -> None:
    silent = [sys.executable, "-c", "import sys; sys.exit('no base is published')"]
    with (
        pytest.raises(EvalError, match="no base is published"),
        serving(silent, tmp_path / "server.log"),
    ):
        pass


def test_the_command_starts_a_server_of_its_own_and_ends_it(
    run: Run, data_dir: Path, tmp_path: Path
) -> None:
    out = tmp_path / "load"
    done = run(
        *("eval", "load", "--out", out, "--sessions", 6, "--think", 0.05, "--ramp", 0.1),
        *("--duration", 1, "--json"),
        at=data_dir,
    )  # fmt: skip
    assert done.exit_code == 0, done.stdout
    found = json.loads(done.stdout)
    assert found["figures"]["answered"] == found["figures"]["questions"] >= 1
    assert found["figures"]["lost"] == found["figures"]["doubled"] == []
    assert found["figures"]["encoder"]["batched_a_second"] > 0
    lines = (out / "asked.jsonl").read_text("utf-8").splitlines()
    assert len(lines) == found["figures"]["questions"]
    assert (out / "load.svg").exists()
