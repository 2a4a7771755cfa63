"""A normalisation map in the binary form that SentencePiece and `tokenizers` call precompiled.

The form: u32 byte size of the trie, the trie, then the replacements, each ended by a NUL. The
trie is a double array of u32 units (Aoe 1989, as laid out by darts-clone): from the unit at
position p, the child for byte c stands at p ^ offset(p) ^ c and carries c in its low eight bits;
bit 8 says that a key ends here, whose value then stands at p ^ offset(p), marked by bit 31;
offset is in bits 10 to 30. Values are byte positions among the replacements.

Byte for byte this is not what SentencePiece would write (it packs tighter); it reads the same.
"""

import struct
from collections.abc import Mapping

_BLOCK = 256  # a node's children differ in one byte, so an aligned block holds all of them
_HAS_VALUE = 1 << 8
_VALUE = 1 << 31
_LARGEST_OFFSET = 1 << 21


def precompile(replacements: Mapping[str, str]) -> bytes:
    """Pack a map from single characters to their replacements.

    UTF-8 is prefix-free, so no key continues another: each node has children or a value.

    Raises:
        ValueError: a key is not one character, a NUL is in either, or there are too many.
    """
    strings = bytearray(b"\0")  # position 0: the empty replacement
    children: dict[bytes, dict[int, bytes]] = {b"": {}}
    values: dict[bytes, int] = {}
    for character, replacement in sorted(replacements.items()):
        if len(character) != 1 or character == "\0" or "\0" in replacement:
            raise ValueError(f"cannot map {character!r} to {replacement!r}")
        key = character.encode()
        for end in range(1, len(key) + 1):
            children.setdefault(key[: end - 1], {})[key[end - 1]] = key[:end]
        values[key] = len(strings) if replacement else 0
        if replacement:
            strings += replacement.encode() + b"\0"
    return _packed_trie(children, values) + bytes(strings)


def _packed_trie(
    children: Mapping[bytes, Mapping[int, bytes]], values: Mapping[bytes, int]
) -> bytes:
    block_of = {prefix: number * _BLOCK for number, prefix in enumerate(children)}
    first_value = len(children) * _BLOCK
    value_at = {key: first_value + number for number, key in enumerate(values)}
    # Padded to a whole block: a reader looks anywhere within a block without checking its end.
    length = (first_value + len(values) // _BLOCK * _BLOCK) + _BLOCK
    if length > _LARGEST_OFFSET:
        raise ValueError(f"{len(values)} characters are more than one map holds")
    units = [0] * length
    # The root stands at 0 and its own block is the first one; bytes of text are never 0.
    pending = [(b"", 0, 0)]
    while pending:
        prefix, position, label = pending.pop()
        if prefix in values:
            units[position] = (position ^ value_at[prefix]) << 10 | _HAS_VALUE | label
            units[value_at[prefix]] = _VALUE | values[prefix]
            continue
        units[position] = (position ^ block_of[prefix]) << 10 | label
        pending.extend(
            (child, block_of[prefix] ^ byte, byte) for byte, child in children[prefix].items()
        )
    return struct.pack("<I", length * 4) + struct.pack(f"<{length}I", *units)
