"""What differs among the guides that may be answered from, and what to do about it."""

from collections.abc import Hashable, Sequence

from dialogue.deciding.case import Case
from dialogue.deciding.decisions import Differing, Told
from dialogue.deciding.elements import overview
from dialogue.deciding.gain import Candidate, Dimension, best_question, likeliest
from dialogue.deciding.guides import guides_of, nearest, says, within
from dialogue.deciding.hits import kinds_of
from dialogue.resolving import situations_meant
from kb.elements import Audience, Element
from retriever.tokens import normalise

# What may well be another at another agency; everything else is one standard for an item.
_OF_AN_AGENCY = frozenset(
    {
        Element.PLACE,
        Element.HOURS,
        Element.PHONE,
        Element.COMPLAINT_PHONE,
        Element.ONLINE,
        Element.AGENCY,
        Element.FAQ,
    }
)
_FEW = 3  # different answers that are told side by side
_SHORT = 60  # characters of each


def contradict(guides: Sequence[Told], elements: Sequence[Element]) -> bool:
    """True where guides of the same region and situation say two things to what is asked.

    Two agencies may each have a place, hours and a telephone of their own; they may not each have
    a fee, a limit or a list of documents of their own. One agency may not say two things at all.
    """
    groups: dict[tuple[str | None, ...], list[Told]] = {}
    for each in guides:
        groups.setdefault((each.guide.region, each.guide.situation), []).append(each)
    for group in groups.values():
        agencies = {told.guide.agency for told in group}
        for element in elements:
            said = {(t.guide.agency, text) for t in group if (text := says(t.guide, (element,))[0])}
            texts = {text for _, text in said}
            if len(texts) > 1 and (element not in _OF_AN_AGENCY or len(said) > len(agencies)):
                return True
    return False


def side_by_side(case: Case) -> Differing | None:
    """By what the guides differ, where that is one thing and few and short answers."""
    told, elements = case.fitting, case.elements
    if not case.wanted or len(elements) > 1:
        return None
    answers = {says(each.guide, elements)[0] for each in told}
    if len(answers) > _FEW or not all(map(_is_short, answers)):
        return None
    differing = [
        kind
        for kind, values in (
            (Differing.SITUATION, {each.guide.situation for each in told}),
            (Differing.REGION, {each.guide.region for each in told}),
            (Differing.AGENCY, {each.guide.agency for each in told}),
        )
        if len(values) > 1
    ]
    if Differing.REGION in differing:
        # A district has an agency of its own: that is no further difference.
        differing = [kind for kind in differing if kind is not Differing.AGENCY]
    if Differing.SITUATION in differing and _agencies_go_with_situations(told):
        differing = [kind for kind in differing if kind is not Differing.AGENCY]
    return differing[0] if len(differing) == 1 else None


def _is_short(text: str | None) -> bool:
    return text is not None and len(text) <= _SHORT and "\n" not in text


def _agencies_go_with_situations(guides: Sequence[Told]) -> bool:
    pairs = {(each.guide.situation, each.guide.agency) for each in guides}
    return len(pairs) == len({each.guide.situation for each in guides})


def question_for_guides(case: Case) -> Dimension | None:
    """The one question about applicant, situation or district that is worth most, if any changes it."""
    found = _candidates(case, case.fitting, case.probability)
    # Of equal worth: who applies is easier to tell than a situation's name, and stays known.
    unknown = [Dimension.AUDIENCE] if len(audiences_to_offer(case)) > 1 else []
    if len(_situations(case)) > 1:
        unknown.append(Dimension.SITUATION)
    if len({each.guide.region for each in case.fitting}) > 1:
        unknown.append(Dimension.REGION)
    return best_question(found, unknown)


def situations_to_offer(case: Case) -> tuple[str, ...]:
    """The situations that are asked about; those that were spoken of before come first."""
    names = _situations(case)
    before = situations_meant(" ".join(map(normalise, case.state.words)), names)
    return tuple(sorted(names, key=lambda each: each not in before))


def audiences_to_offer(case: Case) -> tuple[Audience, ...]:
    """The kinds of applicants that are asked about, where guides are for some of them only."""
    if case.asked.slots.audience is not None:
        return ()
    kinds = [set(kinds_of(told.guide)) for told in case.fitting]
    return tuple(each for each in Audience if any(each in one for one in kinds))


def regions_to_offer(case: Case) -> tuple[str, ...]:
    """The districts that are asked about."""
    found = _candidates(case, case.fitting, case.probability)
    return likeliest(found, Dimension.REGION, most=len(found))


def say_the_same_whichever(case: Case) -> bool:
    """True where every item that may be meant answers what is asked with the same words."""
    if not case.wanted or sum(h.probability for h in case.offered) < case.findings.answer_at:
        return False
    answers: set[Hashable] = set()
    for hit in case.offered:
        found = _candidates(case, guides_of(case.findings, hit.item_code), hit.probability)
        if not found:
            return False  # a question, or an item by name only
        answers.update(each.answer for each in found)
    absent = (None,) * len(case.wanted)
    return len(case.offered) > 1 and len(answers) == 1 and absent not in answers


def _situations(case: Case) -> tuple[str, ...]:
    return tuple(dict.fromkeys(t.guide.situation for t in case.fitting if t.guide.situation))


def _candidates(case: Case, guides: Sequence[Told], weight: float) -> list[Candidate]:
    region = case.asked.slots.region
    applying = nearest(guides, region, case.findings) or within(guides, region, case.findings)
    return [
        Candidate(
            weight=weight / len(applying) / len(kinds_of(each.guide)),
            item=each.guide.item_code,
            situation=each.guide.situation,
            region=each.guide.region,
            audience=kind,
            answer=says(each.guide, case.wanted or overview(each.guide)),
        )
        for each in applying
        for kind in kinds_of(each.guide)
    ]
