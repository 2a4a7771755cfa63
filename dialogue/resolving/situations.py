"""Which of an item's situations a citizen's words are about."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from dialogue.resolving.having import told_by_having
from dialogue.resolving.things import befell, befell_another, other_names
from retriever.tokens import normalise

_NEARLY = 0.6  # Dice coefficient from which the words nearly hold the name of a situation
_AHEAD = 0.1  # of any other
_DENIED = re.compile(
    "((?<!用)不用|(?<!需)不需要?|(?<!是)不是|(?<!要)不要|(?<!有)没有|不想)(再|去)?$"
)  # 「不用买房吧」
_MARKS = re.compile(r"\W+")
_BRACKETS = re.compile(r"\([^()]*\)")  # 门(楼)牌编制 is called 门牌编制 too
_WHOLE = 100  # the situation's own name counts more than any sense
_PAIR = 2  # characters in a row
# What many names of situations end with; it tells none of them apart.
_COMMON = frozenset("申领办理登记申请换补发证卡情形业务")


@dataclass(frozen=True, kw_only=True)
class _Sense:
    names: re.Pattern[str]
    also: re.Pattern[str]
    says: re.Pattern[str]
    of_a_thing: bool = False
    of_any: bool = False

    def said(self, words: str, names: Iterable[str]) -> bool:
        """Whether words speak of it, and not as befallen to something else than what is named."""
        named = tuple(names) if self.of_a_thing else ()
        spans = (match.span() for match in self.says.finditer(words))
        return any(
            not befell_another(words, span, named) and not _DENIED.search(words[: span[0]])
            for span in spans
        )

    def fits(self, name: str) -> int:
        """How well it fits the name of a situation: 0, 1 or 3."""
        if self.names.search(name):
            return 3
        return 1 if self.also.search(name) else 0


@lru_cache(maxsize=1)
def _senses() -> tuple[_Sense, ...]:
    text = files("dialogue").joinpath("data/situations.toml").read_text("utf-8")
    return tuple(
        _Sense(
            names=re.compile("|".join(each["names"])),
            also=re.compile("|".join(each.get("also", ())) or r"(?!)"),
            says=re.compile("|".join(each["says"])),
            of_a_thing=each.get("of_a_thing", False),
            of_any=each.get("of_any", False),
        )
        for each in tomllib.loads(text).values()
    )


def situations_meant(
    words: str,
    situations: Iterable[str],
    ruled_out: Iterable[str] = (),
    *,
    item: str = "",
    aliases: Iterable[str] = (),
    at_least: int = 1,
) -> tuple[str, ...]:
    """Those of some situations that normalised words fit best; none where they fit no one.

    What was ruled out (「不是丢了」: 丢) is not meant, whatever else fits. What stands in the name of
    the item (死亡医学证明) tells none of its situations apart, and a name that lists them (用水报停、
    复用和销户) tells of none. What has befallen a thing that goes by none of its names
    (「病历找不着了」) has not befallen it.
    """
    names = tuple(normalise(each) for each in (item, *aliases) if each)
    names = tuple(dict.fromkeys((*names, *(_BRACKETS.sub("", each) for each in names))))
    every = tuple(dict.fromkeys(situations))
    words = _less_lists(" ".join((words, *_situations_called(words, every))), names, every)
    not_meant = {
        each for said in ruled_out for each in situations_meant(said, every) if len(every) > 1
    }
    if not_meant:
        not_meant -= set(situations_meant(words, every))  # 「不是执照丢了，是公章丢了」
    left = tuple(each for each in every if each not in not_meant)
    if told := told_by_having(words, left):
        return (told,)
    if nearly := _nearly_named(words, left, item):
        return (nearly,)
    common = _pairs(normalise(item))
    scores = {
        each: _score(words, each, every, common, names) for each in every if each not in not_meant
    }
    best = max(scores.values(), default=0)
    if best < at_least:
        if not_meant and len(left) == 1:
            return left
        return _named_by_a_part(words, left, normalise(item)) if item and at_least == 1 else ()
    return tuple(each for each, score in scores.items() if score == best)


def _situations_called(words: str, among: tuple[str, ...]) -> Iterable[str]:
    """The situations that are named by a thing which words call otherwise: 「绿本丢了」, 登记证书."""
    called = other_names(words)
    return (each for each in among if any(normalise(each) in name for name in called))


def _named_by_a_part(words: str, among: tuple[str, ...], item: str) -> tuple[str, ...]:
    """The one situation that words hold a part of, of those that the item's name is made of.

    「门口想挂个招牌」 is about 门店招牌 and not about 大型户外广告: 户外广告和招牌设置 names both.
    """
    own = {each: _pairs_of_its_own(normalise(each), among) & _pairs(item) for each in among}
    named = {each: pairs for each, pairs in own.items() if pairs}
    said = _pairs(words.replace(item, " "))
    found = tuple(each for each, pairs in named.items() if pairs & said)
    return found if len(found) == 1 < len(named) else ()


def _less_lists(words: str, names: tuple[str, ...], among: tuple[str, ...]) -> str:
    """The words without those names of the item that are made of several of its situations."""
    own = [_pairs_of_its_own(normalise(each), among) for each in among]
    for name in sorted(names, key=len, reverse=True):
        if name in words and sum(bool(pairs & _pairs(name)) for pairs in own) > 1:
            words = words.replace(name, " ")
    return words


def _nearly_named(words: str, among: tuple[str, ...], item: str) -> str | None:
    """The situation whose name the words nearly hold, as much of it as others do not share.

    What names the item counts only where nothing else tells.

    2 |A ∩ B| / (|A| + |B|) over pairs of characters (Dice, 1945): of the name those that not every
    situation has, of the words those that any situation has.
    """
    pairs = {each: _plain_pairs(each) for each in among}
    shared = set.intersection(*pairs.values()) if pairs else set()
    own = {each: of - shared for each, of in pairs.items()}
    said = _plain_pairs(words) & {pair for of in own.values() for pair in of}
    said = said - _plain_pairs(item) or said
    fits = sorted(
        ((_dice(of, said), each) for each, of in own.items() if len(of & said) > _PAIR),
        key=lambda fit: -fit[0],
    )
    scores = [_dice(of, said) for of in own.values()]
    if not fits or fits[0][0] < _NEARLY:
        return None
    ahead = sum(score > fits[0][0] - _AHEAD for score in scores) == 1
    return fits[0][1] if ahead else None


def _plain_pairs(text: str) -> set[str]:
    plain = _MARKS.sub("", normalise(text)).replace("残疾人证", "残疾证")
    return {plain[at : at + _PAIR] for at in range(len(plain) - _PAIR + 1)}


def _dice(one: set[str], other: set[str]) -> float:
    total = len(one) + len(other)
    return 2 * len(one & other) / total if total else 0.0


def spoken_of(words: str) -> list[tuple[int, int]]:
    """Where normalised words speak of some situation, as spans."""
    return [match.span() for sense in _senses() for match in sense.says.finditer(words)]


def without_situations(words: str) -> str:
    """Normalised words less those that speak of some situation: 「第一次办，多少钱」."""
    return _without(words, spoken_of(words))


def without_mishaps(words: str) -> str:
    """Normalised words less what may befall anything, and names nothing by itself: 「丢了怎么补」."""
    return _without(
        words, [m.span() for each in _senses() if each.of_any for m in each.says.finditer(words)]
    )


def things_befallen(words: str) -> set[str]:
    """What normalised words say to be lost, broken or run out."""
    spans = (m.span() for s in _senses() if s.of_a_thing for m in s.says.finditer(words))
    return {thing for span in spans if (thing := befell(words, span)) is not None}


def _without(words: str, spans: Iterable[tuple[int, int]]) -> str:
    for start, end in sorted(spans, reverse=True):
        words = words[:start] + " " + words[end:]
    return words


def _score(
    words: str, situation: str, among: tuple[str, ...], common: set[str], names: tuple[str, ...]
) -> int:
    name = normalise(situation)
    if name in words:
        return _WHOLE
    senses = sum(
        sense.fits(name) * _telling(sense, among) for sense in _senses() if sense.said(words, names)
    )
    return senses + len((_pairs_of_its_own(name, among) - common) & _pairs(words))


def _telling(sense: _Sense, among: tuple[str, ...]) -> int:
    """Twice as much where the sense fits only one of the item's situations."""
    return 2 if sum(sense.fits(normalise(each)) > 0 for each in among) == 1 else 1


def _pairs_of_its_own(name: str, among: tuple[str, ...]) -> set[str]:
    others = {pair for each in among if normalise(each) != name for pair in _pairs(normalise(each))}
    return _pairs(name) - others


def _pairs(text: str) -> set[str]:
    pairs = {text[at : at + _PAIR] for at in range(len(text) - _PAIR + 1)}
    return {pair for pair in pairs if not set(pair) <= _COMMON}
