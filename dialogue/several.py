"""Several questions in one message: each answered in its turn, each with its own status."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from dialogue.reply import Reply
from dialogue.state import State
from dialogue.turn import Status
from dialogue.understanding import Understood
from dialogue.wording import one_of, wording

Answering = Callable[[Understood, State], tuple[State, Reply]]
_SUGGESTED = 3
_WIDE = str.maketrans(",?!:;", "，？！：；")
_MARKS = ",，、;；。 "


def in_turn(said: Understood, state: State, answer: Answering) -> tuple[State, Reply]:
    """Answer the questions of a message in their order.

    Of several that must be asked back only the first is; one that names nothing goes with it, any
    other waits until the open question is answered, and is answered then.
    """
    waiting = state.later
    told: list[tuple[Understood, Reply]] = []
    state = replace(state, later=())
    for question in said.questions:
        open_ = any(reply.pending and reply.status.group != "answered" for _, reply in told)
        state, reply = _one(question, state, answer, open_=open_)
        if reply is not None:
            told.append((question, reply))
    if waiting and state.pending is None and told[-1][1].status.group == "answered":
        for question in waiting:
            state, reply = _one(question, state, answer, open_=state.pending is not None)
            if reply is not None:
                told.append((question, reply))
    elif waiting:
        state = replace(state, later=(*state.later, *waiting))
    return state, joined(told, state)


def _one(
    question: Understood, state: State, answer: Answering, *, open_: bool
) -> tuple[State, Reply | None]:
    open_question = state.pending
    if not open_ or open_question is None:
        return answer(question, state)
    if question.names_nothing:
        elements = tuple(dict.fromkeys((*open_question.elements, *question.elements)))
        return replace(state, pending=replace(open_question, elements=elements)), None
    after, reply = answer(question, replace(state, pending=None))
    if after.pending is not None:
        return replace(state, later=(*state.later, question)), None
    return replace(after, pending=open_question), reply


def joined(told: Sequence[tuple[Understood, Reply]], state: State) -> Reply:
    """One reply of several, in order; what was put off is named."""
    say = wording()
    last = told[-1][1]
    later = [
        one_of(say.clarification["later"], 0).format(words=each.masked) for each in state.later
    ]
    if len(told) == 1:
        words = tuple(each.masked for each in state.later)
        text = "\n\n".join((last.text, *later))
        return replace(last, text=text, context=(*last.context, *words)) if later else last
    paragraphs = [say.answer["several"]]
    for number, (question, reply) in enumerate(told, 1):
        heading = say.answer["asked"].format(
            number=number, words=_as_written(question.masked.strip(_MARKS))
        )
        paragraphs += (heading, reply.text)
    options = next((reply.options for _, reply in told if _is_open(reply, state)), ())
    probabilities = [r.probability for _, r in told if r.probability is not None]
    suggestions = dict.fromkeys(each for _, reply in told for each in reply.suggestions)
    return Reply(
        text="\n\n".join((*paragraphs, *later)),
        status=overall([reply.status for _, reply in told]),
        slots=state.slots,
        answers=tuple(answer for _, reply in told for answer in reply.answers),
        options=options,
        suggestions=tuple(suggestions)[:_SUGGESTED],
        probability=min(probabilities, default=None),
        pending=state.pending,
        packet=next((reply.packet for _, reply in told if reply.packet), None),
        context=(
            *(each for _, reply in told for each in reply.context),
            *(question.masked for question, _ in told),
            *(each.masked for each in state.later),
        ),
    )


def _as_written(normalised: str) -> str:
    """Words that were cut out of a message, with the marks of Chinese: 「多少钱?」 is 「多少钱？」."""
    return normalised.translate(_WIDE)


def _is_open(reply: Reply, state: State) -> bool:
    """Whether what a reply offers can still be chosen: a later question may have taken its place."""
    open_question = state.pending
    return (
        reply.pending is not None
        and open_question is not None
        and reply.pending.options == open_question.options
    )


def overall(statuses: Sequence[Status]) -> Status:
    """The status of several answers: all answered, some, or as the first that was not."""
    groups = {status.group for status in statuses}
    if groups == {"answered"}:
        partly = Status.ANSWERED_PARTLY in statuses
        return Status.ANSWERED_PARTLY if partly else Status.ANSWERED
    if "answered" in groups:
        return Status.ANSWERED_PARTLY
    return next((each for each in statuses if each.group != "smalltalk"), statuses[0])
