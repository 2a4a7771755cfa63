"""What is left of a question once everything that is understood of it is taken away."""

import re
from collections.abc import Iterable

from dialogue.phrases import meant, phrase
from kb.life_events import LifeEvent
from kb.records import Faq, Guide, Item, Record
from retriever.elements import without_asking
from retriever.tokens import normalise

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_RUN = re.compile(r"[^\W\d]+")
_FEWEST = 2  # characters that make up something of its own
_BREAKS = frozenset(" ,，。?？!")


def asks_who_goes(text: str) -> bool:
    """Whether a normalised text asks if another may go in one's place."""
    return _says("who_goes", text)


def words_meant(text: str) -> tuple[str, ...]:
    """How guides write what a normalised question asks for: any of these."""
    return tuple(word for asks, words in meant() for word in words if asks.search(text))


def asks_for_one_thing(text: str) -> bool:
    """Whether a normalised text asks for one thing and for no element beside: 「扯证要预约不」."""
    for name in ("who_goes", "about_one"):
        rest = phrase(name).sub(" ", text)
        if rest != text and without_asking(rest) == rest:
            return True
    return False


def asks_for_other_benefits(text: str) -> bool:
    """Whether it is asked what else there is to get: 「有没有别的补助」."""
    return _says("other_benefits", text)


def holding(words: Iterable[str], text: str) -> bool:
    """Whether a text holds one of some words."""
    return any(word in text for word in words)


def worded(text: str) -> tuple[str, ...]:
    """The pairs of characters, and the numbers, of a normalised question that an answer would hold."""
    rest = phrase("says_nothing").sub(" ", without_asking(text))
    pairs = (run[at : at + 2] for run in _RUN.findall(rest) for at in range(len(run) - 1))
    return tuple(dict.fromkeys((*_NUMBER.findall(rest), *pairs)))


def conditions_the_matter(text: str) -> bool:
    """Whether normalised words say how things are with a matter that was named before."""
    return _says("conditions", text)


def naming(text: str) -> str:
    """The words of a normalised text that name its matter, as they can be said back."""
    rest = without_asking(text).strip()
    while (shorter := _without("edges", rest)) != rest:
        rest = shorter
    return "" if _BREAKS.intersection(rest) else rest


def left_over(text: str, record: Record | None) -> str:
    """The words that neither name the item, nor ask for an element, nor say nothing."""
    rest = _without("says_nothing", without_asking(text))
    known = set("".join(names_of(record)))
    return "".join(each for each in rest if each not in known)


def names_nothing_but_here(text: str) -> bool:
    """「我们区在哪办」: asking words, and the district that one lives in."""
    return _says("here", text) and not left_over(_without("here", text), None)


def speaks_of_somebody(text: str) -> bool:
    """Whether words speak of a person who was spoken of before."""
    return _says("somebody", text)


def asks_what_it_requires(text: str) -> bool:
    """Whether something named is asked about as what the present matter needs: 「一定要公证吗」."""
    return _says("requires", text)


def asks_for_all(text: str) -> bool:
    """Whether a normalised text asks for all that there is to do."""
    return _says("asks_for_all", text)


def asks_more_than_likewise(text: str) -> bool:
    """Whether words that name nothing ask, and not but whether the same goes: 「南区呢」."""
    return _says("asks_more", text)


def asks_for_something_else(text: str, record: Record | None) -> bool:
    """Whether a question is about something that is no element: 「低保一个月给多少」."""
    return _says("asks", text) and len(left_over(text, record)) >= _FEWEST


def called(record: Record | None) -> tuple[str, ...]:
    """The names of a record as they are said in passing: 高龄津贴申领 is called 高龄津贴."""
    return tuple(dict.fromkeys(filter(None, (_without("act", each) for each in names_of(record)))))


def without_likewise(text: str) -> str:
    """A normalised text less the 呢 that only says that the same is asked: 「换护照呢」."""
    return _without("likewise_end", text)


def likewise_noun(text: str) -> str:
    """The noun at the end of 「换护照的材料呢」 that asks for an element; nothing where none does."""
    if not _says("likewise", text) or _says("asks_itself", text):
        return ""
    words, named = without_likewise(text), without_asking(text).rstrip(" ?。呢")
    return words[len(named) :] if words.startswith(named) else ""


def names_of(record: Record | None) -> tuple[str, ...]:
    """The names that a record goes by, normalised; a policy has none."""
    match record:
        case Guide() | Item() | LifeEvent():
            return tuple(map(normalise, (record.name, *record.aliases)))
        case Faq():
            return (normalise(record.question),)
        case _:
            return ()


def _says(name: str, text: str) -> bool:
    return phrase(name).search(text) is not None


def _without(name: str, text: str) -> str:
    return phrase(name).sub("", text)
