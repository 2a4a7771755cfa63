"""Nothing may be reached but this machine: an audit hook that every test runs under."""

import socket
import sys
from ipaddress import ip_address

_CONNECTING = {"socket.connect", "socket.sendto", "socket.sendmsg"}
_LOOKING_UP = {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"}
_state = {"installed": False}


class ReachedOut(Exception):
    """Something tried to reach another machine."""


def is_loopback(host: object) -> bool:
    """Whether a host as given to a socket is this machine; None and '' are."""
    if isinstance(host, bytes):
        host = host.decode("ascii", "replace")
    if host in (None, "", "localhost"):
        return True
    try:
        return ip_address(str(host).partition("%")[0]).is_loopback
    except ValueError:
        return False


def install() -> None:
    """Refuse connections to and look-ups of other machines, from now to the end of the process."""
    if not _state["installed"]:
        _state["installed"] = True
        sys.addaudithook(_refuse)


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    if event in _CONNECTING:
        connecting, address = arguments[0], arguments[1]
        families = (socket.AF_INET, socket.AF_INET6)
        inet = isinstance(connecting, socket.SocketType) and connecting.family in families
        if inet and isinstance(address, tuple) and not is_loopback(address[0]):
            raise ReachedOut(f"{event} to {address}")
    elif event in _LOOKING_UP and not is_loopback(arguments[0]):
        raise ReachedOut(f"{event} of {arguments[0]!r}")
