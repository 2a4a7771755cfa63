"""The second table: what is done with a question, once what it needs has been looked up.

Rows in reading order; the first that applies decides. Each is tested by itself.
"""

from collections.abc import Callable
from dataclasses import dataclass

from dialogue.deciding.acting import (
    answer_all,
    answer_entry,
    answer_guide,
    answer_question,
    answer_whichever,
    ask_audience,
    ask_district,
    ask_item,
    ask_situation,
    ask_which_region,
    hand_over,
    list_matters,
    no_content,
    none_there,
    question_alike,
    side_by_side_answer,
    take_note,
    tell_expired,
    told_of_it,
)
from dialogue.deciding.case import Case
from dialogue.deciding.decisions import (
    AskItem,
    Decision,
    Declined,
    NotFound,
    Refuse,
    Talk,
)
from dialogue.deciding.differing import (
    contradict,
    question_for_guides,
    say_the_same_whichever,
    side_by_side,
)
from dialogue.deciding.escalating import escalated
from dialogue.deciding.gain import Dimension
from dialogue.deciding.guides import say_the_same, says
from dialogue.deciding.hits import may_be_meant, near_in_words, with_region
from dialogue.deciding.untold import answer_untold, no_guide_tells
from dialogue.findings import Findings
from dialogue.handoff import HandOffReason
from dialogue.phrases import phrase
from dialogue.resolving import Asked, Relation
from dialogue.state import State
from dialogue.words import asks_for_all
from kb.entries import EntryKind
from retriever.elements import elements_asked
from retriever.tokens import normalise

_HARDLY = 0.25  # P(right) of the surest


@dataclass(frozen=True, kw_only=True)
class Row:
    """When a row applies, and what is done then."""

    name: str
    applies: Callable[[Case], bool]
    act: Callable[[Case], Decision]


def _several_regions_named(case: Case) -> bool:
    named = case.asked.understood.regions
    return len(named) > 1 and case.asked.slots.region not in named


def _is_of_another_city(case: Case) -> bool:
    return case.asked.understood.elsewhere is not None and not case.continues


def _stands_beside_an_item(case: Case) -> bool:
    """A question was found, but an element is asked for that an item found with it has."""
    entry = case.entry
    if entry is None or case.asked.relation.keeps_item or not case.asked.understood.elements:
        return False
    if entry.kind is EntryKind.LIFE_EVENT and asks_for_all(case.asked.search_text):
        return False  # 「整个注销流程要办哪几样」
    question = normalise(entry.name)
    said_so = case.is_said_so(entry) or question == case.asked.search_text
    if set(case.asked.understood.elements) <= set(elements_asked(question)):
        said_so = said_so or case.is_sure  # 「领完证有几天婚假」: 「婚假有几天？」
    return not said_so and any(h.kind is EntryKind.ITEM for h in case.offered)


def _insists(case: Case) -> bool:
    """Asked again for what the guide lacks."""
    lacking = case.state.lacking
    asked = case.asked.understood.elements
    return (
        bool(asked)
        and set(asked) <= set(lacking)
        and case.item == case.state.slots.item
        and _lacks(case)
    )


def _lacks(case: Case) -> bool:
    asked = case.wanted
    return bool(case.fitting) and all(
        set(says(told.guide, asked)) == {None} for told in case.fitting
    )


def _may_be_asked_about(case: Case) -> bool:
    """Not where all are found hardly, and by chance: none holds the words."""
    if not may_be_meant(case.offered):
        return False
    likely = case.offered[0].probability >= _HARDLY
    return likely or bool(near_in_words(case.asked.search_text, case.offered))


def _here_unknown(case: Case) -> bool:
    """「我们区」, and the district is not known, though districts have guides of their own."""
    said = case.asked.understood.here and case.asked.slots.region is None
    return said and len({told.guide.region for told in case.of_situation}) > 1


def _question_in_the_guide(case: Case) -> bool:
    return question_alike(case) is not None


def _asks_or_wants(case: Case) -> bool:
    words = case.asked.search_text
    return phrase("wants").search(words) is not None or phrase("asks").search(words) is not None


def _tells_of_nothing(case: Case) -> bool:
    """「已经关了阀门开窗了」: nothing is asked, and what is found is chance."""
    found = case.item is not None or may_be_meant(case.offered)
    first = case.state.rounds == 0  # who goes on so is not understood, and a person is called
    tells = phrase("has_happened").search(case.asked.search_text) is not None
    same = case.asked.slots == case.state.slots
    return (
        (first and tells and same)
        and not (found or case.asked.elements)
        and not _asks_or_wants(case)
    )


def _only_tells(case: Case) -> bool:
    """「我和老伴今年去海南过冬」, after what was asked has been answered."""
    asked, said = case.asked, case.asked.understood
    asks = said.elements or said.signal or said.day or asked.fixed or asked.rest
    going_on = asked.relation in (Relation.FOLLOWS, Relation.MAY_FOLLOW) and case.continues
    same = case.slots == case.state.slots and case.state.pending is None
    told = bool(case.state.tried) and not told_of_it(case)
    return going_on and same and told and not asks and not _asks_or_wants(case)


TABLE = (
    Row(
        name="a name of several regions is asked about",
        applies=_several_regions_named,
        act=ask_which_region,
    ),
    Row(
        name="another city's matter is that city's",
        applies=_is_of_another_city,
        act=lambda case: Refuse(why=Declined.ELSEWHERE, place=case.asked.understood.elsewhere),
    ),
    Row(
        name="where no matter is named it is asked for, and none is guessed at",
        applies=lambda case: case.item is None and case.names_nothing,
        act=lambda _: AskItem(hits=()),
    ),
    Row(
        name="the matters of a topic are listed where all are asked for",
        applies=lambda case: len(case.listed) > 1,
        act=list_matters,
    ),
    Row(
        name="what else there is to get is offered beside the matter talked about",
        applies=lambda case: bool(case.besides),
        act=lambda case: AskItem(hits=case.besides, besides=True),
    ),
    Row(
        name="what all that may be meant say is answered at once",
        applies=lambda case: case.item is None and say_the_same_whichever(case),
        act=answer_whichever,
    ),
    Row(
        name="of several items that may be meant one is chosen by the citizen",
        applies=lambda case: case.item is None and _may_be_asked_about(case),
        act=ask_item,
    ),
    Row(
        name="what only tells, and of nothing that was found, is heard",
        applies=_tells_of_nothing,
        act=lambda _: Talk(kind="heard"),
    ),
    Row(
        name="where nothing fits the nearest are named",
        applies=lambda case: case.item is None,
        act=lambda case: NotFound(nearest=near_in_words(case.asked.search_text, case.hits)),
    ),
    Row(
        name="a question beside an item whose element is asked for is no answer yet",
        applies=_stands_beside_an_item,
        act=lambda case: AskItem(hits=case.offered),
    ),
    Row(
        name="a question or a passage is answered as it stands",
        applies=lambda case: case.entry is not None,
        act=answer_entry,
    ),
    Row(
        name="an item by name only has nothing to answer from",
        applies=lambda case: not case.all_guides,
        act=no_content,
    ),
    Row(
        name="a region without a guide names those that have one",
        applies=lambda case: not case.here and not case.fitting and not case.is_outdated,
        act=none_there,
    ),
    Row(
        name="what has expired is not answered from",
        applies=lambda case: not case.fitting,
        act=tell_expired,
    ),
    Row(
        name="our district, which is not known yet, is asked for",
        applies=_here_unknown,
        act=ask_district,
    ),
    Row(
        name="guides that contradict each other are for people to settle",
        applies=lambda case: bool(case.wanted) and contradict(case.fitting, case.elements),
        act=lambda case: hand_over(case, HandOffReason.CONFLICT),
    ),
    Row(
        name="what a guide lacks, asked for again, is for people to find out",
        applies=_insists,
        act=lambda case: hand_over(case, HandOffReason.UNSETTLED),
    ),
    Row(
        name="a question that stands in the guide itself is answered from there",
        applies=_question_in_the_guide,
        act=answer_question,
    ),
    Row(
        name="what is told and changes nothing is taken note of",
        applies=_only_tells,
        act=take_note,
    ),
    Row(
        name="what all guides that may apply say is answered at once",
        applies=lambda case: say_the_same(case.fitting, case.elements),
        act=answer_guide,
    ),
    Row(
        name="a few short answers are told side by side",
        applies=lambda case: side_by_side(case) is not None,
        act=side_by_side_answer,
    ),
    Row(
        name="what no guide that may apply tells is said to be missing",
        applies=no_guide_tells,
        act=answer_untold,
    ),
    Row(
        name="who applies is asked for where it tells the answers apart best",
        applies=lambda case: question_for_guides(case) is Dimension.AUDIENCE,
        act=ask_audience,
    ),
    Row(
        name="the district is asked for where it tells the answers apart best",
        applies=lambda case: question_for_guides(case) is Dimension.REGION,
        act=ask_district,
    ),
    Row(
        name="the situation is asked for where it tells the answers apart best",
        applies=lambda case: question_for_guides(case) is Dimension.SITUATION,
        act=ask_situation,
    ),
    Row(
        name="everything else is answered",
        applies=lambda _: True,
        act=answer_all,
    ),
)


def decide(asked: Asked, state: State, findings: Findings) -> Decision:
    """Choose what to do with a question."""
    case = Case(with_region(asked, findings), state, findings)
    decision = next(row.act(case) for row in TABLE if row.applies(case))
    return escalated(decision, state, case.slots if case.item else case.stay, case.wanted)
