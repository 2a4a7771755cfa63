"""What a message does to the conversation itself, instead of asking about a matter."""

from enum import StrEnum

from dialogue.understanding.words import words


class Signal(StrEnum):
    """会话信号: a greeting, a yes, 「人工」 …; a message that asks about a matter has none."""

    GREETING = "greeting"  # 「你好」, 「有个事想问一下」
    THANKS = "thanks"
    FAREWELL = "farewell"
    WHO_ARE_YOU = "who_are_you"  # 「你是机器人吗」, 「你能干什么」
    OPERATOR = "operator"  # 「转人工」, 「你们回头打给我」; may come with a matter beside it
    WAITING = "waiting"  # 「前面还有几个人」: of a citizen who waits for a person
    RESTART = "restart"  # 「重新开始」
    BACK = "back"  # 「算了，还是刚才那个」: the item before the last one
    NONE_OF_THESE = "none_of_these"  # 「都不是」
    YES = "yes"
    NO = "no"
    REPEAT = "repeat"  # 「再说一遍」
    PLAINER = "plainer"  # 「没看懂」, 「说简单点」
    DOUBT = "doubt"  # 「真的吗」, 「你确定」
    NOT_HELPED = "not_helped"  # 「答非所问」: the reply before was of no use
    SETTLE = "settle"  # 「你帮我问清楚」: what the guide lacks shall be found out
    MORE = "more"  # 「还有呢」: what was left out of a list
    ALL = "all"  # 「全部列出来」: lists are wanted whole
    DO_IT = "do_it"  # 「你能帮我登记上吗」: what the hotline cannot do itself
    CHECKLIST = "checklist"  # 「列个清单给我」


SMALLTALK = (Signal.GREETING, Signal.THANKS, Signal.FAREWELL)


def signal_in(text: str) -> Signal | None:
    """What a normalised message does to the conversation."""
    return next((Signal(name) for name, said in words("signals").items() if said.said(text)), None)
