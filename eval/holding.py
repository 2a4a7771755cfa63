"""Holding a scripted dialogue: turn by turn, as a citizen would."""

from dataclasses import dataclass

from api import schemas
from eval.callers import Caller
from eval.checking import Fault, checked, faults
from eval.dialogues import Dialogue, ScriptedTurn
from eval.proving import Prover

NONE = "none"
_NONE_WORDS = frozenset({NONE, "都不是"})


@dataclass(frozen=True, kw_only=True)
class Exchange:
    """One round: what was said, what came back, and what was wrong with it."""

    said: str
    option_id: str | None
    reply: schemas.Turn
    checked: tuple[str, ...]  # checks that say something of this reply
    faults: tuple[Fault, ...]

    def __str__(self) -> str:
        lines = [f"市民：{self.said}", f"热线（{self.reply.status}）：{self.reply.text}"]
        lines += [f"  · {option.id} {option.label}" for option in self.reply.options]
        lines += [f"  ✗ {fault.check}: {fault.said}" for fault in self.faults]
        return "\n".join(lines)


def hold(dialogue: Dialogue, caller: Caller, prover: Prover) -> tuple[Exchange, ...]:
    """Hold a dialogue to its end, whatever comes back.

    Raises:
        RegionUnknown, MessageInvalid, ServerUnusable: the script cannot be said.
    """
    session = caller.open(region=dialogue.region, audience=dialogue.audience)
    done: list[Exchange] = []
    for turn in dialogue.turns:
        before = done[-1].reply if done else None
        text, option_id, missing = _said(turn, before)
        reply = caller.say(session, text, option_id=option_id, slots=turn.slots)
        invented = prover.invented(reply, said=[*(each.said for each in done), text])
        code = caller.region_code
        found = faults(turn.expect, reply, region_code=code, invented=invented)
        done.append(
            Exchange(
                said=text,
                option_id=option_id,
                reply=reply,
                checked=checked(turn.expect, reply),
                faults=(*missing, *found),
            )
        )
    return tuple(done)


def _said(
    turn: ScriptedTurn, before: schemas.Turn | None
) -> tuple[str, str | None, tuple[Fault, ...]]:
    """Words, option id, and a fault where the option was never offered: then its label is said."""
    if turn.option is None:
        return turn.text or "", None, ()
    options = before.options if before else []
    wanted = turn.option.strip()
    for at, option in enumerate(options, 1):
        is_none = option.id == NONE and wanted in _NONE_WORDS
        if is_none or wanted in (option.label, str(at)):
            return option.label, option.id, ()
    offered = [option.label for option in options]
    said = f"{wanted!r} cannot be chosen; offered were {offered}"
    return wanted, None, (Fault(check="options", said=said),)
