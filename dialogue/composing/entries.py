"""Answering with what stands for itself: a question's answer, a passage, a life event's steps."""

from dataclasses import replace
from datetime import date

from dialogue.composing.citing import cite_entry, source_lines
from dialogue.composing.scene import Scene
from dialogue.deciding.decisions import AnswerEntry
from dialogue.reply import Reply
from dialogue.state import About, Pending
from dialogue.turn import Answer, Option, Status
from dialogue.wording import wording
from kb.life_events import LifeEvent
from kb.records import Faq, Policy


def compose_entry(decision: AnswerEntry, scene: Scene) -> Reply:
    """Give the entry whole, or say that it has expired."""
    say, hit, record = wording().answer, decision.hit, decision.stored.record
    if not isinstance(record, Faq | Policy | LifeEvent):
        raise TypeError(record)
    answer = Answer(
        status=Status.ANSWERED,
        item_code=hit.item_code,
        name=hit.name,
        region=record.region,
        situation=None,
        element=None,
        text=hit.text,
        citations=(cite_entry(decision.stored, hit),),
    )
    shell = Reply(
        text="", status=Status.ANSWERED, slots=decision.slots, probability=hit.probability
    )
    if _is_expired(record.valid_until, scene):
        agency = record.agency or say["unstated"]
        text = say["expired_entry"].format(valid_until=record.valid_until, agency=agency)
        expired = Status.UNANSWERABLE_EXPIRED
        answer = replace(answer, status=expired, text=text, citations=())
        return replace(shell, text=text, status=expired, answers=(answer,))
    sources = source_lines((answer,), scene.findings.regions)
    match record:
        case Faq():
            text = hit.text
        case Policy():
            text = say["passage"].format(title=record.title, text=hit.text)
        case _:
            return _life_event(record, replace(shell, answers=(answer,)), sources, scene)
    context = (record.question,) if isinstance(record, Faq) else ()
    whole = "\n\n".join((text, *sources))
    return replace(shell, text=whole, answers=(answer,), context=context)


def _life_event(event: LifeEvent, shell: Reply, sources: tuple[str, ...], scene: Scene) -> Reply:
    """The numbered steps; each that is an item of the base can be asked on."""
    say = wording().answer
    steps = {
        str(number): step
        for number, step in enumerate(event.steps, 1)
        if step.item_code in scene.findings.records
    }
    text = say["life_event"].format(name=event.name, text=event.text)
    hint = (say["life_event_next"],) if steps else ()
    pending = Pending(
        search_text=scene.asked.search_text,
        elements=(),
        options={
            number: replace(shell.slots, item=step.item_code) for number, step in steps.items()
        },
        labels={number: step.item for number, step in steps.items()},
        about=About.STEP,
    )
    options = tuple(Option(id=number, label=step.item) for number, step in steps.items())
    return replace(
        shell,
        text="\n\n".join((text, *hint, *sources)),
        options=options,
        pending=pending if options else None,
    )


def _is_expired(valid_until: date | None, scene: Scene) -> bool:
    return valid_until is not None and valid_until < scene.findings.today
