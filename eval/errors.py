"""Errors of the evaluation: each names the place and the remedy."""

from collections.abc import Sequence
from pathlib import Path

from kb.errors import Problem

_SHOWN = 20


class EvalError(Exception):
    """The evaluation could not do what was asked."""


class CaseMappingInvalid(EvalError):
    """A mapping of case columns is unknown or wrong."""


class CasesInvalid(EvalError):
    """Rows of a file of cases are wrong; nothing was run."""

    def __init__(self, path: Path, problems: Sequence[Problem]) -> None:
        lines = [f"  {each}" for each in problems[:_SHOWN]]
        if len(problems) > _SHOWN:
            lines.append(f"  … and {len(problems) - _SHOWN} more")
        many = f"{len(problems)} problems" if len(problems) > 1 else "a problem"
        super().__init__("\n".join([f"{path} has {many}; nothing was run", *lines]))
        self.problems = tuple(problems)


class RunUnusable(EvalError):
    """A folder holds no run, half of one, or another one than was asked for."""


class TrecInvalid(EvalError):
    """A TREC file is not in its form."""


class FigureUnknown(EvalError):
    """A figure was named that the run does not have."""


class ServerUnusable(EvalError):
    """A running hotline does not answer, or refused a question."""
