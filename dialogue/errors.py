"""Errors of the conversation; the docstring of each is its message."""


class DialogueError(Exception):
    """The conversation could not go on."""

    def __init__(self, *args: object) -> None:
        super().__init__(*(args or (type(self).__doc__,)))


class NotReady(DialogueError):
    """Nothing is published yet: import guides, then run `hotline kb publish`."""


class SessionUnknown(DialogueError):
    """There is no such session."""


class TokenWrong(DialogueError):
    """The token does not belong to this session."""


class TurnInProgress(DialogueError):
    """The session is still answering the turn before."""


class MessageInvalid(DialogueError):
    """A message is empty, too long, or names something that does not exist."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(f"{field}: {message}")
        self.field = field
        self.message = message


class GuideUnknown(DialogueError):
    """No item has this code."""
