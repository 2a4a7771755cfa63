"""What a server may answer, told to a citizen in Chinese with what to do."""

import json

import httpx
import pytest

from api.client import AsyncHotlineClient
from api.problems import problem
from api.schemas import SessionOpened, TurnRequest
from tui.chat.gateway import HttpGateway
from tui.chat.trouble import Trouble, TroubleKind

URL = "http://hotline.example"
SESSION = SessionOpened(id="s1", token="t", greeting="")
ASKED = TurnRequest(text="居住卡", client_turn_id="one")


def answering(status: int, kind: str = "internal", **headers: str) -> HttpGateway:
    body = problem(kind, incident="7").model_copy(update={"status": status}).model_dump_json()

    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(status, content=body, headers=headers)

    client = AsyncHotlineClient(URL, transport=httpx.MockTransport(answer))
    return HttpGateway(client, URL)


async def trouble(gateway: HttpGateway) -> Trouble:
    with pytest.raises(Trouble) as caught:
        await gateway.ask(SESSION, ASKED)
    await gateway.close()
    return caught.value


@pytest.mark.parametrize(
    ("status", "problem_kind", "kind", "told"),
    [
        (401, "unauthorized", TroubleKind.LOST, "重新开始"),
        (404, "session_unknown", TroubleKind.LOST, "重新开始"),
        (409, "turn_in_progress", TroubleKind.BUSY, "不会重复提交"),
        (503, "not_ready", TroubleKind.NOT_READY, "知识库还没有发布"),
        (500, "internal", TroubleKind.FAULT, "编号 7"),
    ],
)
async def test_a_problem_is_told_in_its_own_words_with_what_to_do(
    status: int, problem_kind: str, kind: TroubleKind, told: str
) -> None:
    found = await trouble(answering(status, problem_kind))
    assert found.kind is kind
    assert told in found.text
    assert found.remedy is not None


async def test_what_is_invalid_is_to_be_mended_and_not_sent_again() -> None:
    body = problem("invalid", summary="问题：最多 2000 个字").model_dump_json()
    transport = httpx.MockTransport(lambda _: httpx.Response(422, content=body))
    found = await trouble(HttpGateway(AsyncHotlineClient(URL, transport=transport), URL))
    assert found.kind is TroubleKind.INVALID
    assert "最多 2000 个字" in found.text
    assert "修改后" in found.text
    assert found.remedy is None


async def test_too_many_requests_say_how_long_to_wait() -> None:
    found = await trouble(answering(429, **{"Retry-After": "12"}))
    assert found.kind is TroubleKind.TOO_MANY
    assert "12 秒" in found.text


@pytest.mark.parametrize("status", [200, 502])
async def test_what_no_hotline_says_and_no_answer_at_all(status: int) -> None:
    transport = httpx.MockTransport(lambda _: httpx.Response(status, text="<html>"))
    found = await trouble(HttpGateway(AsyncHotlineClient(URL, transport=transport), URL))
    assert found.kind is TroubleKind.UNREACHABLE
    assert URL in found.text

    def gone(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused")

    client = AsyncHotlineClient(URL, transport=httpx.MockTransport(gone))
    assert (await trouble(HttpGateway(client, URL))).kind is TroubleKind.UNREACHABLE


async def test_only_what_was_edited_is_sent() -> None:
    seen: list[dict[str, object]] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(json.loads(request.content))
        return httpx.Response(502)

    client = AsyncHotlineClient(URL, transport=httpx.MockTransport(answer))
    await trouble(HttpGateway(client, URL))
    assert seen == [{"text": "居住卡", "client_turn_id": "one"}]
