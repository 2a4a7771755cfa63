"""The trainer of sentence-transformers with what a small adapter needs; heavy to import."""

import logging
import re
from pathlib import Path
from shutil import rmtree
from typing import TYPE_CHECKING, Any

import torch
from datasets import Dataset
from safetensors.torch import load_file, save_file
from sentence_transformers import SentenceTransformer, SentenceTransformerTrainer
from sentence_transformers.sentence_transformer.losses import MultipleNegativesRankingLoss
from sentence_transformers.sentence_transformer.training_args import (
    BatchSamplers,
    SentenceTransformerTrainingArguments,
)
from torch.nn import functional
from torch.nn.utils import parametrize
from transformers import PrinterCallback, TrainerCallback
from transformers.trainer_utils import get_last_checkpoint
from transformers.utils import logging as logging_of_transformers

from retriever.candidates import FloatArray

if TYPE_CHECKING:
    from retriever.training.tuning import Progress, TuningSettings

log = logging.getLogger(__name__)
_LEARNT = "adapter.safetensors"
_WRITTEN_LAST = "trainer_state.json"
_LAYER = re.compile(r"\.(\d+)\.")


def trained(
    folder: Path,
    examples: Dataset,
    turn: FloatArray | None,
    kept: Path,
    settings: "TuningSettings",
    progress: "Progress | None",
) -> dict[str, tuple[torch.Tensor, torch.Tensor]]:
    """Train a model of a folder on (question, name, wrong names…).

    Args:
        folder: a saved SentenceTransformer.
        examples: its columns in this order.
        turn: W, float32 [d, d].
        kept: folder of the checkpoints; with one, the training goes on from there.
        settings: of the training.
        progress: told steps.

    Returns:
        (down, up) by the name of the matrix they change.
    """
    logging_of_transformers.disable_progress_bar()  # type: ignore[no-untyped-call]
    model = SentenceTransformer(
        str(folder), device="cpu", local_files_only=True, model_kwargs={"dtype": torch.float32}
    )
    model.max_seq_length = settings.tokens
    inner: Any = model[0].auto_model
    changes = _changeable(inner, upper_matrices(inner, settings.layers), settings.rank)
    arguments = SentenceTransformerTrainingArguments(
        output_dir=str(kept),
        use_cpu=True,
        bf16=_computes_in_bfloat16(),
        num_train_epochs=settings.epochs,
        per_device_train_batch_size=settings.batch,
        learning_rate=settings.rate,
        warmup_steps=0.1,  # a share: below one
        lr_scheduler_type="linear",
        batch_sampler=BatchSamplers.NO_DUPLICATES,
        prompts=model.prompts.get("query") or None,
        save_strategy="steps",
        save_steps=settings.save_every,
        save_total_limit=1,
        logging_strategy="no",
        disable_tqdm=True,
        report_to=[],
        seed=0,
    )
    trainer = _Trainer(
        model=model,
        args=arguments,
        train_dataset=examples,
        loss=MultipleNegativesRankingLoss(
            model, scale=1 / settings.temperature, similarity_fct=_nearness(turn)
        ),
        callbacks=[_Told(progress)] if progress else None,
    )
    trainer.remove_callback(PrinterCallback)
    last = _last_whole(kept)
    if last:
        log.info("the training goes on from %s", last)
    trainer.train(resume_from_checkpoint=last)
    return {name: (each.down, each.up) for name, each in changes.items()}


class LowRank(torch.nn.Module):
    """M + up · down, where M stays as it is; up begins at zero, so nothing is changed at first."""

    def __init__(self, matrix: torch.Tensor, rank: int) -> None:
        super().__init__()
        rows, columns = matrix.shape
        self.down = torch.nn.Parameter(torch.randn(rank, columns) / columns**0.5)
        self.up = torch.nn.Parameter(torch.zeros(rows, rank))

    def forward(self, matrix: torch.Tensor) -> torch.Tensor:
        """The changed matrix."""
        return matrix + self.up @ self.down


def _changeable(inner: torch.nn.Module, names: list[str], rank: int) -> dict[str, LowRank]:
    """Freeze a model but for low-rank changes of some of its matrices."""
    torch.manual_seed(0)
    inner.requires_grad_(requires_grad=False)
    changes = {}
    for name in names:
        module: Any = inner.get_submodule(name)
        changes[name] = LowRank(module.weight, rank)
        parametrize.register_parametrization(module, "weight", changes[name])
    return changes


class _Trainer(SentenceTransformerTrainer):
    """Keeps in its checkpoints what is learnt, not the whole model: a few MB each."""

    def add_model_card_callback(self, default_args_dict: dict[str, Any]) -> None:
        """No card is written of what nobody downloads."""

    def _save(self, output_dir: str | None = None, state_dict: object = None) -> None:  # noqa: ARG002
        target = Path(output_dir or str(self.args.output_dir))
        target.mkdir(parents=True, exist_ok=True)
        save_file(_learnt(self.model), target / _LEARNT)

    def _load_from_checkpoint(
        self,
        resume_from_checkpoint: str,
        model: torch.nn.Module | None = None,  # noqa: ARG002 - as the trainer calls it
    ) -> None:
        held = load_file(Path(resume_from_checkpoint, _LEARNT))
        with torch.no_grad():
            for name, own in self.model.named_parameters():
                if own.requires_grad:
                    own.copy_(held[name])


class _Told(TrainerCallback):
    def __init__(self, progress: "Progress") -> None:
        self._progress = progress

    def on_step_end(
        self,
        args: Any,  # noqa: ARG002 - as the trainer calls it
        state: Any,
        control: Any,  # noqa: ARG002
        **kwargs: Any,  # noqa: ARG002
    ) -> None:
        """Tell how far it is."""
        self._progress(state.global_step, state.max_steps)


def upper_matrices(model: torch.nn.Module, layers: int) -> list[str]:
    """The names of all matrices of the topmost layers."""
    numbered = {
        name: int(found.group(1))
        for name, module in model.named_modules()
        if isinstance(module, torch.nn.Linear) and (found := _LAYER.search(f".{name}."))
    }
    lowest = max(numbered.values(), default=0) - layers
    return [name for name, layer in numbered.items() if layer > lowest]


def _nearness(turn: FloatArray | None) -> Any:
    """Inner products of questions and names as they are searched: turned, of length one."""
    learnt = None if turn is None else torch.from_numpy(turn)

    def turned(vectors: torch.Tensor) -> torch.Tensor:
        vectors = functional.normalize(vectors.float(), dim=-1)
        if learnt is None:
            return vectors
        return functional.normalize(vectors + vectors @ learnt.T, dim=-1)

    return lambda questions, names: turned(questions) @ turned(names).T


def _last_whole(kept: Path) -> str | None:
    """The last checkpoint; one that was cut off while it was written is removed."""
    while last := get_last_checkpoint(str(kept)):  # type: ignore[no-untyped-call]
        if Path(last, _WRITTEN_LAST).is_file():
            return str(last)
        rmtree(last)
    return None


def _learnt(model: torch.nn.Module) -> dict[str, torch.Tensor]:
    return {
        name: each.detach().contiguous()
        for name, each in model.named_parameters()
        if each.requires_grad
    }


def _computes_in_bfloat16() -> bool:
    has = torch.cpu.get_capabilities()
    return bool(has.get("avx512_bf16") or has.get("amx_bf16"))
