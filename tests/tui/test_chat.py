from fake_gateway import GREETING, ITEM, NAME, QUOTE, FakeGateway
from rich.cells import cell_len
from sitting import sitting

from tui.chat.help import Help
from tui.chat.picker import Picker


async def test_the_greeting_stands_there_and_one_can_type_at_once(gateway: FakeGateway) -> None:
    async with sitting(gateway, region="东岛区") as sitter:
        assert sitter.said == [GREETING]
        assert gateway.opened == ["东岛区"]
        assert sitter.composer.has_focus
        assert sitter.hint == ""
        assert sitter.chip("region") == "东岛区"
    assert gateway.closed


async def test_a_question_is_answered_and_what_is_known_stands_above(gateway: FakeGateway) -> None:
    async with sitting(gateway) as sitter:
        await sitter.ask("居住卡丢了要带什么")
        assert sitter.said[1] == "居住卡丢了要带什么"
        assert QUOTE in sitter.said[2]
        assert (sitter.chip("item"), sitter.chip("situation")) == (NAME, "丢失补领")
        assert sitter.composer.text == ""
        assert gateway.asked[0].client_turn_id == "turn-1"
        assert gateway.asked[0].slots is None


class TestChoosing:
    async def test_an_option_is_taken_by_its_digit(self, gateway: FakeGateway) -> None:
        async with sitting(gateway) as sitter:
            await sitter.ask("居住卡多少钱")
            assert any(row.strip().startswith("0  都不是") for row in sitter.rows)
            await sitter.press("2")
            assert (gateway.asked[1].option_id, gateway.asked[1].text) == ("o1", "损坏换领")
            assert sitter.said[3] == "损坏换领"

    async def test_zero_means_none_of_these(self, gateway: FakeGateway) -> None:
        async with sitting(gateway) as sitter:
            await sitter.ask("居住卡多少钱")
            await sitter.press("0")
            assert gateway.asked[1].option_id == "none"

    async def test_a_digit_in_the_middle_of_typing_is_a_digit(self, gateway: FakeGateway) -> None:
        async with sitting(gateway) as sitter:
            await sitter.ask("居住卡多少钱")
            await sitter.type("满2")
            assert sitter.composer.text == "满2"
            await sitter.press("backspace", "backspace", "9")
            assert sitter.composer.text == "9"  # no option has this number
            assert len(gateway.asked) == 1

    async def test_what_was_not_chosen_in_time_cannot_be_chosen_any_more(
        self, gateway: FakeGateway
    ) -> None:
        async with sitting(gateway) as sitter:
            await sitter.ask("居住卡多少钱")
            await sitter.ask("别的")
            await sitter.press("1")
            assert sitter.composer.text == "1"
            assert sitter.conversation.open_options == ()

    async def test_by_a_click_and_by_tab_and_enter(self, gateway: FakeGateway) -> None:
        async with sitting(gateway) as sitter:
            await sitter.ask("居住卡多少钱")
            await sitter.pilot.click("ChoiceLine")
            await sitter.settle()
            assert gateway.asked[1].option_id == "o0"
            assert sitter.composer.has_focus
            await sitter.ask("居住卡多少钱")
            await sitter.press("shift+tab", "enter")
            assert gateway.asked[3].option_id == "none"

    async def test_what_people_ask_next_is_asked_as_it_stands(self, gateway: FakeGateway) -> None:
        async with sitting(gateway) as sitter:
            await sitter.ask("居住卡丢了")
            await sitter.press("shift+tab", "enter")
            assert gateway.asked[1].text == "居住卡在哪里补领"
            assert gateway.asked[1].option_id is None


class TestSources:
    async def test_they_unfold_and_fold_by_key(self, gateway: FakeGateway) -> None:
        async with sitting(gateway) as sitter:
            await sitter.press("f2")
            assert sitter.hint == "上一条回复没有依据可看"
            await sitter.ask("居住卡丢了")
            assert sitter.sources == []
            await sitter.press("f2")
            (told,) = sitter.sources
            for part in (
                QUOTE,
                NAME,
                "云上市幻想局",
                "云上市",
                "第 2 版",
                "2026年5月6日",
                "https://",
            ):
                assert part in told
            await sitter.press("f2")
            assert sitter.sources == []

    async def test_by_c_while_reading_and_by_a_click(self, gateway: FakeGateway) -> None:
        async with sitting(gateway) as sitter:
            await sitter.ask("居住卡丢了")
            await sitter.press("escape", "c")
            assert len(sitter.sources) == 1
            await sitter.press("c")
            await sitter.pilot.click("FoldLine")
            assert len(sitter.sources) == 1


class TestSlots:
    async def test_a_region_is_picked_by_typing_part_of_it_and_goes_with_the_next_turn(
        self, gateway: FakeGateway
    ) -> None:
        async with sitting(gateway) as sitter:
            await sitter.press("f9")
            assert isinstance(sitter.app.screen, Picker)
            await sitter.ask("西岛")
            assert sitter.chip("region") == "西岛区 *"
            assert gateway.asked == []
            await sitter.ask("居住卡丢了")
            assert gateway.asked[0].model_dump(exclude_unset=True)["slots"] == {"region": "990102"}
            assert sitter.chip("region") == "西岛区"
            await sitter.ask("居住卡丢了")
            assert gateway.asked[1].slots is None

    async def test_a_chip_is_reached_by_keys_and_cleared(self, gateway: FakeGateway) -> None:
        async with sitting(gateway) as sitter:
            await sitter.ask("居住卡丢了")
            await sitter.press("f4", "right", "enter", "up", "enter")
            assert sitter.chip("situation") == "未定 *"
            assert sitter.composer.has_focus
            await sitter.ask("居住卡多少钱")
            assert gateway.asked[1].model_dump(exclude_unset=True)["slots"] == {"situation": None}

    async def test_an_item_is_looked_up_at_the_hotline(self, gateway: FakeGateway) -> None:
        async with sitting(gateway) as sitter:
            await sitter.pilot.click("#item")
            await sitter.settle()
            await sitter.ask("居住卡")
            assert sitter.chip("item") == f"{NAME} *"
            await sitter.ask("要带什么")
            slots = gateway.asked[0].model_dump(exclude_unset=True)["slots"]
            assert slots == {"item": ITEM}

    async def test_the_audience_and_leaving_without_a_choice(self, gateway: FakeGateway) -> None:
        async with sitting(gateway) as sitter:
            await sitter.pilot.click("#audience")
            await sitter.press("escape")
            assert sitter.chip("audience") == "未定"
            await sitter.pilot.click("#audience")
            await sitter.press("down", "enter")
            assert sitter.chip("audience") == "企业或其他单位 *"

    async def test_situations_are_those_of_an_item(self, gateway: FakeGateway) -> None:
        async with sitting(gateway) as sitter:
            await sitter.pilot.click("#situation")
            assert sitter.hint == "还不知道您要办哪件事，请先提问，再选情形。"
            assert not isinstance(sitter.app.screen, Picker)


class TestTyping:
    async def test_what_was_sent_comes_back_by_the_arrows(self, gateway: FakeGateway) -> None:
        async with sitting(gateway) as sitter:
            await sitter.ask("第一")
            await sitter.ask("第二")
            await sitter.type("没写完")
            await sitter.press("up", "up")
            assert sitter.composer.text == "第一"
            await sitter.press("down", "down")
            assert sitter.composer.text == "没写完"

    async def test_too_long_a_text_is_told_of_and_not_sent(self, gateway: FakeGateway) -> None:
        async with sitting(gateway) as sitter:
            sitter.composer.text = "长" * 2003
            await sitter.press("enter")
            assert gateway.asked == []
            assert "超出 3 个字" in sitter.hint

    async def test_several_lines(self, gateway: FakeGateway) -> None:
        async with sitting(gateway) as sitter:
            await sitter.type("第一行")
            await sitter.press("ctrl+j")
            await sitter.ask("第二行")
            assert gateway.asked[0].text == "第一行\n第二行"

    async def test_typing_goes_to_the_composer_wherever_the_focus_is(
        self, gateway: FakeGateway
    ) -> None:
        async with sitting(gateway) as sitter:
            await sitter.press("escape", "居")
            assert sitter.composer.text == "居"
            assert sitter.composer.has_focus


class TestCommands:
    async def test_help_names_every_key(self, gateway: FakeGateway) -> None:
        async with sitting(gateway) as sitter:
            await sitter.ask("/帮助")
            assert isinstance(sitter.app.screen, Help)
            assert any("F2" in row and "依据" in row for row in sitter.rows)
            await sitter.press("escape")
            assert gateway.asked == []

    async def test_an_unknown_one_is_not_sent(self, gateway: FakeGateway) -> None:
        async with sitting(gateway) as sitter:
            await sitter.ask("/foo")
            assert "/foo" in sitter.notices[0]
            assert gateway.asked == []

    async def test_copying_the_last_reply(self, gateway: FakeGateway) -> None:
        async with sitting(gateway) as sitter:
            await sitter.press("f3")
            assert sitter.hint == "还没有可以复制的回答"
            await sitter.ask("居住卡丢了")
            await sitter.press("f3")
            assert sitter.app.clipboard == sitter.said[2]

    async def test_a_new_conversation_keeps_the_region(self, gateway: FakeGateway) -> None:
        async with sitting(gateway, region="990101") as sitter:
            await sitter.ask("居住卡丢了")
            await sitter.press("ctrl+n")
            assert gateway.opened == ["990101", "990101"]
            assert sitter.said == [GREETING]
            assert (sitter.chip("item"), sitter.chip("region")) == ("未定", "东岛区")

    async def test_light_and_dark(self, gateway: FakeGateway) -> None:
        async with sitting(gateway) as sitter:
            before = sitter.app.current_theme.dark
            await sitter.press("f8")
            assert sitter.app.current_theme.dark is not before

    async def test_leaving(self, gateway: FakeGateway) -> None:
        async with sitting(gateway) as sitter:
            await sitter.press("ctrl+c")
            assert sitter.hint == "按 Ctrl+Q 退出"
            await sitter.pilot.press("ctrl+q")
        assert gateway.closed


async def test_a_hand_over_stays_in_sight(gateway: FakeGateway) -> None:
    async with sitting(gateway) as sitter:
        await sitter.ask("人工")
        (banner,) = [row for row in sitter.rows if "转人工：" in row]
        assert "前面还有 2 位" in banner
        assert "3 分钟" in banner
        await sitter.ask("居住卡丢了")
        assert any("转人工：" in row for row in sitter.rows)


async def test_no_row_is_wider_than_the_screen_and_nothing_is_lost(gateway: FakeGateway) -> None:
    async with sitting(gateway) as sitter:
        sitter.composer.text = "居住卡丢了要带什么" + "😀" * 40 + "身份证号可以是110吗"
        await sitter.press("enter")
        rows = sitter.rows
        assert {cell_len(row) for row in rows} == {80}
        shown = "".join(row.strip(" ▌▐▃▇▅█▂▁▄▆") for row in rows)
        assert "0000-8810123" in shown  # not broken
        assert shown.count("😀") == 40


async def test_a_screen_of_any_size(gateway: FakeGateway) -> None:
    for size in ((60, 16), (80, 24), (140, 50)):
        async with sitting(gateway, size=size) as sitter:
            await sitter.ask("居住卡多少钱")
            assert {cell_len(row) for row in sitter.rows} == {size[0]}
            assert any("0  都不是" in row for row in sitter.rows)


async def test_a_reply_longer_than_the_screen_is_read_from_its_beginning(
    gateway: FakeGateway,
) -> None:
    async with sitting(gateway, size=(60, 16)) as sitter:
        await sitter.ask("居住卡丢了要带什么")
        assert any("居住卡丢了要带什么" in row for row in sitter.rows[:3])
        assert "PgDn" in sitter.hint
        await sitter.press("pagedown", "pagedown", "pagedown")
        assert sitter.hint == ""
        assert any("居住卡在哪里补领" in row for row in sitter.rows)
        assert sitter.composer.has_focus
        await sitter.press("pageup", "pageup", "pageup", "pageup")
        assert any("您好" in row for row in sitter.rows)
