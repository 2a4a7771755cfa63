"""The writer (写手): a language model that may help with words, and never with facts."""

from dialogue.writers.polishing import polished
from dialogue.writers.writer import Writer

__all__ = ["Writer", "polished"]
