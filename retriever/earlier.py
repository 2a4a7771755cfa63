"""What an earlier generation has that the next need not make again."""

import logging
from dataclasses import dataclass
from pathlib import Path

from retriever.document_store import VECTORS_FILE
from retriever.errors import RetrieverError
from retriever.fields import Field
from retriever.manifest import Manifest, check_files, read_manifest
from retriever.vectors import IndexKind, VectorIndex

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Earlier:
    """The newest snapshot before one that is built, made with the same encoder.

    Nothing of it is needed: what is damaged or does not fit is made again.
    """

    folder: Path
    manifest: Manifest

    @classmethod
    def find(cls, directory: Path, before: int, encoder: str, ranker: str) -> "Earlier | None":
        """Look for one.

        Args:
            directory: of all snapshots.
            before: the generation that is built.
            encoder: name of what encodes it.
            ranker: identity of what turns its vectors.
        """
        numbers = (int(each.name) for each in directory.glob("[0-9]*") if each.name.isdigit())
        for number in sorted((each for each in numbers if each < before), reverse=True):
            folder = directory / str(number)
            try:
                manifest = read_manifest(folder)
            except RetrieverError as error:
                log.info("nothing is taken over from generation %s: %s", number, error)
                continue
            if (manifest.encoder, manifest.ranker) == (encoder, ranker):
                return cls(folder, manifest)
        return None

    def vectors(self, field: Field) -> VectorIndex | None:
        """The vectors of a field with a graph that can be carried on; None where it has none."""
        record = self.manifest.fields.get(field)
        if record is None or record.index_kind is not IndexKind.HNSW:
            return None
        try:
            check_files(self.folder, self.manifest, digests=True, under=f"{field}/{VECTORS_FILE}")
            path = self.folder / field / VECTORS_FILE
            return VectorIndex.load(path, record.index_kind, changing=True)
        except (RetrieverError, OSError, ValueError, RuntimeError) as error:
            log.warning("the graph of %s is not carried on: %s", field, error)
            return None
