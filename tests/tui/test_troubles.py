import asyncio

import pytest
from fake_gateway import GREETING, FakeGateway
from sitting import sitting

from tui.chat.trouble import Trouble, TroubleKind

GONE = Trouble(TroubleKind.UNREACHABLE, "连不上服务器")
INVALID = Trouble(TroubleKind.INVALID, "内容有误")
LOST = Trouble(TroubleKind.LOST, "会话不存在")


@pytest.mark.parametrize(
    "kind",
    [
        TroubleKind.UNREACHABLE,
        TroubleKind.BUSY,
        TroubleKind.TOO_MANY,
        TroubleKind.NOT_READY,
        TroubleKind.FAULT,
    ],
)
async def test_a_question_that_did_not_arrive_is_sent_again_under_its_own_name(
    gateway: FakeGateway, kind: TroubleKind
) -> None:
    async with sitting(gateway) as sitter:
        gateway.troubles = [Trouble(kind, "出了问题")]
        await sitter.ask("居住卡丢了")
        assert sitter.notices == ["出了问题"]
        assert sitter.undelivered == ["居住卡丢了"]
        assert not sitter.waiting
        await sitter.press("f5")
        assert [each.client_turn_id for each in gateway.asked] == ["turn-1", "turn-1"]
        assert gateway.asked[0] == gateway.asked[1]
        assert (sitter.notices, sitter.undelivered) == ([], [])
        assert len(sitter.said) == 3


async def test_the_way_out_can_be_clicked(gateway: FakeGateway) -> None:
    async with sitting(gateway) as sitter:
        gateway.troubles = [GONE, GONE]
        await sitter.ask("居住卡丢了")
        await sitter.pilot.click("Remedy")
        await sitter.settle()
        await sitter.pilot.click("Remedy")
        await sitter.settle()
        assert [each.client_turn_id for each in gateway.asked] == ["turn-1"] * 3
        assert sitter.notices == []


async def test_asking_something_else_instead_gives_the_first_up(gateway: FakeGateway) -> None:
    async with sitting(gateway) as sitter:
        gateway.troubles = [GONE]
        await sitter.ask("居住卡丢了")
        await sitter.ask("居住卡多少钱")
        await sitter.press("f5")
        assert [each.text for each in gateway.asked] == ["居住卡丢了", "居住卡多少钱"]
        assert sitter.undelivered == ["居住卡丢了"]
        assert sitter.hint == "没有需要重新发送的内容"


async def test_edits_of_slots_survive_a_failure(gateway: FakeGateway) -> None:
    async with sitting(gateway) as sitter:
        await sitter.press("f9")
        await sitter.ask("西岛")
        gateway.troubles = [GONE]
        await sitter.ask("居住卡丢了")
        assert sitter.chip("region") == "西岛区 *"
        await sitter.press("f5")
        assert sitter.chip("region") == "西岛区"
        assert gateway.asked[1].slots == gateway.asked[0].slots is not None


async def test_what_must_be_mended_comes_back_before_what_was_typed_meanwhile(
    gateway: FakeGateway,
) -> None:
    async with sitting(gateway) as sitter:
        gateway.troubles = [INVALID]
        gateway.go_on.clear()
        await sitter.type("居住卡")
        await sitter.pilot.press("enter")
        await sitter.type("等着")
        gateway.go_on.set()
        await sitter.settle()
        assert sitter.composer.text == "居住卡\n等着"
        assert sitter.said == [GREETING]
        assert sitter.notices == ["内容有误"]


async def test_while_a_reply_is_worked_out_one_may_type_but_not_send(gateway: FakeGateway) -> None:
    async with sitting(gateway) as sitter:
        gateway.go_on.clear()
        await sitter.type("居住卡丢了")
        await sitter.pilot.press("enter")
        await sitter.pilot.pause()
        assert sitter.waiting
        await sitter.type("多少钱")
        await sitter.pilot.press("enter")
        await sitter.pilot.pause()
        assert sitter.composer.text == "多少钱"
        assert "还在处理" in sitter.hint
        gateway.go_on.set()
        await sitter.settle()
        assert not sitter.waiting
        await sitter.press("enter")
        assert [each.text for each in gateway.asked] == ["居住卡丢了", "多少钱"]


async def test_a_long_wait_is_told_in_seconds(gateway: FakeGateway) -> None:
    async with sitting(gateway) as sitter:
        gateway.go_on.clear()
        await sitter.type("居住卡丢了")
        await sitter.pilot.press("enter")
        await sitter.pilot.pause()
        from tui.conversation.notice import Working

        (working,) = sitter.chat.query(Working)
        for _ in range(5):
            working.one_second()
        assert f"已等 {working.waited_s} 秒" in working.text
        gateway.go_on.set()


async def test_a_lost_session_is_replaced_and_the_question_asked_there(
    gateway: FakeGateway,
) -> None:
    async with sitting(gateway, region="990102") as sitter:
        await sitter.ask("居住卡多少钱")
        gateway.troubles = [LOST]
        await sitter.press("1")
        assert gateway.opened == ["990102", "990102"]
        assert [each.option_id for each in gateway.asked] == [None, "o0", None]
        assert gateway.asked[2].text == "丢失补领"
        assert "已为您开始新的对话" in sitter.notices[0]


async def test_a_session_that_is_lost_again_at_once_is_told_of(gateway: FakeGateway) -> None:
    async with sitting(gateway) as sitter:
        gateway.troubles = [LOST]
        original = gateway.open

        async def opens_in_vain(region: str | None) -> object:
            session = await original(region)
            gateway.troubles = [LOST]
            return session

        gateway.open = opens_in_vain  # type: ignore[method-assign,assignment]
        await sitter.ask("居住卡丢了")
        assert sitter.undelivered == ["居住卡丢了"]
        assert sitter.notices[-1] == "会话不存在"


class TestBeforeTheFirstWord:
    async def test_a_server_that_is_not_there_yet(self, gateway: FakeGateway) -> None:
        gateway.troubles = [GONE]
        async with sitting(gateway) as sitter:
            assert sitter.notices == ["连不上服务器"]
            await sitter.press("f5")
            assert sitter.said == [GREETING]

    async def test_what_is_sent_before_it_is_there_waits_for_it(self, gateway: FakeGateway) -> None:
        gateway.troubles = [GONE, GONE]
        async with sitting(gateway) as sitter:
            await sitter.ask("居住卡丢了")
            assert sitter.composer.text == "居住卡丢了"
            assert sitter.notices == ["连不上服务器"]
            assert sitter.hint == ""  # nothing is being tried any more
            await sitter.press("f5")
            assert gateway.asked[0].text == "居住卡丢了"
            assert sitter.composer.text == ""

    async def test_an_unknown_region_is_told_and_left_out(self, gateway: FakeGateway) -> None:
        gateway.troubles = [Trouble(TroubleKind.INVALID, "没有这个地区。")]
        async with sitting(gateway, region="云下市") as sitter:
            assert sitter.notices[0].startswith("没有这个地区。")
            assert sitter.said == [GREETING]
            assert gateway.opened == [None]
            assert sitter.chip("region") == "未定"


async def test_a_search_for_picks_that_fails_is_told_in_its_window(gateway: FakeGateway) -> None:
    async with sitting(gateway) as sitter:
        await sitter.pilot.click("#item")
        await sitter.settle()
        gateway.troubles = [GONE]
        await sitter.type("居住卡")
        await asyncio.sleep(0)
        await sitter.settle()
        assert any("没有查到" in row or "居住卡" in row for row in sitter.rows)
