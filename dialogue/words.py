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
    r"|^(那|可是?|但是?|不过)?(我|他|她|它|孩子|老人|本人|人)(家)?(们)?(已经|是|在|还|没|不|刚|才|都|的|现在|户口|单位)"
)


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


def asks_for_something_else(text: str, record: Record | None) -> bool:
    """Whether a question is about something that is no element: 「低保一个月给多少」."""
    return bool(_ASKS.search(text)) and len(left_over(text, record)) >= _FEWEST


def names_of(record: Record | None) -> tuple[str, ...]:
    """The names that a record goes by, normalised; a policy has none."""
    match record:
        case Guide() | Item() | LifeEvent():
            return tuple(map(normalise, (record.name, *record.aliases)))
        case Faq():
            return (normalise(record.question),)
        case _:
            return ()
