"""Questions encoded by ONNX Runtime, from the folder that `onnx_export` wrote."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from retriever.encoders.encoder import FloatArray, Progress, Role
from retriever.encoders.onnx_export import INPUTS, MODEL_FILE, SETTINGS_FILE, TOKENIZER_FILE


class OnnxEncoder:
    """The quantised twin of a model, for questions only.

    Its vectors are near enough to the model's to search among them, and are never kept: `name`
    is the model's own. May be used from several threads.
    """

    def __init__(self, folder: Path, name: str, threads: int | None = None) -> None:
        """Open the graph.

        Args:
            folder: written by `export`.
            name: of the encoder whose vectors are searched.
            threads: a question may use; None: all cores.
        """
        import onnxruntime
        from tokenizers import Tokenizer

        settings = json.loads((folder / SETTINGS_FILE).read_text(encoding="utf-8"))
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads or 0
        options.inter_op_num_threads = 1
        # A spinning thread takes a core from whoever else has a question.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session = onnxruntime.InferenceSession(
            folder / MODEL_FILE, options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER_FILE))
        self._tokenizer.enable_truncation(settings["tokens"])
        self._tokenizer.no_padding()
        self._prompt = str(settings["prompt"])
        self._name = name
        self._dimension = int(settings["dimension"])

    @property
    def name(self) -> str:
        """Identity of the vectors that may be searched with this encoder's."""
        return self._name

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self._dimension

    def encode(
        self, texts: Sequence[str], role: Role, *, progress: Progress | None = None
    ) -> FloatArray:
        """Encode questions; see `Encoder.encode`.

        Raises:
            ValueError: another role than QUERY.
        """
        if role is not Role.QUERY:
            raise ValueError(f"the quantised model encodes questions, not {role}")
        vectors = np.empty((len(texts), self._dimension), np.float32)
        for row, text in enumerate(texts):
            # One at a time: activations are quantised by the range of the whole batch, so company
            # would change a question's vector, and a short question would pay for a long one.
            vectors[row] = self._encoded(text)
            if progress is not None:
                progress(1)
        return vectors

    def encode_together(self, texts: Sequence[str]) -> FloatArray:
        """Encode questions in one padded run: quicker, and not the same as one by one.

        Only to measure by: it is what the processor could do at most.
        """
        encodings = [self._tokenizer.encode(self._prompt + text).ids for text in texts]
        width = max(map(len, encodings))
        ids = np.zeros((len(texts), width), np.int64)
        mask = np.zeros_like(ids)
        for row, own in enumerate(encodings):
            ids[row, : len(own)] = own
            mask[row, : len(own)] = 1
        vectors: FloatArray = self._session.run(None, dict(zip(INPUTS, (ids, mask), strict=True)))[
            0
        ]
        return vectors

    def _encoded(self, text: str) -> FloatArray:
        # A lone half of a surrogate pair is no text; the tokenizer would refuse it.
        whole = self._prompt + text.encode("utf-8", "replace").decode()
        ids = np.array([self._tokenizer.encode(whole).ids], np.int64)
        inputs = dict(zip(INPUTS, (ids, np.ones_like(ids)), strict=True))
        vector: FloatArray = self._session.run(None, inputs)[0][0]
        return vector
