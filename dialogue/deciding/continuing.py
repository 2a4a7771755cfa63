"""Whether the item of the session is the one that is meant."""

from collections.abc import Iterable

from dialogue.deciding.found import Found
from dialogue.deciding.guide_questions import most_alike, named_alike
from dialogue.deciding.guides import guides_of
from dialogue.deciding.hits import names_another
from dialogue.deciding.spoken_of import spoken_of
from dialogue.phrases import phrase
from dialogue.resolving import Relation, situations_meant, without_mishaps, without_situations
from dialogue.understanding import matters_in, names_nothing
from dialogue.words import asks_what_it_requires, conditions_the_matter, left_over
from kb.elements import Element
from kb.records import Guide, Item
from retriever.element_rules import CLAUSE
from retriever.tokens import normalise

OF_WHAT_HOLDS = frozenset({Element.CONDITIONS, Element.VISITS, Element.MATERIALS, Element.HOURS})
"""What 「还能办吗」 and 「要不要签字」 are heard as."""
_SHORT = 8  # characters of a question that goes on with the matter
_HARDLY = 0.5  # P(right) below which few words are rather about what is talked about
_OF_NOTHING = 0.2  # P(right) of the best hit of words that name nothing
_OF_ITS_OWN = 2  # characters that name another matter, whatever was found


def continues(found: Found) -> bool:
    """True where the item of the session is the one that is meant."""
    item, asked = found.asked.slots.item, found.asked
    if item is None or asked.relation is Relation.NEW:
        return False
    if asked.relation.keeps_item:
        return True
    words = asked.search_text
    another = names_another(words, found.hits, item, found.findings)
    holds = set(asked.understood.elements) <= OF_WHAT_HOLDS
    if asks_what_it_requires(words) or (holds and conditions_the_matter(words) and not another):
        return True  # 「一定要公证吗」, 「那要是过期一年多了呢」
    told = tuple(t.guide.situation or "" for t in guides_of(found.findings, item))
    if asked.understood.ruled_out and _situations_in(found, words, filter(None, told), item):
        return True  # 「我不是买房，是租房」
    said = tuple(each for each in told if each and normalise(each) in words)
    if said and not another and _names_a_situation(found, words, said, item):
        return True  # 「居住地申请的话呢」
    tells = not asked.elements and not another and not phrase("wants").search(words)
    if tells and guides_of(found.findings, item):
        return True  # 「商贷的，不是公积金贷款」 tells how things are
    if found.best is not None and (found.is_sure or found.best.item_code == item):
        return found.best.item_code == item
    if another:
        return False
    if (
        not found.is_sure
        and _asks_of_nothing_else(found, words)
        and guides_of(found.findings, item)
    ):
        return True  # 「交了六年社保，能领几个月」
    guides = guides_of(found.findings, item)
    if (
        most_alike(words, guides) is not None
        or named_alike(words, asked.elements, guides) is not None
        or spoken_of(words, guides)
    ):
        return True
    names = [told.guide.situation or "" for told in guides_of(found.findings, item)]
    near = item in {hit.item_code for hit in found.findings.within[:1]}
    names_no_other = found.best is None or found.best.probability < _OF_NOTHING
    return near and (
        (len(words) <= _SHORT and names_no_other and _names_little(found, words, item))
        or conditions_the_matter(words)
        or _names_a_situation(found, words, tuple(filter(None, names)), item)
    )


def _asks_of_nothing_else(found: Found, words: str) -> bool:
    """True where every clause tells, or asks and names nothing; or words are few and hardly found."""
    if without_mishaps(words) != words:
        return False  # 「红本本丢了咋补」
    clauses = [match[0] for match in CLAUSE.finditer(words)]
    asking = [each for each in clauses if phrase("asks").search(each)]
    if asking and len(clauses) > len(asking):
        return all(map(names_nothing, asking)) and not matters_in(words)
    hardly = found.best is None or found.best.probability < _HARDLY
    return hardly and len(words) <= _SHORT and not matters_in(words)


def _names_little(found: Found, words: str, item: str, situations: Iterable[str] = ()) -> bool:
    """True where words hold next to nothing that the item or a situation is not called by."""
    known = set("".join(map(normalise, situations)))
    rest = left_over(words, found.findings.first(item))
    return sum(each not in known for each in rest) < _OF_ITS_OWN


def _names_a_situation(found: Found, words: str, names: tuple[str, ...], item: str) -> bool:
    """True where words are about a situation of the item, and hardly about another matter."""
    meant = _situations_in(found, words, names, item)
    rest = without_situations(words)  # 「弄丢了」 is about 「遗失补领」
    return bool(meant) and _names_little(found, rest, item, meant)


def _situations_in(found: Found, words: str, names: Iterable[str], item: str) -> tuple[str, ...]:
    first = found.findings.first(item)
    aliases = first.aliases if isinstance(first, Guide | Item) else ()
    ruled_out = found.asked.understood.ruled_out
    name = found.findings.name(item)
    return situations_meant(words, names, ruled_out, item=name, aliases=aliases)
