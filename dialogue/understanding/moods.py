"""How a citizen feels, and whether the matter is one for people."""

from collections.abc import Collection

from dialogue.understanding.words import words
from kb.elements import Element


def is_angry(text: str, elements: Collection[Element]) -> bool:
    """Abuse, or being fed up without a question: an angry question wants its answer first."""
    return words("moods")["abuse"].said(text) or (not elements and is_weary(text))


def is_weary(text: str) -> bool:
    """Being fed up, without abuse."""
    return words("moods")["weary"].said(text)


def is_sensitive(text: str) -> bool:
    """Violence, deaths to be answered for, wages of many …: see `moods.toml`."""
    return words("moods")["sensitive"].said(text)


def fortune_in(text: str) -> str | None:
    """What has befallen the citizen and calls for a kind word, by its name in `fortunes.toml`."""
    return next((name for name, said in words("fortunes").items() if said.said(text)), None)
