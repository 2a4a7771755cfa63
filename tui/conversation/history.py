"""What was typed before, to be taken up again."""


class InputHistory:
    """Walks back through what was sent, and forward to the unsent text again."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._sent: list[str] = []
        self._back = 0  # how many steps back we are; 0: at the text being typed
        self._unsent = ""

    def sent(self, text: str) -> None:
        """Remember `text`; the same twice in a row counts once."""
        if not self._sent or self._sent[-1] != text:
            self._sent.append(text)
        self._back, self._unsent = 0, ""

    def older(self, current: str) -> str | None:
        """The text before, or None where there is none; `current` is kept for the way back."""
        if self._back >= len(self._sent):
            return None
        if self._back == 0:
            self._unsent = current
        self._back += 1
        return self._sent[-self._back]

    def newer(self) -> str | None:
        """The text after, at last the one that was being typed; None where one is there already."""
        if self._back == 0:
            return None
        self._back -= 1
        return self._sent[-self._back] if self._back else self._unsent
