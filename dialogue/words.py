"""What is left of a question once everything that is understood of it is taken away."""

import re

from kb.life_events import LifeEvent
from kb.records import Faq, Guide, Item, Record
from retriever.elements import without_asking
from retriever.tokens import normalise

_ASKS = re.compile(
    r"多少|几|什么|啥|吗|么|呢|怎|咋|哪|谁|如何|(能|可|会|要|有|是|用|行)(不|没)\w?|是否|能否|可否|多(久|长|大)|给(多|几)"
)
_GENERIC = re.compile(
    r"请问|你好|您好|一下|想问|问问|咨询|知道|这边|那边|我们|咱们?|我|你|您|他|她|它|的|了|是|在|有|要|想|能|可以|办理?|申请|申领|怎么|如何|什么|多少|需要|吗|呢|啊|呀|吧|么|嘛|把|给|被|去|来|到|个|和|跟|就|也|都|还|那|这|又|会|得|为|让|请|没|不|吃|\s|[,.。，!！?？:：;；、“”\"'()（）]"
)
_FEWEST = 2  # characters that make up something of its own
# Phrases that condition what was asked before: 「那要是已经过期一年多了呢」.
_CONDITIONS = re.compile(
    r"^(那|那么|可|但|但是|不过)?(要是|如果|假如|万一|倘若|要(?=没|不))|的话[呢?？]?$"
    r"|^(那|可是?|但是?|不过)?(这个?|它)(是不是|要不要|用不用|需不需要|能不能|可不可以|要|需要|能|可以|有没有)"
    r"|(找不[到着]|丢了?|没了?|不见了?|坏了?|过期了?)了?[,，]?(那)?(还)?(能|可以)(不能|不可以)?(办|开|领|弄|取|登记|申请|补)?(吗|么|不)[?？]?$"
    r"|亲自(去|来|到|办)|(我|他|她|家里|别)?(妈|爸|儿子|女儿|老公|老婆|家人|人|哥|姐|弟|妹)(去|来|办)(行不行|行吗|可以吗|成吗|能不能|可不可以)|代办|替(我|他|她)(去|办)|(要不要|要|用|得|是不是要)(一起|也)?签字"
    r"|^(那|可是?|但是?|不过)?(我|他|她|它|孩子|老人|本人|人)(家)?(们)?(已经|是|在|还|没|不|刚|才|都|的|现在|户口|单位)"
)


# What a question is about that asks for an amount, a time …, and how guides write that.
_MEANT = (
    (re.compile(r"一个?月[^,。?!]{0,4}(多少|几)|每个?月"), ("每月", "元")),
    (re.compile(r"(能领|给|发|补|报|赔)[^,。?!]{0,3}多少(?!天|年|个月|次)"), ("元", "标准", "%")),
    (re.compile(r"(能领|领|给|发|享受)[^,。?!]{0,3}(几|多少)个?(年|月)"), ("个月", "最长")),
    (re.compile(r"每年|年年|几年(一|办|审|换)|多久(一|办一)次"), ("每年", "续签", "有效期", "年")),
    (re.compile(r"有效期|管(几|多少)年|能用(几|多久)"), ("有效期", "有效")),
    (re.compile(r"(要不要|用不用|需不需要|得)?(提前)?(预约|取号)"), ("预约", "取号")),
    (
        re.compile(r"代办|替(我|他|她)?办|别人办|(我|他|她)(妈|爸|儿子|女儿)?去行|本人去|亲自"),
        ("代办", "委托", "本人", "亲自"),
    ),
    (re.compile(r"寄|邮"), ("邮寄", "寄")),
    (re.compile(r"停|取消"), ("停发", "注销", "终止", "停止")),
    (re.compile(r"公证"), ("公证",)),
)


_WHO_GOES = re.compile(r"代办|替(我|他|她)?办|别人办|(妈|爸|儿子|女儿|老公|老婆|家人|别人)去行")


def asks_who_goes(text: str) -> bool:
    """Whether a normalised text asks if another may go in one's place."""
    return _WHO_GOES.search(text) is not None


def words_meant(text: str) -> tuple[str, ...]:
    """How guides write what a normalised question asks for: any of these."""
    return tuple(word for asks, words in _MEANT for word in words if asks.search(text))


def worded(text: str) -> tuple[str, ...]:
    """The pairs of characters of a normalised question that an answer would hold."""
    rest = _GENERIC.sub("", without_asking(text))
    return tuple(dict.fromkeys(rest[at : at + 2] for at in range(len(rest) - 1)))


def conditions_the_matter(text: str) -> bool:
    """Whether normalised words say how things are with a matter that was named before."""
    return _CONDITIONS.search(text) is not None


_EDGES = re.compile(
    r"^(请问|你好|您好|麻烦问下|想问问?|问一?下|我想|我要|我们?|那|那么|如果|要是|,|，|\s)+|(怎么办|怎么|要|得|需要|是|用|呢|吗|呀|啊|吧|的话|了呢|,|，|。|\?|？|!|\s)+$"
)


def naming(text: str) -> str:
    """The words of a normalised text that name its matter, as they can be said back."""
    rest = without_asking(text).strip()
    while (shorter := _EDGES.sub("", rest)) != rest:
        rest = shorter
    return "" if re.search(r"[\s,，。?？!]", rest) else rest


def left_over(text: str, record: Record | None) -> str:
    """The words that neither name the item, nor ask for an element, nor say nothing."""
    rest = without_asking(text)
    known = set("".join(names_of(record)))
    return "".join(each for each in _GENERIC.sub("", rest) if each not in known)


_HERE = re.compile(
    r"(我们|咱们?|我|本|这|俺们?)个?(区|县|街道|镇|乡|社区|这边|这里|这儿|那边|那儿)(里|的)?"
)
_PRONOUN = re.compile(r"他|她|老人|孩子|老爷子|老太太")


def names_nothing_but_here(text: str) -> bool:
    """「我们区在哪办」: asking words, and the district that one lives in."""
    return _HERE.search(text) is not None and not left_over(_HERE.sub("", text), None)


def speaks_of_somebody(text: str) -> bool:
    """Whether words speak of a person who was spoken of before."""
    return _PRONOUN.search(text) is not None


_ASKS_MORE = re.compile(
    r"多少|几[个年月天次岁]|什么|啥|吗|么[?？]?$|怎|咋|哪|谁|能不能|可不可以|会不会|要不要|是不是|有没有|用不用|行不行"
)


# Asked for all that there is to do: a list of many steps is meant, no single one of them.
_ASKS_FOR_ALL = re.compile(
    r"(都|全部|一共)(要|得|需要)?(先后)?(办|跑|做|弄)(理|些|点)?(哪|什么|啥|几)|(要|得|需要)(去)?(办|跑|做|弄)(理)?(哪|几)(些|几|样|件|个)|(要|得|需要)(去)?(办|跑|弄)(理)?(些|点)?(什么|啥)$"
    r"|(哪些|一堆|什么|啥|各种|好多)(手续|流程|事情?|证)(要|得|需要)?(办|跑|弄)?$|(一堆|一大堆|好多|各种)(手续|事)|前前后后|从头到尾|整个(的)?[^,。?!]{0,4}流程|接下来(都)?要|后面(都)?(有|要)|后续(都)?(有|要|手续)"
)


_REQUIRES = re.compile(
    r"^(那|还)?(一定|必须|非得|是不是)(要|得|先)?[^,。?!]{0,8}(吗|么|不|才行)?[?？]?$|^(那|还)?(要不要|用不用|需不需要|非得)[^,。?!]{0,8}[?？]?$"
)


def asks_what_it_requires(text: str) -> bool:
    """Whether something named is asked about as what the present matter needs: 「一定要公证吗」."""
    return _REQUIRES.search(text) is not None


def asks_for_all(text: str) -> bool:
    """Whether a normalised text asks for all that there is to do."""
    return _ASKS_FOR_ALL.search(text) is not None


def asks_more_than_likewise(text: str) -> bool:
    """Whether words that name nothing ask, and not but whether the same goes: 「南区呢」."""
    return _ASKS_MORE.search(text) is not None


def asks_for_something_else(text: str, record: Record | None) -> bool:
    """Whether a question is about something that is no element: 「低保一个月给多少」."""
    return bool(_ASKS.search(text)) and len(left_over(text, record)) >= _FEWEST


_ACT = re.compile(r"(申领|申请|办理|登记|认定|签发|换领|补领|换证|审核确认|许可|备案|核准|、)+$")


def called(record: Record | None) -> tuple[str, ...]:
    """The names of a record as they are said in passing: 高龄津贴申领 is called 高龄津贴."""
    return tuple(dict.fromkeys(filter(None, (_ACT.sub("", each) for each in names_of(record)))))


def without_likewise(text: str) -> str:
    """A normalised text less the 呢 that only says that the same is asked: 「换护照呢」."""
    return re.sub(r"呢[?。]?$", "", text)


def names_of(record: Record | None) -> tuple[str, ...]:
    """The names that a record goes by, normalised; a policy has none."""
    match record:
        case Guide() | Item() | LifeEvent():
            return tuple(map(normalise, (record.name, *record.aliases)))
        case Faq():
            return (normalise(record.question),)
        case _:
            return ()
