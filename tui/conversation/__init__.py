"""The conversation widget: what two or three sides said, whoever drives it.

It knows neither the network nor the hotline. Its widgets post messages; whoever holds it handles
them and calls its methods. The citizen's `hotline chat` is built on it, and an operator's desk can
be: with `own` set to the operator's side, or read only.
"""

from tui.conversation.bubble import Bubble
from tui.conversation.choices import ChoiceTaken
from tui.conversation.composer import Composer
from tui.conversation.log import Conversation
from tui.conversation.notice import RemedyWanted
from tui.conversation.utterance import Choice, Side, Source, Utterance

__all__ = [
    "Bubble",
    "Choice",
    "ChoiceTaken",
    "Composer",
    "Conversation",
    "RemedyWanted",
    "Side",
    "Source",
    "Utterance",
]
