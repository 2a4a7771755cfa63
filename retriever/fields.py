"""The three fields that are searched apart, and how each is scored.

Names, answers and passages differ in length and in the words they share with a question; in one
index the short ones would be scored by the average length of the long ones. Each field therefore
has an index of its own, with parameters chosen on one half of real questions and confirmed on the
other (docs/adr/0003).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from retriever.encoders.encoder import Role
from retriever.fusion import FusionWeights
from retriever.lexical import LexicalSettings


class DocumentRole(StrEnum):
    """What a document is to its entry."""

    NAME = "name"
    ALIAS = "alias"
    QUESTION = "question"
    SITUATION = "situation"
    ANSWER = "answer"
    PASSAGE = "passage"


class Field(StrEnum):
    """Which of an entry's words are searched."""

    NAMES = "names"  # what it is called and how it is asked for
    ANSWERS = "answers"
    PASSAGES = "passages"


@dataclass(frozen=True, kw_only=True)
class FieldSettings:
    """How one field is encoded and scored."""

    encoded_as: Role
    lexical: LexicalSettings
    fusion: FusionWeights


SETTINGS: Mapping[Field, FieldSettings] = {
    # Single characters find a colloquially named item; words and bigrams only break ties.
    Field.NAMES: FieldSettings(
        encoded_as=Role.QUERY,
        lexical=LexicalSettings(k1=0.9, b=0.5, character=1.0, bigram=0.1, word=0.1),
        fusion=FusionWeights(dense=1.0, lexical=0.12),
    ),
    Field.ANSWERS: FieldSettings(
        encoded_as=Role.PASSAGE,
        lexical=LexicalSettings(k1=1.2, b=0.75, character=1.0, bigram=1.0, word=1.0),
        fusion=FusionWeights(dense=1.0, lexical=0.1),
    ),
    Field.PASSAGES: FieldSettings(
        encoded_as=Role.PASSAGE,
        lexical=LexicalSettings(k1=0.9, b=0.4, character=1.0, bigram=1.0, word=1.0),
        fusion=FusionWeights(dense=1.0, lexical=0.4),
    ),
}

_FIELDS: Mapping[DocumentRole, Field] = {
    DocumentRole.ANSWER: Field.ANSWERS,
    DocumentRole.PASSAGE: Field.PASSAGES,
}


def field_of(role: str) -> Field:
    """The field in which a document of this role is searched.

    Raises:
        ValueError: not a role of `DocumentRole`.
    """
    return _FIELDS.get(DocumentRole(role), Field.NAMES)
