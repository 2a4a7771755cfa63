"""The tokens of the texts of one field, kept so that the next generation need not cut them again."""

from collections.abc import Iterator, Sequence
from hashlib import blake2b
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retriever.tokens import Tokenizer

_TOKENS, _STARTS, _TEXTS, _WORDS = "tokens.npy", "starts.npy", "texts.npy", "tokens.txt"
_DIGEST = 16  # bytes
_TRIED = 50  # texts that are cut again, in case the tokenizer is another program's


class CutTexts:
    """Tokens by the digest of their text."""

    def __init__(
        self,
        rows: dict[bytes, int],
        tokens: NDArray[np.uint32],
        starts: NDArray[np.int64],
        words: Sequence[str],
    ) -> None:
        self._rows = rows
        self._tokens = tokens
        self._starts = starts
        self._words = words

    def get(self, text: str) -> list[str] | None:
        """The tokens of a text; None where it was not there."""
        row = self._rows.get(_digest(text))
        if row is None:
            return None
        return [self._words[n] for n in self._tokens[self._starts[row] : self._starts[row + 1]]]

    def cuts_as(self, tokenizer: Tokenizer, texts: Sequence[str]) -> bool:
        """Whether a tokenizer cuts some of the texts as they are kept."""
        known = [text for text in texts[:: max(1, len(texts) // _TRIED)] if _digest(text) in self]
        return all(self.get(text) == tokenizer.tokens(text) for text in known)

    def __contains__(self, digest: bytes) -> bool:
        return digest in self._rows

    @classmethod
    def load(cls, folder: Path) -> "CutTexts":
        """Read what `save_cut` wrote.

        Raises:
            OSError, ValueError: the folder is incomplete or not in this form.
        """
        texts = np.load(folder / _TEXTS)
        starts = np.load(folder / _STARTS)
        return cls(
            {row.tobytes(): number for number, row in enumerate(texts)},
            np.load(folder / _TOKENS, mmap_mode="r"),
            starts,
            (folder / _WORDS).read_text(encoding="utf-8").split("\n"),
        )


def cut(
    texts: Sequence[str], tokenizer: Tokenizer, earlier: CutTexts | None = None
) -> Iterator[list[str]]:
    """The tokens of each text, taken over where the same tokenizer has cut it before."""
    if earlier is not None and not earlier.cuts_as(tokenizer, texts):
        earlier = None
    for text in texts:
        kept = earlier.get(text) if earlier else None
        yield tokenizer.tokens(text) if kept is None else kept


def save_cut(folder: Path, texts: Sequence[str], tokens: Sequence[Sequence[str]]) -> None:
    """Write the tokens of distinct texts into a folder that is there."""
    numbers: dict[str, int] = {}
    numbered = [numbers.setdefault(token, len(numbers)) for own in tokens for token in own]
    lengths = [len(own) for own in tokens]
    digests = b"".join(map(_digest, texts))
    np.save(folder / _TOKENS, np.array(numbered, np.uint32))
    np.save(folder / _STARTS, np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)]))
    np.save(folder / _TEXTS, np.frombuffer(digests, np.uint8).reshape(-1, _DIGEST))
    (folder / _WORDS).write_text("\n".join(numbers), encoding="utf-8")


def _digest(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=_DIGEST).digest()
