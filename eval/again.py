"""A case asked of one hotline, for nothing but whether it is right."""

from dialogue.errors import DialogueError
from dialogue.service import Service
from eval.callers import CHANNEL
from eval.cases import Case
from kb.errors import KbError


def right(case: Case, service: Service) -> bool:
    """Whether the last reply is about a gold, tells its answer, and has the expected status.

    A service that refuses the case (a region that is gone) is not right.
    """
    try:
        session = service.open_session(channel=CHANNEL, region=case.region)
        turn = None
        for text in case.turns:
            turn = service.ask(session.id, text)
    except (DialogueError, KbError):
        return False
    assert turn is not None
    if case.expect and turn.status.group != case.expect:
        return False
    about = {answer.item_code for answer in turn.answers} | {turn.slots.item}
    if case.gold and not about.intersection(case.gold):
        return False
    plain = "".join(turn.text.split())
    return all("".join(text.split()) in plain for text in case.answer)
