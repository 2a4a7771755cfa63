import subprocess
import sys

import httpx
import pytest
from conftest import Live
from fake_service import CODE, FakeService

from api.app import create_app
from api.client import AsyncHotlineClient, HotlineClient, ProblemReturned, Unreachable
from api.schemas import SessionOpened, SlotsChange, TurnRequest


def test_a_conversation_through_the_client(live: Live) -> None:
    with HotlineClient(live.url) as client:
        assert client.ready().generation == 7
        session = client.open_session(channel="test", region="青榆区")
        change = SlotsChange(region=None)
        turn = client.ask(session, TurnRequest(text="身份证丢了", slots=change))
        assert turn.status == "answered"
        assert live.service.asked[0]["slots"] == {"region": None}
        assert [past.turn for past in client.history(session).turns] == [turn]
        assert client.search("身份证", k=1).hits[0].item_code == CODE
        assert client.guide(CODE).guides[0].situation == "丢失补领"
        assert client.checklist(CODE, situation="损坏换领").materials is not None
        assert client.regions().regions[0].name == "澜江省"


async def test_the_same_conversation_awaited(service: FakeService) -> None:
    transport = httpx.ASGITransport(create_app(service))
    async with AsyncHotlineClient("http://hotline.example", transport=transport) as client:
        assert (await client.ready()).generation == 7
        session = await client.open_session(channel="test", audience="person")
        turn = await client.ask(session, TurnRequest(text="身份证丢了"))
        assert [past.turn for past in (await client.history(session)).turns] == [turn]
        assert (await client.search("身份证")).hits[0].item_code == CODE
        assert (await client.guide(CODE, region="青榆区")).name
        assert (await client.checklist(CODE, situation="损坏换领")).fee is not None
        assert (await client.regions()).regions


async def test_a_refusal_is_raised_with_its_problem(service: FakeService) -> None:
    transport = httpx.ASGITransport(create_app(service))
    async with AsyncHotlineClient("http://hotline.example", transport=transport) as client:
        with pytest.raises(ProblemReturned) as caught:
            await client.checklist(CODE)
        assert caught.value.problem.choices == ["丢失补领", "损坏换领"]

        with pytest.raises(ProblemReturned) as caught:
            await client.guide("没有/这个?编码")
        assert caught.value.problem.type == "urn:hotline:problem:not-found"

        nobody = SessionOpened(id="nobody", token="t", greeting="")
        with pytest.raises(ProblemReturned) as caught:
            await client.history(nobody)
        assert caught.value.problem.status == 404

        service.ready = False
        with pytest.raises(ProblemReturned) as caught:
            await client.regions()
        assert caught.value.problem.status == 503
        assert caught.value.retry_after_s == 30


@pytest.mark.parametrize("answer", [b"", b"<html>", b"{}", b'{"generation": "x"}'])
@pytest.mark.parametrize("status", [200, 404, 502])
def test_what_no_hotline_says_is_unreachable(answer: bytes, status: int) -> None:
    transport = httpx.MockTransport(lambda _: httpx.Response(status, content=answer))
    with HotlineClient("http://other.example", transport=transport) as client:
        with pytest.raises(Unreachable) as caught:
            client.search("我的身份证")
        assert "other.example" in str(caught.value)
        assert "身份证" not in str(caught.value)


def test_a_server_that_is_not_there_is_unreachable() -> None:
    def refuse(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused", request=request)

    with (
        HotlineClient("http://gone.example", transport=httpx.MockTransport(refuse)) as client,
        pytest.raises(Unreachable, match=r"gone\.example"),
    ):
        client.ready()


def test_the_client_loads_no_server_code() -> None:
    script = (
        "import sys, api.client; "
        "print([name for name in ('fastapi', 'starlette', 'uvicorn', 'dialogue', 'retriever', 'kb')"
        " if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "[]"
