"""For whom a matter is done, where it is plainly said."""

from dialogue.understanding.words import words
from kb.elements import Audience


def audience_in(text: str) -> Audience | None:
    """A person or an organisation; None where neither or both are said."""
    said = [Audience(name) for name, each in words("audience").items() if each.said(text)]
    return said[0] if len(said) == 1 else None
