"""How an answer begins: with the citizen's own words, what was corrected, or what it is about."""

from dataclasses import dataclass

from dialogue.deciding.decisions import AnswerGuide, Differing
from dialogue.findings import Findings
from dialogue.resolving import Asked, Relation
from dialogue.state import State
from dialogue.wording import one_of, wording
from dialogue.words import naming

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
    situation = guide.situation if decision.differing is not Differing.SITUATION else None
    region = guide.region if decision.differing is not Differing.REGION else None
    lines, context = _before(decision, asked, state, findings, variety)
    key = _short(asked, state, decision)
    if key is None:
        key = ("situation" if situation else "item") + ("_in" if region else "")
    heading = one_of(wording().lead[key], variety).format(
        name=guide.name, situation=situation, region=regions[region].name if region else ""
    )
    return Lead(lines=(*lines, heading), context=tuple(context))


def _short(asked: Asked, state: State, decision: AnswerGuide) -> str | None:
    """The short heading of a follow-up, which names only what is new."""
    guide, before = decision.guide, state.slots
    if asked.relation is Relation.BACK:
        return "back"
    follows = asked.relation in (Relation.FOLLOWS, Relation.MAY_FOLLOW)
    if not follows or before.item != guide.item_code or decision.differing is not None:
        return None
    if guide.situation and guide.situation != before.situation:
        corrects = asked.understood.ruled_out or before.situation is not None
        return "corrected" if corrects else "same_situation"
    if asked.slots.region != before.region:
        return "same_region" if guide.region and guide.region == asked.slots.region else None
    return "same_situation" if guide.situation else "same"


def _before(
    decision: AnswerGuide, asked: Asked, state: State, findings: Findings, variety: int
) -> tuple[list[str], list[str]]:
    """Lines above the heading: the citizen's words, a region that has no guide of its own."""
    guide, said, regions = decision.guide, wording().lead, findings.regions
    lines: list[str] = []
    context: list[str] = []
    is_new = state.slots.item != guide.item_code
    if is_new and not decision.unplaced and asked.relation in (Relation.NEW, Relation.MAY_FOLLOW):
        words = naming(asked.search_text)
        if _SHORTEST <= len(words) <= _LONGEST and words not in guide.name:
            lines.append(one_of(said["words"], variety).format(words=words, name=guide.name))
            context.append(words)
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
    if asked.understood.audience is not None:
        lines.append(one_of(said[asked.understood.audience], variety))
    return lines, context
