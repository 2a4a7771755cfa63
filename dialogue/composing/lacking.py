"""Saying that there is nothing to answer from: no guide, none there, or one that has expired."""

from collections.abc import Iterable

from dialogue.composing.citing import guide_answer
from dialogue.composing.scene import Scene
from dialogue.deciding.decisions import NoContent, TellExpired
from dialogue.reply import Reply
from dialogue.turn import Status
from dialogue.wording import wording

_LISTED = 12  # names of regions


def no_content(decision: NoContent, scene: Scene) -> Reply:
    """The item is known and has no guide, or none for this region."""
    say, regions = wording().unanswerable, scene.findings.regions
    if decision.region is None:
        text = say["no_content"].format(name=decision.name)
    else:
        text = say["no_content_region"].format(
            name=decision.name,
            region=regions[decision.region].name,
            others=_listed(regions[code].name for code in decision.others),
        )
    return Reply(
        text=text,
        status=Status.UNANSWERABLE_NO_CONTENT,
        slots=decision.slots,
        suggestions=(wording().next["operator"],),
    )


def expired(decision: TellExpired, scene: Scene) -> Reply:
    """The guide is not in force, and what to do instead."""
    say, guide, today = wording().answer, decision.told.guide, scene.findings.today
    key = "expired" if guide.valid_until and guide.valid_until < today else "not_yet_valid"
    text = say[key].format(
        name=guide.name,
        valid_until=guide.valid_until,
        valid_from=guide.valid_from,
        agency=guide.agency or say["unstated"],
    )
    return Reply(
        text=text,
        status=Status.UNANSWERABLE_EXPIRED,
        slots=decision.slots,
        answers=(guide_answer(decision.told, None, Status.UNANSWERABLE_EXPIRED, text),),
        suggestions=(wording().next["operator"],),
    )


def _listed(names: Iterable[str]) -> str:
    listed = list(names)
    return "、".join(listed[:_LISTED]) + ("等" if len(listed) > _LISTED else "")
