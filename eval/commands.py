"""Which command made a run, and how its figures are made from what it kept."""

from collections.abc import Mapping
from typing import Any

from eval import dialogue_run, scoring
from eval.answers import scoring as answer_scoring
from eval.cases import Case
from eval.errors import RunUnusable
from eval.runs import RunFolder


def score_run(folder: RunFolder, golds: Mapping[str, Case] | None = None) -> dict[str, Any]:
    """Score a run's folder anew, whatever it asked.

    Args:
        folder: of a run that came to its end.
        golds: cases by id to judge by, instead of the run's own; not for dialogues, whose replies
            were held against their script turn by turn.

    Raises:
        RunUnusable: there is no whole run, or it cannot be judged by other cases.
    """
    match folder.config().get("command"):
        case "answers":
            return answer_scoring.score_folder(folder, golds)
        case "dialogues":
            if golds is not None:
                raise RunUnusable(
                    f"{folder.path} holds dialogues: run them again with the new script"
                )
            return dialogue_run.score_folder(folder)
        case _:
            return scoring.score_folder(folder, golds)
