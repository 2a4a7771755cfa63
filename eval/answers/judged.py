"""A case that was asked, read back from its line: what was said, what came back, how right it is."""

from functools import cached_property
from typing import Any

from api import schemas
from dialogue.turn import Status
from eval.answers.judging import judge, right_so_far
from eval.answers.truth import Alternative, Truth
from eval.runs import Line

ANSWERED = "answered"


class Judged:
    """One line of a run of answers."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self.id = str(line["id"])
        self.said = [str(each["said"]) for each in line["exchanges"]]
        kept = line["exchanges"][line["judged"] :]
        self.replies = [schemas.Turn.model_validate(each["reply"]) for each in kept]
        self.truths = tuple(map(_truth, line["truth"]))

    @property
    def reply(self) -> schemas.Turn:
        """The reply to the question itself; those after it are to the options chosen."""
        return self.replies[0]

    @property
    def group(self) -> str:
        """The status group of that reply."""
        return Status(self.reply.status).group

    @property
    def expected(self) -> str:
        """The status group that is right."""
        return str(self.line.get("expect") or ANSWERED)

    @property
    def cluster(self) -> str:
        """What the case is about: its item; else the template it was made from, or itself."""
        golds = self.line.get("gold") or [
            code for part in self.line.get("parts", ()) for code in part["gold"]
        ]
        template = (tag for tag in self.line.get("tags", ()) if tag.startswith("template:"))
        return min(golds) if golds else next(template, f"case {self.id}")

    @cached_property
    def judgements(self) -> list[dict[str, float]]:
        """How right each reply is, from that to the question itself."""
        return [judge(reply, self.truths) for reply in self._all_told]

    @property
    def _all_told(self) -> list[schemas.Turn]:
        """Each reply with what those before it, in part, have answered already."""
        told: list[schemas.Turn] = []
        answers: list[schemas.Answer] = []
        for reply in self.replies:
            answers = [*answers, *reply.answers]
            told.append(reply.model_copy(update={"answers": answers}))
        return told

    @property
    def is_right_so_far(self) -> bool:
        """Whether the first reply is right in what it answers, and asks back for the rest."""
        return right_so_far(self.reply, self.truths)

    @property
    def turns_to_answer(self) -> int | None:
        """Replies until the exact one, 1 being the first; None where it never came."""
        exact = (at for at, each in enumerate(self.judgements, 1) if each["exact"] == 1)
        return next(exact, None)


def _truth(told: dict[str, Any]) -> Truth:
    tuples = {name: tuple(told[name]) for name in ("codes", "names", "asked_regions")}
    alternatives = (
        Alternative(**{**each, "parts": tuple(each["parts"])}) for each in told["alternatives"]
    )
    return Truth(**{**told, **tuples, "alternatives": tuple(alternatives)})
