"""A question in the making: pieces of text that know what they are."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from eval.generation.naming import Name


class Role(StrEnum):
    """What a piece of a question does."""

    ITEM = "item"  # names the service
    ASKING = "asking"  # asks for the element
    REGION = "region"  # says where: no phrasing may touch it
    SITUATION = "situation"  # says which case of the item: nor this
    FRAME = "frame"  # everything around the question


@dataclass(frozen=True, kw_only=True)
class Piece:
    """Some characters of a question."""

    text: str
    role: Role

    @property
    def is_open(self) -> bool:
        """Whether a phrasing may write it another way."""
        return self.role not in (Role.REGION, Role.SITUATION)


@dataclass(frozen=True, kw_only=True)
class Utterance:
    """A question in pieces, in the order in which they are said."""

    pieces: tuple[Piece, ...]
    name: Name

    @property
    def text(self) -> str:
        """The whole question."""
        return "".join(piece.text for piece in self.pieces)

    def said(self, role: Role) -> str:
        """The pieces of one role, joined."""
        return "".join(piece.text for piece in self.pieces if piece.role is role)

    def map(self, change: Callable[[Piece], str]) -> "Utterance":
        """The same with other words in the pieces that may change."""
        pieces = tuple(
            Piece(text=change(piece), role=piece.role) if piece.is_open else piece
            for piece in self.pieces
        )
        return Utterance(pieces=pieces, name=self.name)

    def replaced(self, at: int, text: str) -> "Utterance":
        """The same with one piece in other words."""
        pieces = list(self.pieces)
        pieces[at] = Piece(text=text, role=pieces[at].role)
        return Utterance(pieces=tuple(pieces), name=self.name)

    def between(self, before: str, after: str) -> "Utterance":
        """The same with words around it."""
        ends = (Piece(text=text, role=Role.FRAME) for text in (before, after))
        first, last = ends
        return Utterance(
            pieces=tuple(p for p in (first, *self.pieces, last) if p.text), name=self.name
        )
