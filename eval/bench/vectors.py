"""Vectors for a grown base without encoding it: real ones, moved as far as the encoder would.

Encoding 87,000 texts takes minutes on a few cores, and what a benchmark of search needs of the
vectors is their geometry. A text of the base that was grown keeps its real vector b. A text that
was made of it gets
    cos * b + sin * direction,    direction perpendicular to b, of length one,
where `cos` is the median inner product that the encoder itself gives such pairs, measured on some
of them. The direction adds up what all such moves have in common (measured), one direction that
the texts for the same people share and one of the text's own, in the measured proportions; the
last two are differences between real vectors, so that they stay in the part of the space that the
encoder uses.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from eval.scale_families import Origin
from eval.scale_words import draw
from retriever.elements import naming_words
from retriever.encoders.encoder import Encoder, FloatArray, Progress, Role
from retriever.tokens import normalise

_MEASURED = 192  # texts on which the geometry is measured


@dataclass(frozen=True, kw_only=True)
class Geometry:
    """How an encoder moves a text when it is reworded for other people."""

    cosine: float  # median inner product of a text with what it was made of
    common: FloatArray  # float32 [dimension]: mean of the moves' directions, shorter than one
    shared: float  # share of the rest of the squared move that is the same for the same people


class Remembering:
    """An encoder that encodes each text once, for bases that were grown from the same one."""

    def __init__(self, inner: Encoder) -> None:
        self.name, self.dimension = inner.name, inner.dimension
        self._inner = inner
        self._kept: dict[tuple[Role, str], FloatArray] = {}

    def encode(
        self, texts: Sequence[str], role: Role, *, progress: Progress | None = None
    ) -> FloatArray:
        """See `Encoder.encode`."""
        new = [text for text in dict.fromkeys(texts) if (role, text) not in self._kept]
        encoded = self._inner.encode(new, role, progress=progress)
        self._kept.update(zip(((role, text) for text in new), encoded, strict=True))
        return np.stack([self._kept[role, text] for text in texts])


class GrownEncoder:
    """Gives the texts of one grown base their vectors; an `Encoder` that can be pickled."""

    def __init__(
        self,
        inner: Encoder,
        origins: Mapping[str, Origin],
        *,
        progress: Progress | None = None,
    ) -> None:
        """Encode what the base was grown from.

        Args:
            inner: the encoder that is imitated.
            origins: of every text that will be asked for.
            progress: told how many more texts are encoded.
        """
        self.name = f"grown-{inner.name}"
        self.dimension = inner.dimension
        self._origins = origins
        self._asked_as = _forms(origins)
        base = sorted({each.text for each in self._origins.values()})
        self._rows = {text: row for row, text in enumerate(base)}
        self._base = {role: inner.encode(base, role, progress=progress) for role in Role}
        self.geometry = {role: self._measure(inner, role) for role in Role}

    def with_origins(self, origins: Mapping[str, Origin]) -> "GrownEncoder":
        """The same vectors, and those of more texts made of the same base."""
        more = object.__new__(GrownEncoder)
        more.__dict__ = {**self.__dict__, "_origins": origins, "_asked_as": _forms(origins)}
        return more

    def encode(
        self, texts: Sequence[str], role: Role, *, progress: Progress | None = None
    ) -> FloatArray:
        """See `Encoder.encode`.

        Raises:
            KeyError: a text is not of this base.
        """
        texts = [text if text in self._origins else self._asked_as[text] for text in texts]
        origins = [self._origins[text] for text in texts]
        vectors = self._base[role][[self._rows[each.text] for each in origins]]
        made = np.array([text != each.text for text, each in zip(texts, origins, strict=True)])
        if made.any():
            geometry = self.geometry[role]
            own = self._directions([t for t, m in zip(texts, made, strict=True) if m], role)
            whose = [o.who or "" for o, m in zip(origins, made, strict=True) if m]
            rest = np.sqrt(1 - geometry.shared) * own
            rest += np.sqrt(geometry.shared) * self._directions(whose, role)
            moved = geometry.common + np.sqrt(1 - (geometry.common**2).sum()) * rest
            vectors[made] = _moved(vectors[made], moved, geometry.cosine)
        if progress is not None and texts:
            progress(len(texts))
        return np.ascontiguousarray(vectors, np.float32)

    def _directions(self, keys: Sequence[str], role: Role) -> FloatArray:
        """A direction for each key: from one real vector to another, of length one."""
        count = len(self._rows)
        ends = {key: (draw(count, "from", key), draw(count, "to", key)) for key in set(keys)}
        pairs = np.array([ends[key] for key in keys])
        base = self._base[role]
        return _unit(base[pairs[:, 0]] - base[pairs[:, 1]])

    def _measure(self, inner: Encoder, role: Role) -> Geometry:
        made = [text for text, each in self._origins.items() if text != each.text and each.who]
        by_who: dict[str, list[str]] = {}
        for text in sorted(made, key=lambda text: draw(1 << 32, "measured", text)):
            by_who.setdefault(str(self._origins[text].who), []).append(text)
        chosen = [text for texts in by_who.values() for text in texts[:8]][:_MEASURED]
        if not chosen:
            return Geometry(cosine=1.0, common=np.zeros(self.dimension, np.float32), shared=0.0)
        origins = [self._origins[text] for text in chosen]
        base = self._base[role][[self._rows[each.text] for each in origins]]
        there = inner.encode(chosen, role)
        cosines = (base * there).sum(axis=1)
        moves = _unit(there - cosines[:, None] * base)
        common = moves.mean(axis=0)
        rest = _unit(moves - common)
        who = np.array([each.who for each in origins])
        same = (who[:, None] == who[None, :]) & ~np.eye(len(who), dtype=bool)
        shared = float((rest @ rest.T)[same].mean()) if same.any() else 0.0
        return Geometry(
            cosine=float(np.clip(np.median(cosines), 0.0, 1.0)),
            common=common,
            shared=float(np.clip(shared, 0.0, 1.0)),
        )


def _forms(origins: Mapping[str, Origin]) -> dict[str, str]:
    """The forms in which questions are searched with (`retriever.ranking.wordings`) → the text."""
    found: dict[str, str] = {}
    for text in origins:
        whole = normalise(text)
        for form in (whole, naming_words(whole)):
            found.setdefault(form, text)
    return found


def _moved(vectors: FloatArray, directions: FloatArray, cosine: float) -> FloatArray:
    along = (vectors * directions).sum(axis=1, keepdims=True)
    across = _unit(directions - along * vectors)
    moved: FloatArray = cosine * vectors + np.sqrt(1 - cosine**2) * across
    return moved.astype(np.float32)


def _unit(vectors: FloatArray) -> FloatArray:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: FloatArray = vectors / np.maximum(lengths, 1e-12)
    return unit
