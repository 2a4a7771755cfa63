"""What an earlier generation has that the next need not make again."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from retriever.cut_texts import CutTexts
from retriever.document_store import VECTORS_FILE
from retriever.errors import RetrieverError
from retriever.fields import Field
from retriever.manifest import Manifest, check_files, read_manifest
from retriever.snapshot import LEXICAL_FOLDER, WORDS_FILE
from retriever.vectors import IndexKind, VectorIndex

CUT_FOLDER = "cut"  # in the folder of the lexical index

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

    def cut(self, field: Field, words: Sequence[str]) -> CutTexts | None:
        """The tokens of a field's texts; None where they were cut with other words.

        Args:
            field: whose texts.
            words: the tokenizer's own, sorted, of the generation that is built.
        """
        folder = self.folder / field / LEXICAL_FOLDER / CUT_FOLDER
        try:
            check_files(self.folder, self.manifest, digests=True, under=WORDS_FILE)
            if (self.folder / WORDS_FILE).read_text(encoding="utf-8").split("\n") != list(words):
                return None
            under = folder.relative_to(self.folder).as_posix()
            check_files(self.folder, self.manifest, digests=True, under=under)
            return CutTexts.load(folder)
        except (RetrieverError, OSError, ValueError) as error:
            log.warning("texts of %s are cut again: %s", field, error)
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
