"""How an answer begins: with the citizen's own words, what was corrected, or what it is about."""

from dataclasses import dataclass

from dialogue.deciding.decisions import AnswerGuide, Differing
from dialogue.findings import Findings
from dialogue.phrases import phrase
from dialogue.resolving import Asked, Relation
from dialogue.state import State
from dialogue.wording import one_of, wording
from dialogue.words import naming
from kb.elements import Audience, Audiences, Element
from retriever.tokens import normalise

_SHORTEST, _LONGEST = 2, 14  # characters of the citizen's words that are said back


@dataclass(frozen=True, kw_only=True)
class Lead:
    """The sentences before an answer, what it is about, and the words in them that no citation holds."""

    sentences: tuple[str, ...] = ()
    matter: str = ""  # 「白鹭区养犬登记」; empty where that goes without saying
    context: tuple[str, ...] = ()


def lead(
    decision: AnswerGuide, asked: Asked, state: State, findings: Findings, variety: int
) -> Lead:
    """How an answer out of a guide begins."""
    guide, said = decision.guide, wording().lead
    # What goes for every situation is said of none.
    one = decision.differing is not Differing.SITUATION and not decision.whichever
    situation = guide.situation if one else None
    names = {"name": guide.name, "situation": situation or "", "region": ""}
    if guide.region and decision.differing is not Differing.REGION:
        names["region"] = findings.regions[guide.region].name
    before, context = _before(decision, asked, findings, state, situation, variety)
    short = _short(asked, state, decision)
    match short:
        case "corrected":
            return Lead(
                sentences=(*before, one_of(said[short], variety).format(**names)), context=context
            )
        case "same":
            return Lead(sentences=before, context=context)
        case "same_situation" | "same_region":
            matter = one_of(said[short], variety).format(**names)
            return Lead(sentences=before, matter=matter, context=context)
    if guide.region != asked.slots.region and not _tells_apart(guide.region, findings):
        names["region"] = ""
    matter = whole = f"{names['region']}{guide.name}"
    if situation:
        whole = one_of(said["matter_situation"], variety).format(matter=matter, situation=situation)
    if short == "back":
        sentence = one_of(said["back"], variety).format(matter=whole)
        return Lead(sentences=(*before, sentence), context=context)
    words = ""
    if _is_new_matter(decision, asked, state):
        words = said_back(asked.search_text, normalise(asked.understood.masked))
    # 「公积金租房提取」 says no more than the name itself does.
    if set(words) - set(normalise(f"{guide.name}{situation or ''}")):
        key = "words_situation" if situation else "words"
        sentence = one_of(said[key], variety).format(
            words=words, matter=matter, situation=situation
        )
        return Lead(sentences=(*before, sentence), context=(*context, words))
    return Lead(sentences=before, matter=whole, context=context)


def _tells_apart(region: str | None, findings: Findings) -> bool:
    """Whether there are others beside a region: of the one city of a base nobody has to be told."""
    if region is None:
        return False
    parent = findings.regions[region].parent
    return any(each.parent == parent and each.code != region for each in findings.regions)


def said_back(text: str, heard: str) -> str:
    """The citizen's words for the matter, where they can be said back as they were heard; else empty."""
    words = naming(text)
    fits = _SHORTEST <= len(words) <= _LONGEST and words in heard
    return words if fits and not phrase("clumsy").search(words) else ""


def _is_new_matter(decision: AnswerGuide, asked: Asked, state: State) -> bool:
    is_new = state.slots.item != decision.guide.item_code
    names = asked.relation in (Relation.NEW, Relation.MAY_FOLLOW)
    return is_new and names and not decision.unplaced


def _short(asked: Asked, state: State, decision: AnswerGuide) -> str | None:
    """How a follow-up begins, which names only what is new."""
    guide, before = decision.guide, state.slots
    if asked.relation is Relation.BACK:
        return "back"
    follows = asked.relation in (Relation.FOLLOWS, Relation.MAY_FOLLOW, Relation.CHOICE)
    if not follows or before.item != guide.item_code or decision.differing is not None:
        return None
    if not decision.whichever and guide.situation and guide.situation != before.situation:
        corrects = asked.understood.ruled_out or before.situation is not None
        corrects = corrects and asked.assumed is None
        return "corrected" if corrects else "same_situation"
    if asked.slots.region != before.region:
        return "same_region" if guide.region and guide.region == asked.slots.region else None
    return "same"


def _before(
    decision: AnswerGuide,
    asked: Asked,
    findings: Findings,
    state: State,
    situation: str | None,
    variety: int,
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """A region that has no guide of its own, or none in force; for whom the matter is."""
    guide, say, regions = decision.guide, wording(), findings.regions
    lines: list[str] = []
    context: list[str] = []
    region = asked.slots.region
    is_new = state.slots.item != guide.item_code or region != state.slots.region
    if region and guide.region and region != guide.region:
        names = {"asked": regions[region].name, "region": regions[guide.region].name}
        if decision.outer:
            lines.append(say.answer["outer"].format(**names))
            context.append(names["asked"])
        elif is_new and guide.region in regions.line(region):
            lines.append(one_of(say.lead["elsewhere_guide"], variety).format(**names))
            context.append(names["asked"])
    audience = asked.understood.audience
    # 「单位申请」 says for whom it is by itself.
    if audience and not situation and _depends_on(audience, guide.item_code, findings):
        lines.append(one_of(say.lead[audience], variety))
    return tuple(lines), tuple(context)


def _depends_on(audience: Audience, item_code: str, findings: Findings) -> bool:
    """Whether an item has guides for one kind of applicant that are not for the other."""
    values = (guide.elements.get(Element.AUDIENCE) for _, guide in findings.guides(item_code))
    kinds = {frozenset(value.kinds) for value in values if isinstance(value, Audiences)}
    return len(kinds) > 1 and any(audience not in each for each in kinds)
