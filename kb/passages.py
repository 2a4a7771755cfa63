"""Cutting a policy text into passages at sentence ends."""

import re

# Half of what the encoder reads at once, so that nothing is cut off; figures in docs/finding.md.
PASSAGE_CHARACTERS = 260
_SENTENCES = re.compile(r"[^。！？；!?;\n]*[。！？；!?;\n]+[”」』）)]*|[^。！？；!?;\n]+$")


def passages_of(text: str, size: int = PASSAGE_CHARACTERS) -> tuple[str, ...]:
    """Cut a text into passages of about `size` characters, word for word and in order.

    Passages end at sentence ends where a sentence fits; joined they give the whole text but
    for white space at their edges. A sentence longer than `size` is cut inside.
    """
    passages: list[str] = []
    current = ""
    for sentence in _SENTENCES.findall(text):
        if current and len(current) + len(sentence) > size:
            passages.append(current)
            current = ""
        current += sentence
        while len(current) > size * 2:
            passages.append(current[:size])
            current = current[size:]
    passages.append(current)
    return tuple(stripped for passage in passages if (stripped := passage.strip()))
