"""`hotline chat`: a citizen's conversation in the terminal."""

from tui.chat.app import ChatApp
from tui.chat.gateway import Gateway, HttpGateway

__all__ = ["ChatApp", "Gateway", "HttpGateway"]
