"""Regular expressions kept in data files: fragments filled in, and no group that captures by chance."""

import re
from collections.abc import Collection, Iterable, Mapping

_FRAGMENT = re.compile(r"(?<!\?P)<([a-z]+)>")  # and not the name of a group
_GROUP = re.compile(r"(?<!\\)\((?!\?)")
_STRETCH = re.compile(r"\[\^[^\]]*\]\{\d+,\d*\}\??")  # any words: [^,。]{0,8}


def compiled(
    patterns: Iterable[str],
    fragments: Mapping[str, str],
    caught: Collection[str] | None = None,
) -> tuple[re.Pattern[str], ...]:
    """Compile the patterns of a data file.

    Args:
        patterns: their groups do not capture; `<name>` stands for a fragment.
        fragments: by name; they hold no fragments themselves.
        caught: names of fragments that are captured, and with them each stretch of any words;
            None: nothing is.
    """

    def filled(match: re.Match[str]) -> str:
        words = _GROUP.sub("(?:", fragments[match[1]])
        return f"({words})" if match[1] in (caught or ()) else f"(?:{words})"

    def ready(pattern: str) -> str:
        plain = _GROUP.sub("(?:", pattern)
        return _FRAGMENT.sub(filled, plain if caught is None else _STRETCH.sub(r"(\g<0>)", plain))

    return tuple(re.compile(ready(pattern)) for pattern in patterns)
