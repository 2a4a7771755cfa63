"""What a citizen takes back: 「不是丢了，是过期了」."""

import re
import tomllib
from functools import cache
from importlib.resources import files


def corrected(text: str) -> tuple[tuple[str, ...], str]:
    """What a normalised message rules out, and the message without saying so."""
    ruled_out: list[str] = []
    for pattern in _patterns():
        while match := pattern.search(text):
            ruled_out.append(match["out"])
            text = text[: match.start()] + text[match.end() :]
    return tuple(dict.fromkeys(ruled_out)), text


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    path = files("dialogue").joinpath("data/understanding/corrections.toml")
    written: list[str] = tomllib.loads(path.read_text("utf-8"))["patterns"]
    return tuple(map(re.compile, written))
