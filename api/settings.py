"""What the server can be told; values are handed in, never read from the environment here."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class ApiSettings:
    """Settings of the HTTP side, with the defaults that suit one machine."""

    page: bool = True
    """Serve the citizen's page at `/`."""
    title: str | None = None
    """Name of the hotline on the page; None: the one in `page.toml`."""
    examples: tuple[str, ...] | None = None
    """Questions offered to start with; None: those in `page.toml`, empty: none."""
    max_body_bytes: int = 64 * 1024
    """Largest request body; more is answered 413."""
    allowed_hosts: tuple[str, ...] = ("*",)
    """Names by which the server may be called (`*.city.example` allowed); `*`: any."""
    stream_after_s: float = 1.0
    """How long a streamed turn is waited for so that its errors still get their own status."""
    ping_every_s: float = 15.0
    """Seconds between `ping` events on an open stream."""
