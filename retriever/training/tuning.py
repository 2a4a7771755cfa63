"""Training the encoder: questions are drawn to the names they ask for, away from those they do not.

Only thin matrices beside the upper layers' own are learnt (LoRA), because a few thousand questions
about a few hundred items would teach a whole model to forget the rest of the language. A training that
was cut off goes on from its last checkpoint.
"""

import json
import logging
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from shutil import rmtree
from typing import TYPE_CHECKING

from retriever import runtime
from retriever.candidates import FloatArray
from retriever.encoders.adapter import Adapter
from retriever.encoders.loading import ModelFolder
from retriever.training.examples import Example

if TYPE_CHECKING:
    from datasets import Dataset

log = logging.getLogger(__name__)
Progress = Callable[[int, int], None]  # steps done, steps in all


@dataclass(frozen=True, kw_only=True)
class TuningSettings:
    """How long and how boldly is learnt; chosen as docs/finding.md says."""

    layers: int = 4  # from the top; those below are what the model knows of the language
    rank: int = 16
    wrong: int = 2  # names that each question is told apart from, beside the batch's own
    rate: float = 5e-4
    epochs: int = 1
    batch: int = 64
    temperature: float = 0.02
    tokens: int = 48  # of a text; names and questions are shorter
    save_every: int = 10  # steps between two checkpoints


def tune(
    model: ModelFolder,
    examples: Sequence[Example],
    turn: FloatArray | None,
    folder: Path,
    *,
    settings: TuningSettings = TuningSettings(),
    progress: Progress | None = None,
) -> Adapter:
    """Learn what to change of a model, or go on with it where it was cut off.

    Minimises the cross-entropy of the softmax of (q · n / temperature) over the names of a batch and
    the wrong ones (InfoNCE, van den Oord et al. 2018), q and n turned as they will be searched.

    Args:
        model: to train.
        examples: in any order.
        turn: W of the ranker, float32 [d, d]; it stays as it is.
        folder: for checkpoints; those of other examples, settings or models are deleted.
        settings: of the training.
        progress: told steps, those of an earlier run too.
    """
    runtime.prepare()
    from retriever.training.trainer import trained

    mark = mark_of(model, examples, turn, settings)
    own = folder / mark
    if folder.is_dir():
        for other in folder.iterdir():
            if other != own:
                rmtree(other)
    own.mkdir(parents=True, exist_ok=True)
    matrices = trained(model.folder, _dataset(examples), turn, own, settings, progress)
    return Adapter.of(model.name, matrices)


def mark_of(
    model: ModelFolder,
    examples: Sequence[Example],
    turn: FloatArray | None,
    settings: TuningSettings,
) -> str:
    """Sixteen hex digits that only the same training has."""
    whole = sha256(json.dumps([model.name, asdict(settings)]).encode())
    whole.update(b"" if turn is None else turn.tobytes())
    for each in examples:
        whole.update(json.dumps([each.question, each.name, *each.wrong]).encode())
    return whole.hexdigest()[:16]


def _dataset(examples: Sequence[Example]) -> "Dataset":
    from datasets import Dataset

    columns = {
        "question": [each.question for each in examples],
        "name": [each.name for each in examples],
    }
    for place in range(len(examples[0].wrong) if examples else 0):
        columns[f"wrong{place + 1}"] = [each.wrong[place] for each in examples]
    return Dataset.from_dict(columns)
