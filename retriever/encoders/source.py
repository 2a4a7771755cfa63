"""The encoders of a running hotline: the model for its texts and, for questions, its fast twin."""

import json
import logging
from functools import cached_property
from pathlib import Path

from retriever.encoders.encoder import Encoder
from retriever.encoders.hashing import HashingEncoder
from retriever.encoders.loading import HASHING_ENCODER, ModelFolder, find_model, load_encoder
from retriever.encoders.model_folder import damage_of, install, lock_of
from retriever.encoders.onnx_encoder import OnnxEncoder
from retriever.encoders.onnx_export import NotExportable, export

log = logging.getLogger(__name__)
_VERDICT_FILE = "verdict.json"
# Raised whenever the export changes, so that what an older release wrote is made again.
_RECIPE = 2


class Encoders:
    """Loads each encoder once, when it is first wanted."""

    def __init__(self, name_or_path: str, models_dir: Path, threads: int | None = None) -> None:
        """Args as of `load_encoder`; `threads` is what one question may use."""
        self._name = name_or_path
        self._models_dir = models_dir
        self._threads = threads

    @cached_property
    def texts(self) -> Encoder:
        """The model itself, for texts and, unless its twin is as good, for questions."""
        return load_encoder(self._name, self._models_dir)

    @property
    def questions(self) -> Encoder:
        """The fast twin, where a publish found it as good as the model; else the model."""
        folder = self._twin_folder
        if folder is not None and _verdict(folder) and damage_of(folder, self._recipe) is None:
            return self._opened_twin
        return self.texts

    @cached_property
    def _opened_twin(self) -> Encoder:
        assert self._twin_folder is not None
        return OnnxEncoder(self._twin_folder, self._model.name, self._threads)

    def twin(self) -> Encoder | None:
        """The fast twin, exported now if it is not there; None where the model has none."""
        folder = self._twin_folder
        if folder is None:
            return None
        with lock_of(folder):
            if damage_of(folder, self._recipe) is not None:
                try:
                    install(folder, self._recipe, lambda target: export(self._model.folder, target))
                except NotExportable as error:
                    log.warning("questions are encoded by the model itself: %s", error)
                    return None
        return OnnxEncoder(folder, self._model.name, self._threads)

    def accept_twin(self, *, accepted: bool) -> None:
        """Remember whether the twin may encode questions from now on."""
        if self._twin_folder is None:
            return
        path = _verdict_path(self._twin_folder)
        path.write_text(json.dumps({"accepted": accepted}), encoding="utf-8")

    @cached_property
    def _model(self) -> ModelFolder:
        return find_model(self._name, self._models_dir)

    @property
    def _recipe(self) -> str:
        return f"int8-{_RECIPE}-{self._model.name}"

    @cached_property
    def _twin_folder(self) -> Path | None:
        if self._name == HASHING_ENCODER:
            return None
        label = self._model.name.split("@", 1)[0]
        return self._models_dir / f"{label}.int8"


class OneEncoder(Encoders):
    """A given encoder for everything; for tests."""

    def __init__(self, encoder: Encoder | None = None) -> None:
        super().__init__(HASHING_ENCODER, Path())
        self.texts = encoder or HashingEncoder()


def _verdict_path(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.{_VERDICT_FILE}")


def _verdict(folder: Path) -> bool:
    try:
        return bool(json.loads(_verdict_path(folder).read_text(encoding="utf-8"))["accepted"])
    except (OSError, ValueError, KeyError, TypeError):
        return False
