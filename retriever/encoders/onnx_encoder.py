"""Questions encoded by ONNX Runtime, from the folder that `onnx_export` wrote."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from retriever.encoders.encoder import FloatArray, Progress, Role
from retriever.encoders.onnx_export import INPUTS, MODEL_FILE, SETTINGS_FILE, TOKENIZER_FILE

TOGETHER = 16  # texts a run: more of them are no quicker
_APART = 16  # tokens by which the texts of a run may differ: a short one pays for a long one


class OnnxEncoder:
    """The quantised twin of a model, for questions only.

    Its vectors are near enough to the model's to search among them, and are never kept: `name`
    is the model's own. A text has the same vector in any company, but for the last digits of a
    float. May be used from several threads.
    """

    def __init__(self, folder: Path, name: str, threads: int | None = None) -> None:
        """Open the graph.

        Args:
            folder: written by `export`.
            name: of the encoder whose vectors are searched.
            threads: a run may use; None: all cores.
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
        ids = [self._ids(text) for text in texts]
        vectors = np.empty((len(texts), self._dimension), np.float32)
        for rows in _runs([len(each) for each in ids]):
            vectors[rows] = self._run([ids[row] for row in rows])
            if progress is not None:
                progress(len(rows))
        return vectors

    def _ids(self, text: str) -> list[int]:
        # A lone half of a surrogate pair is no text; the tokenizer would refuse it.
        whole = self._prompt + text.encode("utf-8", "replace").decode()
        ids: list[int] = self._tokenizer.encode(whole).ids
        return ids

    def _run(self, texts: Sequence[Sequence[int]]) -> FloatArray:
        ids = np.zeros((len(texts), max(map(len, texts))), np.int64)
        mask = np.zeros_like(ids)
        for row, own in enumerate(texts):
            ids[row, : len(own)] = own
            mask[row, : len(own)] = 1
        inputs = dict(zip(INPUTS, (ids, mask), strict=True))
        vectors: FloatArray = self._session.run(None, inputs)[0]
        return vectors


def _runs(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Which texts are encoded together: rows of like length, the shortest first."""
    run: list[int] = []
    for row in sorted(range(len(lengths)), key=lengths.__getitem__):
        if run and (len(run) == TOGETHER or lengths[row] - lengths[run[0]] > _APART):
            yield run
            run = []
        run.append(row)
    if run:
        yield run
