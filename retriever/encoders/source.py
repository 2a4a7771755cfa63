"""The encoders of a running hotline: the model for its texts and, for questions, its fast twin."""

import json
import logging
from collections.abc import Collection
from functools import cached_property
from glob import escape
from pathlib import Path
from shutil import rmtree

from retriever import runtime
from retriever.encoders.adapter import Adapter
from retriever.encoders.encoder import Encoder
from retriever.encoders.gathering import Gathering
from retriever.encoders.hashing import HashingEncoder
from retriever.encoders.loading import HASHING_ENCODER, ModelFolder, find_model, load_encoder
from retriever.encoders.model_folder import damage_of, install, lock_of
from retriever.encoders.onnx_encoder import OnnxEncoder
from retriever.encoders.onnx_export import NotExportable, export

log = logging.getLogger(__name__)
_VERDICT_FILE = "verdict.json"
_TWIN = ".int8"  # how the names of their folders end
# Raised whenever the export changes, so that what an older release wrote is made again.
_RECIPE = 3


class Encoders:
    """Loads each encoder once, when it is first wanted."""

    def __init__(
        self,
        name_or_path: str,
        models_dir: Path,
        threads: int | None = None,
        adapter: Adapter | None = None,
    ) -> None:
        """Args as of `load_encoder`; `threads` is what one question may use."""
        self._name = name_or_path
        self._models_dir = models_dir
        self._threads = threads
        self._wanted = adapter
        self._changed: dict[Adapter, Encoders] = {}

    def changed_by(self, adapter: Adapter | None) -> "Encoders":
        """The same encoders as training changed them; these where it changed nothing, or others."""
        if adapter is None or not self.can_be_trained or adapter.encoder != self.model.name:
            return self
        if adapter not in self._changed:
            self._changed[adapter] = Encoders(self._name, self._models_dir, self._threads, adapter)
        return self._changed[adapter]

    @property
    def can_be_trained(self) -> bool:
        """Whether there is a model behind them at all."""
        return self._name != HASHING_ENCODER

    @cached_property
    def texts(self) -> Encoder:
        """The model itself, for texts and, unless its twin is as good, for questions."""
        return load_encoder(self._name, self._models_dir, self._wanted)

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
        twin = OnnxEncoder(self._twin_folder, self._vectors, self._threads)
        return Gathering(twin, runs=runtime.at_once(self._threads))

    def twin(self) -> Encoder | None:
        """The fast twin, exported now if it is not there; None where the model has none."""
        folder = self._twin_folder
        if folder is None:
            return None
        with lock_of(folder):
            if damage_of(folder, self._recipe) is not None:
                try:
                    install(folder, self._recipe, self._export)
                except NotExportable as error:
                    log.warning("questions are encoded by the model itself: %s", error)
                    return None
        return OnnxEncoder(folder, self._vectors, self._threads)

    @property
    def twin_is_judged(self) -> bool:
        """Whether it is known who encodes questions; not after a release that exports otherwise."""
        folder = self._twin_folder
        if folder is None:
            return True
        if not _verdict_path(folder).is_file():
            return False
        return not _verdict(folder) or damage_of(folder, self._recipe) is None

    def forget_twin(self) -> None:
        """Remove the twin: nobody will ask it."""
        if self._twin_folder is not None:
            _remove(self._twin_folder)

    def sweep_twins(self, kept: Collection[str]) -> None:
        """Remove the twins of trained encoders that no generation is asked with any more.

        Args:
            kept: names of the encoders that generations were made with.
        """
        if not self.can_be_trained:
            return
        label = self.model.name.split("@", 1)[0]
        for folder in self._models_dir.glob(f"{escape(label)}+*{_TWIN}"):
            digest = folder.name.removeprefix(f"{label}+").removesuffix(_TWIN)
            if f"{self.model.name}+{digest}" not in kept:
                _remove(folder)

    def accept_twin(self, *, accepted: bool) -> None:
        """Remember whether the twin may encode questions from now on."""
        if self._twin_folder is None:
            return
        path = _verdict_path(self._twin_folder)
        path.write_text(json.dumps({"accepted": accepted}), encoding="utf-8")

    @cached_property
    def model(self) -> ModelFolder:
        """The model as it is on disk, without what training changed."""
        return find_model(self._name, self._models_dir)

    @property
    def _adapter(self) -> Adapter | None:
        """What training changed of this very model."""
        fits = self._wanted is not None and self._wanted.encoder == self.model.name
        return self._wanted if fits else None

    @property
    def _vectors(self) -> str:
        """Identity of the vectors."""
        return self._adapter.name if self._adapter else self.model.name

    def _export(self, target: Path) -> None:
        export(self.model.folder, target, self._adapter)

    @property
    def _recipe(self) -> str:
        return f"int8-{_RECIPE}-{self._vectors}"

    @cached_property
    def _twin_folder(self) -> Path | None:
        if not self.can_be_trained:
            return None
        label = self.model.name.split("@", 1)[0]
        change = f"+{self._adapter.digest}" if self._adapter else ""
        return self._models_dir / f"{label}{change}{_TWIN}"


class OneEncoder(Encoders):
    """A given encoder for everything; for tests."""

    def __init__(self, encoder: Encoder | None = None) -> None:
        super().__init__(HASHING_ENCODER, Path())
        self.texts = encoder or HashingEncoder()


def _remove(folder: Path) -> None:
    with lock_of(folder):
        rmtree(folder, ignore_errors=True)
    _verdict_path(folder).unlink(missing_ok=True)


def _verdict_path(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.{_VERDICT_FILE}")


def _verdict(folder: Path) -> bool:
    try:
        return bool(json.loads(_verdict_path(folder).read_text(encoding="utf-8"))["accepted"])
    except (OSError, ValueError, KeyError, TypeError):
        return False
