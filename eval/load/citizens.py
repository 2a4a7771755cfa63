"""Citizens who ask at once, over HTTP, each in a session of their own."""

import asyncio
import random
from collections.abc import Callable, Sequence
from time import perf_counter

from api.client import AsyncHotlineClient, ClientError
from api.schemas import SessionOpened, TurnRequest
from eval.load.asked import Asked, Kept
from eval.load.plan import LoadPlan

CHANNEL = "load"
_READERS = 16  # histories read at once afterwards
Progress = Callable[[int, int | None], None]  # questions answered, none known in advance


async def ask_all(
    client: AsyncHotlineClient,
    plan: LoadPlan,
    questions: Sequence[str],
    progress: Progress | None = None,
) -> tuple[list[Asked], Kept]:
    """Let every citizen ask for as long as the plan says, then look for what was acknowledged."""
    began = perf_counter()
    asked: list[Asked] = []
    opened: dict[int, SessionOpened] = {}

    async def citizen(number: int) -> None:
        chance = random.Random(f"{plan.seed} {number}")  # noqa: S311 - pauses, no secrets
        await asyncio.sleep(plan.ramp_s * number / plan.sessions)
        try:
            opened[number] = await client.open_session(channel=CHANNEL)
        except ClientError as error:
            asked.append(_failed(number, "open", perf_counter() - began, 0.0, error))
            return
        turn = 0
        while True:
            pause = chance.expovariate(1 / plan.think_s) if plan.think_s else 0.0
            pause = min(pause, 4 * plan.think_s)
            if perf_counter() - began + pause >= plan.duration_s:
                return  # nobody thinks of a question that will not be asked
            if pause:
                await asyncio.sleep(pause)
            turn += 1
            asked.append(
                await _ask(client, opened[number], number, turn, chance.choice(questions), began)
            )
            if progress:
                progress(len(asked), None)

    await asyncio.gather(*(citizen(number) for number in range(plan.sessions)))
    return asked, await _kept(client, opened, asked)


async def _ask(
    client: AsyncHotlineClient,
    session: SessionOpened,
    number: int,
    turn: int,
    question: str,
    began: float,
) -> Asked:
    mark = f"load-{number}-{turn}"
    started = perf_counter()
    request = TurnRequest(text=question, client_turn_id=mark)
    try:
        given = await client.ask(session, request)
    except ClientError as error:
        return _failed(number, mark, started - began, perf_counter() - started, error)
    return Asked(
        session=number,
        client_turn_id=mark,
        at_s=started - began,
        took_s=perf_counter() - started,
        status=given.status,
    )


def _failed(number: int, mark: str, at_s: float, took_s: float, error: ClientError) -> Asked:
    said = f"{type(error).__name__}: {error}"
    return Asked(
        session=number, client_turn_id=mark, at_s=at_s, took_s=took_s, status=None, error=said
    )


async def _kept(
    client: AsyncHotlineClient, opened: dict[int, SessionOpened], asked: Sequence[Asked]
) -> Kept:
    """Compare what was acknowledged with the histories; a turn's number tells it apart."""
    acknowledged: dict[int, list[str]] = {number: [] for number in opened}
    for each in asked:
        if each.status is not None:
            acknowledged[each.session].append(each.client_turn_id)
    gate = asyncio.Semaphore(_READERS)
    lost: list[str] = []
    doubled: list[str] = []
    counted = {"turns": 0, "unread": 0}

    async def look(number: int, session: SessionOpened) -> None:
        async with gate:
            try:
                history = await client.history(session)
            except ClientError:
                counted["unread"] += 1
                return
        marks = acknowledged[number]
        failed = sum(each.session == number and each.status is None for each in asked)
        counted["turns"] += len(history.turns)
        # A question that failed for the client may have been kept all the same, once.
        lost.extend(marks[len(history.turns) :])
        if len(history.turns) > len(marks) + failed:
            doubled.append(f"session {number}")
        if len({past.turn.seq for past in history.turns}) != len(history.turns):
            doubled.append(f"session {number}")

    await asyncio.gather(*(look(number, session) for number, session in opened.items()))
    return Kept(lost=tuple(lost), doubled=tuple(dict.fromkeys(doubled)), **counted)
