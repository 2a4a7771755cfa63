"""The port to a language model: two favours it may be asked, each of which it may decline."""

from collections.abc import Sequence
from typing import Protocol


class Writer(Protocol):
    """写手: rewrites words; whatever goes wrong with it, the answer is None and nothing is lost."""

    def complete(self, question: str, before: Sequence[str]) -> str | None:
        """A follow-up as a whole question: 「那多少钱」 after 「补身份证」.

        Args:
            question: the citizen's masked words.
            before: what the citizen said before, masked, oldest first.
        """
        ...

    def smooth(self, question: str, text: str) -> str | None:
        """A reply in smoother words.

        Args:
            question: the citizen's masked words.
            text: the reply as the product composed it.
        """
        ...
