"""The acts of the table: from a case to a decision."""

from collections.abc import Sequence
from dataclasses import replace

from dialogue.deciding.case import Case
from dialogue.deciding.decisions import (
    AnswerEntry,
    AnswerGuide,
    AnswerQuestion,
    AnswerWhichever,
    AskAudience,
    AskItem,
    AskRegion,
    AskSituation,
    Differing,
    HandOver,
    NoContent,
    TakeNote,
    TellExpired,
    Told,
)
from dialogue.deciding.differing import (
    audiences_to_offer,
    regions_to_offer,
    side_by_side,
    situations_to_offer,
)
from dialogue.deciding.elements import NEAREST, likest_elements, overview, untold
from dialogue.deciding.guide_questions import Alike, alike, holding, most_alike, named_alike
from dialogue.deciding.guides import guides_of, nearest
from dialogue.deciding.hits import is_called_so
from dialogue.deciding.spoken_of import words_named
from dialogue.handoff import HandOffReason
from dialogue.phrases import phrase
from dialogue.resolving import Relation
from dialogue.turn import Slots
from dialogue.understanding import Signal
from dialogue.words import asks_for_one_thing, asks_who_goes
from kb.elements import Element
from kb.entries import EntryKind
from retriever.elements import asks_outright
from retriever.results import Hit

_CHOSEN = (Relation.CHOICE, Relation.BACK)
# What 「要我亲自去吗」 and 「人在外地来不了咋办」 are heard as.
_OF_WHO_GOES = frozenset({Element.VISITS, Element.PROCEDURE, Element.CONDITIONS})
# What there is to do, in short: what to bring, where, and for how much.
_PLAINLY = (Element.MATERIALS, Element.PLACE, Element.FEE)
_AS_LIKELY = 0.5  # P(right) from which what was found may be meant, whatever it is called
_OTHERS = 3  # matters that are named beside an answer
_OF_WHEN = frozenset({Element.PROMISED_LIMIT, Element.STATUTORY_LIMIT})
_NEARLY_SAID = 0.7  # Dice coefficient of a question that names nothing with one of the guide


def ask_which_region(case: Case) -> AskRegion:
    """The regions that a name can mean."""
    return AskRegion(name="", regions=case.asked.understood.regions, slots=case.asked.slots)


def ask_item(case: Case) -> AskItem:
    """The items that may be meant."""
    return AskItem(hits=case.offered)


def list_matters(case: Case) -> AskItem:
    """All matters of a topic that were found."""
    return AskItem(hits=case.listed, listed=True)


def ask_situation(case: Case) -> AskSituation:
    """The situations that may be meant."""
    return AskSituation(name=case.name, situations=situations_to_offer(case), slots=case.slots)


def ask_audience(case: Case) -> AskAudience:
    """The kinds of applicants that there are guides for."""
    return AskAudience(name=case.name, audiences=audiences_to_offer(case), slots=case.slots)


def ask_district(case: Case) -> AskRegion:
    """The districts that have guides of their own."""
    regions = regions_to_offer(case)
    if case.asked.understood.here:
        own = [told.guide.region for told in case.of_situation if told.guide.region]
        deepest = max(len(case.findings.regions.line(code)) for code in own)
        regions = tuple(
            dict.fromkeys(code for code in own if len(case.findings.regions.line(code)) == deepest)
        )
    return AskRegion(name=case.name, regions=regions, slots=case.slots)


def no_content(case: Case) -> NoContent:
    """The item is there by name only."""
    return NoContent(name=case.name, region=None, others=(), slots=case.slots)


def none_there(case: Case) -> NoContent:
    """The item has guides elsewhere."""
    others = tuple(dict.fromkeys(t.guide.region for t in case.all_guides if t.guide.region))
    region = case.asked.slots.region
    return NoContent(name=case.name, region=region, others=others, slots=case.slots)


def tell_expired(case: Case) -> TellExpired:
    """The guide that would have been answered from."""
    guides = case.here or case.of_situation
    return TellExpired(told=guides[0], slots=case.slots)


def hand_over(case: Case, reason: HandOffReason) -> HandOver:
    """To a person, with the item that is meant."""
    return HandOver(reason=reason, slots=case.slots, elements=case.wanted, name=case.name)


def answer_entry(case: Case) -> AnswerEntry:
    """The question, passage or life event that was found; a matter before it may go on after it."""
    entry = case.entry
    assert entry is not None
    near = {hit.item_code for hit in case.offered}
    goes_on = case.asked.relation is Relation.MAY_FOLLOW and case.asked.slots.item in near
    return AnswerEntry(
        hit=entry,
        stored=case.findings.behind(entry),
        slots=case.asked.slots if goes_on else case.stay,
    )


def question_alike(case: Case) -> Alike | None:
    """The question of a guide that is the one asked, if there is one."""
    if case.asked.relation in _CHOSEN:
        return None
    words, elements = case.asked.search_text, case.asked.elements
    # 「可以一个人去办吗」 asks for conditions, as anything does that may be or not.
    of_an_element = bool(set(elements) - {Element.CONDITIONS})
    found = most_alike(words, case.fitting)
    doubtful = of_an_element or case.asked.understood.names_nothing
    if doubtful and found is not None and found.score < _NEARLY_SAID:
        found = None  # 「要多久」 asks for an element, and is like many a question
    if found is None and of_an_element:
        found = named_alike(words, elements, case.fitting)
    if found is None and case.continues and not asks_outright(words):
        found = holding(words_named(words, unknown=True), case.fitting)
    return found


def answer_question(case: Case) -> AnswerQuestion:
    """The answer of that question."""
    found = question_alike(case)
    assert found is not None
    return AnswerQuestion(
        told=found.told,
        question=found.question,
        answer=found.answer,
        slots=_settled(case, (found.told,)),
        probability=case.probability,
    )


def answer_whichever(case: Case) -> AnswerWhichever:
    """What all items say that may be meant, out of a guide of each."""
    region, told = case.asked.slots.region, []
    for hit in case.offered:
        guides = guides_of(case.findings, hit.item_code)
        applying = nearest(guides, region, case.findings) or guides
        told.append(_likeliest(case, applying))
    return AnswerWhichever(
        hits=case.offered,
        told=tuple(told),
        elements=case.wanted,
        slots=case.stay,
        probability=min(1.0, sum(hit.probability for hit in case.offered)),
    )


def answer_guide(case: Case) -> AnswerGuide:
    """The first guide that applies; all others that apply say the same."""
    told = case.fitting
    slots = _settled(case, told)
    return AnswerGuide(
        told=(_likeliest(case, told),),
        elements=(told_of_it(case) if case.adds_nothing else ())
        or _with_who_goes(case, told[0])
        or _untold(case, told[0]),
        asked=case.wanted,
        slots=slots,
        probability=case.probability,
        unplaced=case.asks_for_something_else,
        others=_others(case) if case.asks_for_something_else else (),
        whichever=len({each.guide.situation for each in told}) > 1,
        outer=case.is_outdated,
    )


def take_note(case: Case) -> TakeNote:
    """The answer that was given already."""
    return TakeNote(answer=answer_guide(case))


def _likeliest(case: Case, told: tuple[Told, ...]) -> Told:
    """Of guides that say the same, the one of the situation that the words are most like."""
    words = case.asked.search_text
    return max(told, key=lambda each: alike(words, each.guide.situation or ""))


def _with_who_goes(case: Case, told: Told) -> tuple[Element, ...]:
    """What is asked for, and where it stands who may go: 「要我亲自去吗，我妈去行不行」."""
    text = case.asked.understood.search_text
    if _asks_for_what_is_paid(case):
        # 「一个月多少钱，咋领」 asks for what is paid out; 「多少钱」 may ask for the cost as well.
        amount = likest_elements(told.guide, text)
        if not amount and Element.OUTCOME in told.guide.elements:
            amount = (Element.OUTCOME,)
        out = bool(amount) and phrase("pays_out").search(text) is not None
        others = tuple(e for e in case.wanted if not out or e is not Element.FEE)
        return tuple(dict.fromkeys((*amount, *others)))
    if case.continues and _OF_WHEN.intersection(case.wanted):
        # 「冷静期几天」: when what is named is over, which need not be when the whole is.
        return tuple(dict.fromkeys((*likest_elements(told.guide, text), *case.wanted)))
    one = asks_who_goes(text) or asks_for_one_thing(text)
    if not one or not _OF_WHO_GOES.intersection(case.wanted):
        return case.wanted
    likest = likest_elements(told.guide, text)
    whether = {Element.CONDITIONS} if likest else set()  # 「我去行不行」 asks for no conditions
    return tuple(dict.fromkeys((*likest, *(e for e in case.wanted if e not in whether))))


def _asks_for_what_is_paid(case: Case) -> bool:
    text = case.asked.understood.search_text
    of_benefits = phrase("benefits").search(case.name) is not None
    return Element.FEE in case.wanted and of_benefits and not phrase("pays_in").search(text)


def told_of_it(case: Case) -> tuple[Element, ...]:
    """Where the guide speaks of what was told: 「八十多了,换的是长期的吧」."""
    return likest_elements(case.fitting[0].guide, case.asked.search_text, loosely=True)


def _untold(case: Case, told: Told) -> tuple[Element, ...]:
    """What is told where no element is asked for."""
    if case.asked.understood.signal is Signal.PLAINER:
        return overview(told.guide, _PLAINLY)
    if case.asked.understood.signal is Signal.MORE:
        return untold(told.guide, case.state.elements) or overview(told.guide)
    if not case.asks_for_something_else:
        return overview(told.guide)
    said = likest_elements(told.guide, case.asked.search_text)
    if _asks_what_it_costs(case, [told.guide.elements[each].text for each in said]):
        said = (Element.FEE, *said)
    if said or not case.continues:
        near = tuple(each for each in NEAREST if each in told.guide.elements)
        return said or near or overview(told.guide)
    if Element.PHONE in told.guide.elements:
        return (Element.PHONE,)
    return tuple(e for e in NEAREST if e in told.guide.elements) or overview(told.guide)


def _asks_what_it_costs(case: Case, said: Sequence[str]) -> bool:
    """「暂停领养老金多少钱」: where no amount is told that is paid out, the fee may be meant."""
    words = case.asked.search_text
    amount = any(phrase("tells_fee").search(each) for each in said)
    return not amount and bool(
        phrase("price").search(words) and not phrase("pays_out").search(words)
    )


def _others(case: Case) -> tuple[Hit, ...]:
    """What else may be meant where the guide does not tell what is asked: 「办下来有补贴没」."""
    if not case.continues or likest_elements(case.fitting[0].guide, case.asked.search_text):
        return ()
    words = case.asked.search_text
    called_so = (
        hit for hit in case.offered if is_called_so(hit, words) or hit.probability >= _AS_LIKELY
    )
    near = {
        hit.item_code: hit
        for hit in (*case.findings.within, *called_so)
        if hit.kind is not EntryKind.PASSAGE and hit.probability >= case.findings.offer_at
    }
    return tuple(hit for code, hit in near.items() if code != case.item)[:_OTHERS]


def answer_all(case: Case) -> AnswerGuide:
    """The guide that applies, or what each of several agencies says."""
    agencies = {told.guide.agency for told in case.fitting}
    if len(agencies) == len(case.fitting) and case.wanted:
        by_agency = Differing.AGENCY if len(agencies) > 1 else None
        return replace(answer_guide(case), told=case.fitting, differing=by_agency)
    return answer_guide(case)


def side_by_side_answer(case: Case) -> AnswerGuide:
    """What the few guides that may apply say, side by side."""
    return AnswerGuide(
        told=case.fitting,
        elements=case.elements,
        asked=case.wanted,
        slots=case.slots,
        probability=case.probability,
        differing=side_by_side(case),
        outer=case.is_outdated,
    )


def _settled(case: Case, told: tuple[Told, ...]) -> Slots:
    """The slots with the situation, where the guides told are of one."""
    situations = {each.guide.situation for each in told}
    one = next(iter(situations)) if len(situations) == 1 else None
    return replace(case.slots, situation=one or case.slots.situation)
