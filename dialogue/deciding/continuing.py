"""Whether the item of the session is the one that is meant."""

from collections.abc import Iterable, Sequence

from dialogue.deciding.decisions import Told
from dialogue.deciding.found import Found
from dialogue.deciding.going_over import goes_over
from dialogue.deciding.guide_questions import most_alike, named_alike
from dialogue.deciding.guides import guides_of, says
from dialogue.deciding.hits import is_called_so, names_another
from dialogue.deciding.spoken_of import spoken_of, words_named
from dialogue.phrases import phrase
from dialogue.resolving import (
    Relation,
    names_of_thing,
    situations_meant,
    things_befallen,
    without_mishaps,
    without_situations,
)
from dialogue.understanding import as_guides_say, matters_in, names_nothing, without_papers
from dialogue.words import (
    asks_what_it_requires,
    conditions_the_matter,
    names_of,
    worded,
)
from kb.elements import Element
from kb.records import Guide, Item
from retriever.tokens import normalise

OF_WHAT_HOLDS = frozenset({Element.CONDITIONS, Element.VISITS, Element.MATERIALS, Element.HOURS})
"""What 「还能办吗」 and 「要不要签字」 are heard as."""
_AS_LIKELY = 0.5  # P(right) from which what is called so may be meant as well
_NO_CHANCE = 3  # pairs of characters of words for which a hit is not surely found by chance


def continues(found: Found) -> bool:
    """True where the item of the session is the one that is meant.

    Who is served goes on with his matter unless he names another one: what is found for a few words
    by themselves (「她走不动,我去行不行」) is chance, however sure it looks.
    """
    item, asked = found.asked.slots.item, found.asked
    if item is None or asked.relation is Relation.NEW:
        return False
    if asked.relation.keeps_item:
        return True
    tells = not asked.elements and not phrase("wants").search(asked.search_text)
    words = without_papers(as_guides_say(asked.search_text), told=tells)
    another = names_another(words, found.hits, item, found.findings)
    holds = set(asked.understood.elements) <= OF_WHAT_HOLDS
    guides = guides_of(found.findings, item)
    another = another or _rather_another(found, words, guides)
    if asks_what_it_requires(words) or (holds and conditions_the_matter(words) and not another):
        return True  # 「一定要公证吗」, 「那要是过期一年多了呢」
    told = (each.guide.situation for each in guides)
    situations = _situations_in(found, words, filter(None, told), item)
    if asked.understood.ruled_out and situations:
        return True  # 「我不是买房，是租房」
    if situations and names_nothing(without_situations(words)):
        return True  # 「还有补办的呢」
    if not another and any(normalise(each) in words for each in situations):
        return True  # 「居住地申请的话呢」
    if found.best is not None and found.best.item_code == item:
        return True
    if another or not guides:
        return False
    if most_alike(words, guides) or named_alike(words, asked.elements, guides):
        return True
    if goes_over(found, guides):
        return False
    return tells or not (
        _another_is_found(found, words, guides, situations)
        or _something_befell(words, guides, situations)
    )


def _another_is_found(
    found: Found, words: str, guides: tuple[Told, ...], situations: tuple[str, ...]
) -> bool:
    """True where another matter is likely, and called by what is said: not found by chance."""
    best = found.best
    if best is None or best.item_code in dict(found.state.steps):
        return best is not None and found.is_sure
    names = names_of(found.findings.first(best.item_code)) or (best.name,)
    if found.is_sure and any(m in name for m in matters_in(words) for name in names):
        return True  # 「退休要啥材料」, though the archives keep papers of that name
    whole, words = words, without_situations(words)
    if found.is_sure and not situations:
        words = whole  # 「送养老院」 is no situation of the present item, and may name another
    own = spoken_of(words, guides) or bool(_papers_lost(words, guides))
    if _names_the_present(whole, guides, names):
        return False
    if is_called_so(best, words):
        return found.is_sure or (not own and best.probability >= _AS_LIKELY)
    by_no_chance = len(worded(words)) >= _NO_CHANCE or _is_named_whole(words, names)
    return (found.is_sure or found.is_surely_another) and not own and by_no_chance


def _rather_another(found: Found, words: str, guides: tuple[Told, ...]) -> bool:
    """「我没有户口能上牌吗」: all that is named names what was found, and the guides say nothing of it."""
    best, plain = found.best, without_situations(words)
    if best is None or best.probability < _AS_LIKELY or spoken_of(words, guides):
        return False
    if found.is_surely_another and len(worded(plain)) >= _NO_CHANCE:
        return True  # 「孩子明年上小学，我是外地户口」, after where to register as a tenant
    names = names_of(found.findings.first(best.item_code)) or (best.name,)
    return best.item_code != found.asked.slots.item and _is_named_whole(plain, names)


def _names_the_present(words: str, guides: tuple[Told, ...], others: Sequence[str]) -> bool:
    """「补证期间能开车吗」, of 驾驶证遗失补证: a word that names it, and not what was found."""
    own = {name for told in guides for name in names_of(told.guide)}
    return any(
        _in_any(each, own) and not _in_any(each, others)
        for each in words_named(words, unknown=True)
    )


def _is_named_whole(words: str, names: Sequence[str]) -> bool:
    """「能上门办不」: few words, and all of them in the names of what was found."""
    said = words_named(words)
    return bool(said) and all(_in_any(each, names) for each in said)


def _in_any(word: str, names: Iterable[str]) -> bool:
    return any(word in each for each in names)


def _something_befell(words: str, guides: tuple[Told, ...], situations: tuple[str, ...]) -> bool:
    """「红本本丢了咋补」: what is none of the papers of the item, which has no such situation."""
    mishap = without_mishaps(words) != words
    own = _names_the_present(words, guides, ())
    return mishap and not (situations or own or _papers_lost(words, guides))


def _papers_lost(words: str, guides: tuple[Told, ...]) -> set[str]:
    """What is said to be lost or broken of the papers for the item: 「发票丢了一张」."""
    papers = [text for told in guides if (text := says(told.guide, (Element.MATERIALS,))[0])]
    names = {name for thing in things_befallen(words) for name in names_of_thing(thing)}
    return {name for name in names if any(name in text for text in papers)}


def _situations_in(found: Found, words: str, names: Iterable[str], item: str) -> tuple[str, ...]:
    first = found.findings.first(item)
    aliases = first.aliases if isinstance(first, Guide | Item) else ()
    ruled_out = found.asked.understood.ruled_out
    name = found.findings.name(item)
    return situations_meant(words, names, ruled_out, item=name, aliases=aliases)
