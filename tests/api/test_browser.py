import os
import shutil
from collections.abc import Iterator

import pytest
from conftest import Live
from fake_service import MATERIALS
from playwright.sync_api import Browser, Page, Route, expect, sync_playwright

pytestmark = pytest.mark.browser

XSS = "<img src=x onerror=\"document.title='broken'\"><script>document.title='broken'</script>"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium")
    if chromium is None:
        reason = "Chromium is not installed (apt-get install chromium)"
        if os.environ.get("HOTLINE_REQUIRE_BROWSER") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser, live: Live) -> Iterator[Page]:
    """The page, opened by a citizen; nothing may be asked of any other host."""
    context = browser.new_context(locale="zh-CN", viewport={"width": 390, "height": 844})
    context.set_default_timeout(10_000)
    page = context.new_page()
    asked: list[str] = []
    faults: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(live.url)
    expect(page.locator(".bubble.assistant")).to_have_count(1)
    yield page
    context.close()
    assert [url for url in asked if not url.startswith(live.url)] == []
    assert faults == []


def ask(page: Page, text: str) -> None:
    page.get_by_label("您的问题").fill(text)
    page.get_by_role("button", name="发送").click()


def replies(page: Page) -> int:
    return page.locator(".bubble.assistant").count()


def test_an_answer_is_shown_word_for_word_with_its_citation(page: Page) -> None:
    expect(page).to_have_title("云泽市<热线>")

    ask(page, "身份证丢了怎么补办，要带什么")

    reply = page.locator("[data-status=answered]")
    assert reply.locator("> .prose").inner_text().split("\n", 1)[1] == MATERIALS
    card = reply.locator(".citation")
    for told in ("《居民身份证补领、换领》", "云泽市公安局", "云泽市", "第 2 版", "2026年10月15日"):
        expect(card).to_contain_text(told)
    expect(card.locator(".quote")).to_be_hidden()
    card.get_by_text("查看指南原文").click()
    assert card.locator(".quote").inner_text() == MATERIALS
    link = card.get_by_role("link")
    expect(link).to_have_attribute("href", "https://zwfw.yunze.example/guides/YZ-ID-001")
    expect(link).to_have_attribute("rel", "noopener noreferrer")
    expect(reply.locator(".made")).to_have_text("本回答由智能助手依据办事指南生成")
    expect(page.get_by_role("log")).to_contain_text("身份证丢了怎么补办，要带什么")


def test_citations_of_one_guide_share_a_card_and_only_web_addresses_are_links(page: Page) -> None:
    ask(page, "要带什么，多少钱")
    expect(page.locator(".citation")).to_have_count(2)
    guide, question = page.locator(".citation").all()
    assert guide.locator(".tag").all_inner_texts() == ["申请材料", "收费标准"]
    guide.get_by_text("查看指南原文").click()
    assert guide.locator(".quote").all_inner_texts() == [MATERIALS, "每证40元"]
    expect(question).to_contain_text("不限地区")
    expect(question).to_contain_text("未注明")
    expect(question.get_by_role("link")).to_have_count(0)


def test_an_example_can_be_asked_with_one_click(page: Page) -> None:
    page.get_by_role("button", name="身份证丢了怎么补办").click()
    expect(page.locator("[data-status=answered]")).to_be_visible()
    expect(page.locator("#examples")).to_be_hidden()


def test_an_option_is_taken_by_clicking_it_and_then_closed(page: Page, live: Live) -> None:
    ask(page, "身份证")
    option = page.get_by_role("group", name="请选择").get_by_role("button", name="损坏换领")
    option.click()

    expect(page.locator("[data-status=answered]")).to_contain_text("未注明")
    expect(option).to_be_disabled()
    assert live.service.asked[-1]["option_id"] == "o1"
    assert live.service.asked[-1]["text"] == "损坏换领"


def test_the_chosen_region_goes_with_the_next_turn_once(page: Page, live: Live) -> None:
    page.get_by_label("所在地区").select_option("990101")
    ask(page, "身份证丢了")
    expect(page.locator("[data-status=answered]")).to_be_visible()
    ask(page, "身份证")
    expect(page.get_by_role("group", name="请选择")).to_be_visible()
    page.get_by_label("所在地区").select_option("")
    ask(page, "火星移民")
    expect(page.locator("[data-status=unanswerable_no_content]")).to_be_visible()
    assert [each["slots"] for each in live.service.asked] == [
        {"region": "990101"},
        None,
        {"region": None},
    ]


def test_what_a_citizen_writes_cannot_act(page: Page) -> None:
    ask(page, XSS)
    expect(page.locator("[data-status]")).to_have_count(1)
    assert page.locator(".bubble.citizen").inner_text() == XSS
    assert page.locator("#log img, #log script").count() == 0
    expect(page).to_have_title("云泽市<热线>")


def test_the_conversation_is_there_again_after_a_reload(page: Page) -> None:
    page.get_by_label("所在地区").select_option("990102")
    ask(page, "身份证")
    expect(page.get_by_role("group", name="请选择")).to_be_visible()
    page.reload()

    expect(page.locator(".bubble.citizen")).to_have_text("身份证")
    expect(page.get_by_label("所在地区")).to_have_value("990102")
    page.get_by_role("button", name="丢失补领").click()
    expect(page.locator("[data-status=answered]")).to_be_visible()
    assert replies(page) == 3


def test_starting_again_leaves_nothing_behind(page: Page) -> None:
    ask(page, "身份证丢了")
    expect(page.locator("[data-status=answered]")).to_be_visible()
    page.get_by_role("button", name="重新开始").click()
    expect(page.locator(".bubble.citizen")).to_have_count(0)
    page.reload()
    expect(page.locator(".bubble.assistant")).to_have_count(1)
    expect(page.locator("#examples")).to_be_visible()


def test_a_failed_turn_can_be_tried_again_with_the_same_id(page: Page, live: Live) -> None:
    failed: list[object] = []

    def lose(route: Route) -> None:
        failed.append(route.request.post_data_json)
        route.abort()

    page.route("**/turns", lose)
    ask(page, "身份证丢了")
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("网络不通")

    page.unroute("**/turns")
    alert.get_by_role("button", name="重试").click()

    expect(page.locator("[data-status=answered]")).to_be_visible()
    expect(page.locator(".bubble.citizen")).to_have_count(1)
    (first,) = failed
    assert isinstance(first, dict)
    assert live.service.asked[0]["client_turn_id"] == first["client_turn_id"]


def test_a_session_that_the_server_forgot_is_opened_anew(page: Page, live: Live) -> None:
    live.service.forget_sessions()
    ask(page, "身份证丢了")
    expect(page.locator("[data-status=answered]")).to_be_visible()
    expect(page.locator(".notice")).to_contain_text("已为您开始新的对话")


def test_a_refused_message_is_given_back_to_be_mended(page: Page) -> None:
    page.get_by_label("所在地区").evaluate(
        "(list) => { const o = document.createElement('option'); o.value = '1'; list.append(o);"
        " list.value = '1'; }"
    )
    ask(page, "身份证丢了")
    expect(page.get_by_role("alert")).to_contain_text("请从列出的地区中选择")
    expect(page.get_by_label("您的问题")).to_have_value("身份证丢了")


def test_enter_sends_shift_enter_breaks_the_line_and_input_methods_are_left_alone(
    page: Page,
) -> None:
    box = page.get_by_label("您的问题")
    box.fill("身份证")
    box.dispatch_event("keydown", {"key": "Enter", "isComposing": True})
    box.dispatch_event("keydown", {"key": "Enter", "keyCode": 229})
    box.press("Shift+Enter")
    box.press_sequentially("丢了")
    expect(page.locator(".bubble.citizen")).to_have_count(0)
    box.press("Enter")
    expect(page.locator(".bubble.citizen")).to_have_count(1)
    assert page.locator(".bubble.citizen").inner_text() == "身份证\n丢了"


def test_more_than_two_thousand_characters_are_counted_and_not_sent(page: Page) -> None:
    box = page.get_by_label("您的问题")
    send = page.get_by_role("button", name="发送")
    box.fill("𠮷" * 2000)  # two units of UTF-16 each
    expect(send).to_be_enabled()
    box.fill("长" * 2003)
    expect(send).to_be_disabled()
    expect(page.locator("#count")).to_contain_text("超出 3 个字")


def test_the_letter_size_is_kept(page: Page) -> None:
    before = page.locator("#words").evaluate("(box) => getComputedStyle(box).fontSize")
    page.get_by_role("button", name="特大字号").click()
    page.reload()
    expect(page.get_by_role("button", name="特大字号")).to_have_attribute("aria-pressed", "true")
    after = page.locator("#words").evaluate("(box) => getComputedStyle(box).fontSize")
    assert float(after[:-2]) > 1.3 * float(before[:-2])


@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("size", ["标准字号", "特大字号"])
def test_nothing_sticks_out_sideways(page: Page, width: int, size: str) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.get_by_role("button", name=size).click()
    ask(page, "身份证丢了" + "w" * 200)
    expect(page.locator("[data-status=answered]")).to_be_visible()
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width
    for each in page.locator("button:visible, select:visible, textarea:visible").all():
        box = each.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width


def test_before_anything_is_published_the_page_says_so_and_can_try_again(
    browser: Browser, live: Live
) -> None:
    live.service.ready = False
    page = browser.new_page()
    page.goto(live.url)
    expect(page.get_by_role("alert")).to_contain_text("暂时不能回答问题")
    live.service.ready = True
    page.get_by_role("button", name="重新连接").click()
    expect(page.locator(".bubble.assistant")).to_have_count(1)
    page.close()
