"""A model's quantised twin for questions: one ONNX graph from token ids to a unit vector.

Weights are int8 and activations are quantised as they come (`quantising`). That answers a question in
about a sixth of torch's time and needs neither torch nor its memory in the server (docs/adr/0006).
"""

import json
import logging
import shutil
import warnings
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from retriever import runtime
from retriever.encoders.adapter import Adapter
from retriever.encoders.quantising import quantise

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

MODEL_FILE = "model.onnx"
TOKENIZER_FILE = "tokenizer.json"
SETTINGS_FILE = "settings.json"
INPUTS = ("input_ids", "attention_mask")
_MODULES = ["Transformer", "Pooling", "Normalize"]
_OPSET = 17


class NotExportable(Exception):
    """The model is not a transformer with mean pooling and normalisation, so torch encodes."""


def export(folder: Path, target: Path, adapter: Adapter | None = None) -> None:
    """Write the quantised twin of a SentenceTransformer folder.

    Args:
        folder: a saved SentenceTransformer.
        target: exists and is empty; gets the graph, the tokenizer and the settings.
        adapter: what training changed of the model.

    Raises:
        NotExportable: the model is of another shape.
    """
    if not (folder / TOKENIZER_FILE).is_file():
        raise NotExportable(f"{folder} has no {TOKENIZER_FILE}")
    runtime.prepare()
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging as transformers_logging

    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    model = SentenceTransformer(
        str(folder),
        device="cpu",
        local_files_only=True,
        model_kwargs={"attn_implementation": "eager"},  # traced into a third fewer nodes
    )
    _check(model)
    if adapter is not None:
        inner: Any = model[0].auto_model
        adapter.add_to(inner.float())
    with TemporaryDirectory(dir=target.parent) as scratch, _quietly():
        whole = Path(scratch, MODEL_FILE)
        _write_graph(model, whole)
        quantise(whole, target / MODEL_FILE)
    shutil.copy(folder / TOKENIZER_FILE, target / TOKENIZER_FILE)
    settings = {
        "prompt": model.prompts.get("query") or "",
        "tokens": int(model.max_seq_length or 512),
        "dimension": int(model.get_embedding_dimension() or 0),
    }
    (target / SETTINGS_FILE).write_text(json.dumps(settings), encoding="utf-8")


def _check(model: "SentenceTransformer") -> None:
    found = [type(module).__name__ for module in model]
    pooling = getattr(model[1], "pooling_mode", None) if len(found) > 1 else None
    if found != _MODULES or pooling not in ("mean", ("mean",), ["mean"]):
        raise NotExportable(f"made of {', '.join(found)} with pooling {pooling}")


def _write_graph(model: "SentenceTransformer", path: Path) -> None:
    import torch

    transformer: Any = model[0]
    inner = transformer.auto_model.eval().float()

    class UnitVector(torch.nn.Module):
        """Token ids to the mean of their states, of length one."""

        def __init__(self) -> None:
            super().__init__()
            self.inner = inner

        def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
            states = self.inner(
                input_ids=input_ids,
                attention_mask=attention_mask,
                token_type_ids=torch.zeros_like(input_ids),
            ).last_hidden_state
            kept = attention_mask.unsqueeze(-1).to(states.dtype)
            mean = (states * kept).sum(1) / kept.sum(1).clamp(min=1e-9)
            return torch.nn.functional.normalize(mean, dim=-1)

    example = torch.tensor([[0, 5, 6, 2], [0, 7, 2, 1]])
    mask = torch.tensor([[1, 1, 1, 1], [1, 1, 1, 0]])
    names = (*INPUTS, "vector")
    axes = {name: {0: "texts"} if name == "vector" else {0: "texts", 1: "tokens"} for name in names}
    torch.onnx.export(
        UnitVector(),
        (example, mask),
        str(path),
        input_names=list(INPUTS),
        output_names=["vector"],
        dynamic_axes=axes,
        opset_version=_OPSET,
        dynamo=False,  # the other exporter needs onnxscript and writes the same graph
    )


class _quietly:  # noqa: N801 - reads as a statement
    """Exporting tells of its own deprecations and tips, which nobody here can follow."""

    def __enter__(self) -> None:
        self._catcher = warnings.catch_warnings()
        self._catcher.__enter__()
        warnings.simplefilter("ignore")
        self._level = logging.root.level
        self._handlers = logging.root.handlers[:]
        logging.root.setLevel(logging.ERROR)

    def __exit__(self, *_: object) -> None:
        logging.root.setLevel(self._level)
        logging.root.handlers[:] = self._handlers  # it lets everything of others be told too
        self._catcher.__exit__(None, None, None)
