"""Learning how to turn vectors, so that questions lie nearer to the names they ask for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from retriever import runtime
from retriever.candidates import FloatArray

if TYPE_CHECKING:
    import torch

Progress = Callable[[int, int], None]  # steps done, steps in all


@dataclass(frozen=True, kw_only=True)
class ProjectionSettings:
    """How long and how boldly is learnt; chosen on one half of real questions (docs/finding.md)."""

    # E5 was itself trained at .01: its inner products lie between .75 and 1, so a higher
    # temperature would push everything apart that the encoder knows to be alike.
    temperature: float = 0.02
    # What a unit of |W|² costs: it holds back turns that only some of the questions ask for.
    restraint: float = 0.003
    epochs: int = 6
    batch: int = 128
    rate: float = 1e-3


def fit_projection(
    questions: FloatArray,
    names: FloatArray,
    right: Sequence[Sequence[int]],
    *,
    settings: ProjectionSettings = ProjectionSettings(),
    seed: int = 0,
    progress: Progress | None = None,
) -> FloatArray:
    """W of v + W v, for which each question lies nearer to its own name than to all others.

    Minimises the cross-entropy of the softmax of (q · n / temperature) over all names
    (InfoNCE, van den Oord et al. 2018, with every name as a negative) plus
    restraint * |W|², by Adam (Kingma and Ba 2015) with a rate that falls to zero.

    Args:
        questions: float32 [q, d], of length one.
        names: float32 [n, d], of length one.
        right: of each question, the rows of its names, the one it was asked for first.
        settings: of the training.
        seed: of the order in which questions are shown.
        progress: told steps.

    Returns:
        float32 [d, d].
    """
    runtime.prepare()
    import torch
    from torch.nn import functional

    torch.manual_seed(seed)
    order = np.random.default_rng(seed)
    width = questions.shape[1]
    turn = torch.zeros(width, width, requires_grad=True)
    rates = torch.optim.Adam([turn], lr=settings.rate)
    asked, called = torch.from_numpy(questions), torch.from_numpy(names)
    first = torch.tensor([each[0] for each in right])
    also = _also_right(right)
    batches = -(-len(questions) // settings.batch)
    steps = settings.epochs * batches
    shown = order.permutation(len(questions))
    for step in range(steps):
        if step and step % batches == 0:
            shown = order.permutation(len(questions))
        rows = shown[(step % batches) * settings.batch :][: settings.batch]
        for group in rates.param_groups:
            group["lr"] = settings.rate * (1 - step / steps)
        nearness = _turned(asked[rows], turn) @ _turned(called, turn).T / settings.temperature
        for place, row in enumerate(rows):
            nearness[place, also.get(int(row), [])] = -torch.inf
        loss = functional.cross_entropy(nearness, first[rows])
        loss = loss + settings.restraint * turn.square().sum()
        rates.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        rates.step()
        if progress:
            progress(step + 1, steps)
    found: FloatArray = turn.detach().numpy().copy()
    return found


def _also_right(right: Sequence[Sequence[int]]) -> dict[int, list[int]]:
    """Names that are right beside the first: no negatives of their question."""
    return {row: list(each[1:]) for row, each in enumerate(right) if len(each) > 1}


def _turned(vectors: "torch.Tensor", turn: "torch.Tensor") -> "torch.Tensor":
    from torch.nn import functional

    return functional.normalize(vectors + vectors @ turn.T, dim=-1)
