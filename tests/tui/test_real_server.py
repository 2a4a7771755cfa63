"""The chat against the real application: the tiny base over HTTP on loopback."""

from collections.abc import AsyncIterator, Iterator

import pytest
from sitting import Sitter, sitting

from api.client import AsyncHotlineClient
from hotline.bootstrap import Hotline, build_app
from hotline.loopback import on_loopback
from tui.chat import HttpGateway


@pytest.fixture(scope="module")
def url(tiny: Hotline) -> Iterator[str]:
    with on_loopback(build_app(tiny)) as url:
        yield url


@pytest.fixture
async def sitter(url: str) -> AsyncIterator[Sitter]:
    async with sitting(HttpGateway(AsyncHotlineClient(url), url)) as sitter:
        yield sitter


async def test_a_conversation(sitter: Sitter) -> None:
    await sitter.ask("居住卡要带什么")
    assert [each.label for each in sitter.conversation.open_options][-1] == "都不是"
    labels = {each.label: each.key for each in sitter.conversation.open_options}
    await sitter.press(labels["丢失补领"] or "")
    assert "挂失声明" in sitter.said[-1]
    assert "居住卡" in sitter.chip("item")
    assert sitter.chip("situation") == "丢失补领"
    await sitter.press("f2")
    assert "云上市幻想局" in sitter.sources[0]
    await sitter.ask("在哪里")
    assert "云上市幻想局" in sitter.said[-1]


async def test_picking_the_region_and_the_situation(sitter: Sitter) -> None:
    await sitter.press("f9")
    await sitter.ask("西岛")
    assert sitter.chip("region") == "西岛区 *"
    await sitter.ask("居住卡丢了多少钱")
    assert sitter.chip("region") == "西岛区"
    await sitter.pilot.click("#situation")
    await sitter.settle()
    assert any("丢失补领" in row for row in sitter.rows)
    await sitter.press("escape")
    await sitter.pilot.click("#item")
    await sitter.settle()
    await sitter.ask("渡船")
    assert sitter.chip("item").endswith("*")


async def test_a_server_that_went_away_loses_no_word(tiny: Hotline) -> None:
    with on_loopback(build_app(tiny)) as url:
        gateway = HttpGateway(AsyncHotlineClient(url), url)
        async with sitting(gateway) as sitter:
            await sitter.ask("居住卡要带什么")
            gateway._client = AsyncHotlineClient("http://127.0.0.1:9")  # nobody serves there
            await sitter.ask("丢失补领")
            assert sitter.undelivered == ["丢失补领"]
            assert "连不上服务器" in sitter.notices[0]
            gateway._client = AsyncHotlineClient(url)
            await sitter.press("f5")
            assert sitter.undelivered == []
            assert "挂失声明" in sitter.said[-1]
