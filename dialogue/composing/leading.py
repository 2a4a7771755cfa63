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
    """The first lines, and the words in them that no citation holds."""

    lines: tuple[str, ...]
    context: tuple[str, ...] = ()


def lead(
    decision: AnswerGuide, asked: Asked, state: State, findings: Findings, variety: int
) -> Lead:
    """The first lines of an answer out of a guide; the last one is a heading."""
    guide, regions = decision.guide, findings.regions
    # What goes for every situation is said of none.
    one = decision.differing is not Differing.SITUATION and not decision.whichever
    situation = guide.situation if one else None
    region = guide.region if decision.differing is not Differing.REGION else None
    lines, context = _before(decision, asked, state, findings, variety)
    words = said_back(asked.search_text) if _is_new_matter(decision, asked, state) else ""
    key = _short(asked, state, decision)
    # 「公积金租房提取」 says no more than the heading itself does.
    if key is None and set(words) - set(normalise(f"{guide.name}{situation or ''}")):
        key = "words" + ("_situation" if situation else "") + ("_in" if region else "")
        context.append(words)
    if key is None:
        key = ("situation" if situation else "item") + ("_in" if region else "")
    heading = one_of(wording().lead[key], variety).format(
        name=guide.name,
        situation=situation,
        region=regions[region].name if region else "",
        words=words,
    )
    return Lead(lines=(*lines, heading), context=tuple(context))


def said_back(text: str) -> str:
    """The citizen's words for the matter, where they can be said back; empty where not."""
    words = naming(text)
    return (
        words if _SHORTEST <= len(words) <= _LONGEST and not phrase("clumsy").search(words) else ""
    )


def _is_new_matter(decision: AnswerGuide, asked: Asked, state: State) -> bool:
    is_new = state.slots.item != decision.guide.item_code
    names = asked.relation in (Relation.NEW, Relation.MAY_FOLLOW)
    return is_new and names and not decision.unplaced


def _short(asked: Asked, state: State, decision: AnswerGuide) -> str | None:
    """The short heading of a follow-up, which names only what is new."""
    guide, before = decision.guide, state.slots
    if asked.relation is Relation.BACK:
        return "back"
    follows = asked.relation in (Relation.FOLLOWS, Relation.MAY_FOLLOW)
    if not follows or before.item != guide.item_code or decision.differing is not None:
        return None
    if decision.whichever:
        return "same"
    if guide.situation and guide.situation != before.situation:
        corrects = asked.understood.ruled_out or before.situation is not None
        corrects = corrects and asked.assumed is None
        return "corrected" if corrects else "same_situation"
    if asked.slots.region != before.region:
        return "same_region" if guide.region and guide.region == asked.slots.region else None
    return "same_situation" if guide.situation else "same"


def _before(
    decision: AnswerGuide, asked: Asked, state: State, findings: Findings, variety: int
) -> tuple[list[str], list[str]]:
    """Lines above the heading: a region that has no guide of its own, for whom the matter is."""
    guide, said, regions = decision.guide, wording().lead, findings.regions
    lines: list[str] = []
    context: list[str] = []
    is_new = state.slots.item != guide.item_code
    region = asked.slots.region
    if (
        region
        and guide.region
        and region != guide.region
        and (is_new or region != state.slots.region)
        and guide.region in regions.line(region)
    ):
        names = {"asked": regions[region].name, "region": regions[guide.region].name}
        lines.append(one_of(said["elsewhere_guide"], variety).format(**names))
        context.append(names["asked"])
    audience = asked.understood.audience
    if audience is not None and _depends_on(audience, guide.item_code, findings):
        lines.append(one_of(said[audience], variety))
    return lines, context


def _depends_on(audience: Audience, item_code: str, findings: Findings) -> bool:
    """Whether an item has guides for one kind of applicant that are not for the other."""
    values = (guide.elements.get(Element.AUDIENCE) for _, guide in findings.guides(item_code))
    kinds = {frozenset(value.kinds) for value in values if isinstance(value, Audiences)}
    return len(kinds) > 1 and any(audience not in each for each in kinds)
