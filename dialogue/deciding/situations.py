"""Which situations of an item are meant: by the words, by what was told, by who applies."""

from dialogue.deciding.guide_questions import alike, pairs_of
from dialogue.deciding.hits import is_for
from dialogue.deciding.settled import Settled
from dialogue.resolving import Relation, situations_meant
from dialogue.words import speaks_of_somebody
from kb.elements import Audience
from retriever.results import Hit
from retriever.tokens import normalise

_PLAINLY = 2  # points of a situation that words of earlier turns are about
_NEARLY = 0.5  # Dice coefficient of pairs of characters


def situations_of(settled: Settled) -> tuple[str, ...]:
    """The situations that may be meant; none where nothing tells them apart."""
    names = tuple(dict.fromkeys(t.guide.situation for t in settled.all_guides if t.guide.situation))
    asked, known = settled.asked, settled.asked.slots.situation
    chosen = asked.relation is Relation.CHOICE or "situation" in asked.fixed
    if chosen and known is not None and known in names:
        return (known,)
    ruled_out = asked.understood.ruled_out
    if meant := situations_meant(
        asked.search_text, names, ruled_out, item=settled.name, aliases=settled.aliases
    ):
        return (known,) if known in meant and settled.continues else meant
    if settled.continues and known in situations_meant("".join(ruled_out), names):
        known = None
    if theirs := _of_applicant(settled, names, known):
        return theirs
    likely = (
        settled.hit.situation if settled.hit and _is_nearly_said(settled, settled.hit) else None
    )
    for each in (known, likely) if settled.continues else (likely, known):
        if each is not None and each in names:
            return (each,)
    if settled.state.slots.item in (None, settled.item):
        # 「他在家里走的」, and two turns later 「死亡证明去哪开」.
        told = " ".join(map(normalise, settled.state.story))
        before = situations_meant(
            told, names, item=settled.name, aliases=settled.aliases, at_least=_PLAINLY
        )
        if len(before) == 1:
            return before
    if step := _as_a_step(settled, names):
        return step
    if asked.carried and known is not None:
        # 「那身份证呢」, after a booklet was lost: the same has befallen it.
        like = situations_meant(normalise(known), names, at_least=_PLAINLY)
        if len(like) == 1:
            return like
    if speaks_of_somebody(asked.search_text):
        # 「他的公积金能取吗」, after somebody has died.
        before = situations_meant(" ".join(map(normalise, settled.state.words)), names)
        return before if len(before) == 1 else ()
    return ()


def _as_a_step(settled: Settled, names: tuple[str, ...]) -> tuple[str, ...]:
    """The situation in which a life event that was told has it: 公积金提取（继承人提取）."""
    label = next((label for code, label in settled.state.steps if code == settled.item), "")
    told = [each for each in names if each in label]
    return (max(told, key=len),) if told else ()


def _of_applicant(settled: Settled, names: tuple[str, ...], known: str | None) -> tuple[str, ...]:
    """The situations for the citizen's kind of applicant, where others are for another kind."""
    wanted = settled.asked.slots.audience
    if wanted is None:
        return ()
    fits = {t.guide.situation for t in settled.all_guides if is_for(t.guide, Audience(wanted))}
    theirs = tuple(each for each in names if each in fits)
    return theirs if 0 < len(theirs) < len(names) and known not in theirs else ()


def _is_nearly_said(settled: Settled, hit: Hit) -> bool:
    """True where the words are nearly those of the base that speak of one situation alone."""
    words = settled.asked.search_text
    others = (t.guide for t in settled.all_guides if t.guide.situation != hit.situation)
    of_others = {
        pair
        for guide in others
        for text in (guide.name, *guide.aliases, *guide.sample_questions)
        for pair in pairs_of(text)
    }
    own = pairs_of(hit.matched) - of_others
    return alike(words, hit.matched) >= _NEARLY and bool(own & pairs_of(words))
