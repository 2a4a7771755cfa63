"""What a message does to the conversation itself; whatever asks about a matter does nothing to it."""

import pytest

from dialogue.understanding import Signal
from dialogue.understanding.signals import signal_in
from retriever.tokens import normalise

SAID: dict[Signal, tuple[str, ...]] = {
    Signal.GREETING: ("你好", "您好！", "在吗", "早上好", "嗨", "有个事想问一下", "你好你好", "有人吗？"),
    Signal.THANKS: ("谢谢", "好的，谢谢您", "太感谢了", "辛苦了", "多谢多谢", "知道了，谢谢", "好好好谢谢你啊小姑娘", "谢谢了 好人一生平安🙏", "行，谢谢啊，讲得挺清楚"),
    Signal.FAREWELL: ("再见", "拜拜", "没事了", "没有了", "就这样吧", "我知道了", "不用了", "好的我跟我老婆商量一下，拜拜", "算了不问了"),
    Signal.WHO_ARE_YOU: ("你是谁", "你是机器人吗？", "你能干什么", "你叫什么名字", "这里是什么热线"),
    Signal.OPERATOR: (
        "转人工", "人工", "我要找真人客服", "帮我接人工服务", "你们回头打给我", "找个活人来", "让人给我回个电话",
        "不想跟机器人说了", "有没有人工客服", "我要转人工，我的低保被停了", "来个人", "人工客服在吗",
    ),
    Signal.WAITING: ("要等多久", "还要等多久啊", "前面还有几个人", "什么时候有人接", "排到第几了", "怎么没人理我"),
    Signal.RESTART: ("重新开始", "从头来", "我们重新来吧", "换个问题"),
    Signal.BACK: ("算了，还是刚才那个", "还是刚才那个", "回到刚才的问题", "上一个", "算了，说回备案，要带啥"),
    Signal.NONE_OF_THESE: ("都不是", "这些都不是", "没有我要的", "一个都不对", "以上都不是"),
    Signal.YES: ("是的", "对", "嗯", "嗯嗯 好", "好的", "可以", "对对对", "没错", "就是这个"),
    Signal.NO: ("不是", "不", "不要", "没有", "不用"),
    Signal.REPEAT: ("再说一遍", "再讲一次"),
    Signal.PLAINER: ("没听懂", "没看明白", "什么意思", "听不懂你说简单点", "能不能说得明白点", "太长了", "说人话"),
    Signal.DOUBT: ("真的吗", "你确定吗", "你确定啊 别到时候又说没有", "靠谱吗", "不会骗我吧", "真的假的"),
    Signal.NOT_HELPED: ("答非所问", "不对", "没用", "我问的不是这个", "你没听懂我的意思"),
    Signal.SETTLE: ("你帮我问清楚", "帮我核实一下", "给我个准信"),
    Signal.MORE: ("还有呢", "还有吗", "剩下的呢", "接着说", "那还有别的吗"),
    Signal.ALL: ("全部", "都列出来", "全部列出来", "我要完整的"),
    Signal.DO_IT: ("你能帮我登记上吗", "那你帮我办了吧", "你们可以替我预约吗"),
    Signal.CHECKLIST: ("列个清单给我", "能打印出来吗", "给我一份办事清单", "把要带的东西给我列一下"),
}  # fmt: skip
ABOUT_A_MATTER = (
    "你好，居住卡多少钱", "谢谢补贴怎么领", "人工湖怎么走", "人工耳蜗补贴", "找客服投诉过的事有结果吗",
    "公积金什么时候打给我", "没有房产证能落户吗", "不是本地人能办吗", "打印社保缴费证明", "第一次办护照",
    "可以网上办吗", "对公账户怎么开", "好的学校怎么报名", "行政复议怎么申请", "重新办一张身份证",
    "回老家办行不行", "客服态度太差", "没有身份证怎么坐火车", "再婚登记要什么", "中介不给退押金",
    "医院没给说法", "权力清单在哪看", "要户口本吗", "会员卡退费", "怎么帮我妈办低保", "你帮我查查身份证在哪补",
    "要多久", "多久能办好", "等多久能拿到证", "什么时候能来拿", "没人接孩子放学有托管吗",
    "老人看不懂合同怎么办", "谢谢，那公证处在哪里", "排队时间太长了能预约吗", "确定工伤要多久", "要准备哪些东西",
)  # fmt: skip


@pytest.mark.parametrize(
    ("said", "signal"), [(said, signal) for signal, each in SAID.items() for said in each]
)
def test_words_that_do_something(said: str, signal: Signal) -> None:
    assert signal_in(normalise(said)) is signal


@pytest.mark.parametrize("said", ABOUT_A_MATTER)
def test_what_asks_about_a_matter_does_nothing_else(said: str) -> None:
    assert signal_in(normalise(said)) is None


def test_every_signal_can_be_said() -> None:
    assert set(SAID) == set(Signal)
