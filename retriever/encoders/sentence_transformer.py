"""Any SentenceTransformer folder as an encoder."""

import logging
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from retriever import runtime
from retriever.encoders.adapter import Adapter
from retriever.encoders.encoder import FloatArray, Progress, Role
from retriever.errors import EncoderUnavailable

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_log = logging.getLogger(__name__)

_BATCH = 32  # measured on two cores: 16 and 64 are slower, or no faster (docs/adr/0002)
_PROMPT_NAMES = {Role.QUERY: ("query",), Role.PASSAGE: ("passage", "document")}


class SentenceTransformerEncoder:
    """A model of the sentence-transformers library on the CPU.

    Prefixes come from the model's own prompts. One text alone is encoded in float32; several go
    in batches of like length, in bfloat16 where the processor computes in it (two to three times
    the speed, and within .9999 of the float32 vectors, so that both may be kept together).
    May be used from several threads.
    """

    def __init__(self, folder: Path, name: str, adapter: Adapter | None = None) -> None:
        """Load a model.

        Args:
            folder: a saved SentenceTransformer.
            name: identity of its vectors, as `Encoder.name`.
            adapter: what training changed of it.

        Raises:
            AdapterUnfit: it was trained on another model.
            EncoderUnavailable: the folder holds no model that loads.
        """
        runtime.prepare()
        import torch
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging as transformers_logging

        transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        try:
            self._model = SentenceTransformer(
                str(folder),
                device="cpu",
                local_files_only=True,
                # Whatever the file holds, the arithmetic is float32 unless `encode` says otherwise.
                model_kwargs={"dtype": torch.float32},
            )
        except Exception as error:  # the library raises whatever its parts raise
            raise EncoderUnavailable(
                name,
                f"{folder} does not load as a SentenceTransformer ({error})",
                "Save it again with SentenceTransformer.save, or name another encoder in the settings.",
            ) from error
        if adapter is not None:
            inner: Any = self._model[0].auto_model
            adapter.add_to(inner)
        self._name = name
        self._prompts = {role: _prompt(self._model, role) for role in Role}
        if not any(self._prompts.values()):
            _log.warning(
                "Encoder %s has no prompts for query and passage; if it was trained with prefixes,"
                " write them into its config_sentence_transformers.json",
                name,
            )
        self._bfloat16 = _computes_in_bfloat16()
        # The first call sets the tokenizer's padding and truncation, which must not happen while
        # another thread is inside it.
        self._dimension = int(self._encoded(["."], Role.QUERY).shape[1])

    @property
    def name(self) -> str:
        """Identity of the vectors."""
        return self._name

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self._dimension

    def encode(
        self, texts: Sequence[str], role: Role, *, progress: Progress | None = None
    ) -> FloatArray:
        """Encode texts; see `Encoder.encode`."""
        import torch

        vectors = np.empty((len(texts), self._dimension), dtype=np.float32)
        # Texts of like length share a batch, so that little of it is padding; longest first, so
        # that memory is at its peak at once and the time left is not underestimated.
        order = sorted(range(len(texts)), key=lambda row: len(texts[row]), reverse=True)
        fast = self._bfloat16 and len(texts) > 1
        for start in range(0, len(order), _BATCH):
            rows = order[start : start + _BATCH]
            with torch.autocast("cpu", torch.bfloat16) if fast else nullcontext():
                vectors[rows] = self._encoded([texts[row] for row in rows], role)
            if progress is not None:
                progress(len(rows))
        return vectors

    def _encoded(self, texts: list[str], role: Role) -> FloatArray:
        return self._model.encode(
            # A lone half of a surrogate pair is no text; the tokenizer would refuse the batch.
            [text.encode("utf-8", "replace").decode() for text in texts],
            prompt=self._prompts[role],
            batch_size=_BATCH,
            show_progress_bar=False,
            normalize_embeddings=True,
        )


def _prompt(model: "SentenceTransformer", role: Role) -> str:
    """The model's prefix for a role, or none; never its default, which would go before both."""
    found = (model.prompts.get(name) for name in _PROMPT_NAMES[role])
    return next((prompt for prompt in found if prompt), "")


def _computes_in_bfloat16() -> bool:
    """Whether the processor has instructions for it; emulated, it is slower than float32."""
    import torch

    has = torch.cpu.get_capabilities()
    return bool(has.get("avx512_bf16") or has.get("amx_bf16"))
