"""Composing: from a decision to what is said, offered and remembered."""

from dialogue.composing.compose import compose
from dialogue.composing.kindness import kindly
from dialogue.composing.scene import Scene

__all__ = ["Scene", "compose", "kindly"]
