"""One reply for each kind of decision."""

from dialogue.composing import asking, lacking, talking
from dialogue.composing.assuming import with_other_options
from dialogue.composing.entries import compose_entry
from dialogue.composing.guides import compose_guide, compose_question
from dialogue.composing.handing_over import hand_over
from dialogue.composing.scene import Scene
from dialogue.composing.vouching import vouch
from dialogue.composing.whichever import compose_whichever
from dialogue.deciding.decisions import (
    AnswerEntry,
    AnswerGuide,
    AnswerQuestion,
    AnswerWhichever,
    AskAudience,
    AskItem,
    AskRegion,
    AskSituation,
    Decision,
    HandOver,
    NoContent,
    NoneFits,
    NotFound,
    Refuse,
    Signpost,
    StartAnew,
    TakeNote,
    Talk,
    TellExpired,
    Vouch,
)
from dialogue.reply import Reply


def compose(decision: Decision, scene: Scene) -> Reply:
    """Say what was decided; where an option was taken for the citizen, say so and keep the others."""
    reply = _composed(decision, scene)
    return with_other_options(reply, scene) if scene.asked.assumed else reply


def _composed(decision: Decision, scene: Scene) -> Reply:  # noqa: PLR0912 - one case a kind
    match decision:
        case AnswerGuide():
            return compose_guide(decision, scene)
        case AnswerWhichever():
            return compose_whichever(decision, scene)
        case AnswerQuestion():
            return compose_question(decision, scene)
        case AnswerEntry():
            return compose_entry(decision, scene)
        case TellExpired():
            return lacking.expired(decision, scene)
        case NoContent():
            return lacking.no_content(decision, scene)
        case AskItem():
            return asking.ask_item(decision, scene)
        case AskSituation():
            return asking.ask_situation(decision, scene)
        case AskRegion():
            return asking.ask_region(decision, scene)
        case AskAudience():
            return asking.ask_audience(decision, scene)
        case NotFound():
            return asking.not_found(decision, scene)
        case NoneFits():
            return asking.none_fits(decision, scene)
        case Talk():
            return talking.talk(decision, scene)
        case TakeNote():
            return talking.take_note(decision, scene)
        case Vouch():
            return vouch(scene)
        case StartAnew():
            return talking.start_anew(scene.state, scene.variety)
        case Signpost():
            return talking.signpost(decision, scene.state)
        case Refuse():
            return talking.refuse(decision, scene.asked.slots)
        case HandOver():
            slots = decision.slots or scene.state.slots
            name = decision.name or (scene.findings.name(slots.item) if slots.item else None)
            understood = scene.asked.understood
            return hand_over(decision, understood, scene.state, name, scene.findings.regions)
