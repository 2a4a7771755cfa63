"""Whether what was found first is ahead by anything that was said, or could as well be another.

Of siblings the first is often ahead by how near its name is, and by no word that tells them apart:
「变更工伤」 may be 工伤保险待遇变更 and 变更工伤登记. And what one item is named by another pays out:
「丧葬费和抚恤金」 is nearest to the item of that name, while 遗属待遇 are paid as just these.
"""

import re

from dialogue.deciding.gain import OFFERED
from dialogue.findings import Findings, element_text
from dialogue.phrases import phrase
from dialogue.words import names_of
from kb.elements import Element
from kb.entries import EntryKind
from retriever.acts import acts_of
from retriever.elements import without_asking
from retriever.results import Hit
from retriever.tokens import normalise, words_of

_BEYOND_DOUBT = 0.98  # P(right) of the first from which nothing is looked at
_FOUND_AT_ALL = 0.0005  # P(right) of a rival
_WRITTEN = re.compile(r"[^\W\da-z_]+")  # characters that mean something alone


def rivals(words: str, hits: tuple[Hit, ...], findings: Findings) -> tuple[Hit, ...]:
    """The items that hold every word that speaks for the first one: in their names or in what they give.

    None where the first is beyond doubt or called by a whole name of its, nor those from which what
    is to be done (换, 停, 转) tells it apart. Words that more items hold than can be offered are those
    of a whole topic (身份证): there the likeliest is told.

    Args:
        words: the question, normalised.
        hits: what was found, the surest first; looked at as far as their guides are known.
        findings: the guides.
    """
    if not hits or hits[0].kind is not EntryKind.ITEM or hits[0].probability >= _BEYOND_DOUBT:
        return ()
    first, *others = hits
    names = _names(first, findings)
    speaking = _speaking(without_asking(words), " ".join(names))
    is_called = any(name in words for name in names if len(name) > 1)
    if is_called or not any(len(each) > 1 for each in speaking):
        return ()
    acts = acts_of(words) & acts_of(" ".join(names))
    found = tuple(
        hit
        for hit in others
        if hit.kind is EntryKind.ITEM
        and hit.probability >= _FOUND_AT_ALL
        and not acts & ~acts_of(own := " ".join((*_names(hit, findings), _given(hit, findings))))
        and speaking <= _written(own)
    )
    return found if len(found) < OFFERED else ()


def _speaking(words: str, names: str) -> set[str]:
    """The characters of words, and each two in a row, that stand in some names.

    Two that belong to two words count where both words stand there: 遗属抚恤金 is not nearer to
    供养亲属抚恤金 by 属抚.
    """
    runs = [""]
    for word in words_of(words):
        if word in names:
            runs[-1] += word
        else:
            runs += [word, ""]
    return set().union(*map(_written, runs)) & _written(names)


def _names(hit: Hit, findings: Findings) -> tuple[str, ...]:
    records = (stored.record for stored in findings.records.get(hit.item_code, ()))
    return tuple(dict.fromkeys(name for record in records for name in names_of(record)))


def _given(hit: Hit, findings: Findings) -> str:
    """What one can get by the conditions of an item: 「其遗属可以领取丧葬补助金」."""
    told = {element_text(guide, Element.CONDITIONS) for _, guide in findings.guides(hit.item_code)}
    texts = map(normalise, filter(None, told))
    return " ".join(match[0] for text in texts for match in phrase("entitles").finditer(text))


def _written(text: str) -> set[str]:
    """The characters of a normalised text, and each two in a row."""
    return {
        run[at : at + length]
        for run in _WRITTEN.findall(text)
        for at in range(len(run))
        for length in (1, 2)
    }
