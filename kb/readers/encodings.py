"""Which encoding a text file is in: UTF-8 (with or without BOM) or GB18030, strictly."""

import codecs
import re
from collections.abc import Iterator
from pathlib import Path

from kb.readers.table import refused

LINE_LIMIT = 1024 * 1024  # bytes or characters a line; a guide of this size is a broken file
_CHUNK = 1024 * 1024
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# Characters that tell a Chinese UTF-8 text from GB18030 bytes that happen to be valid UTF-8.
_CJK = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
_CJK_ENOUGH = 4


def detect_encoding(path: Path) -> str:
    """The encoding that decodes the whole file: "utf-8-sig" or "gb18030".

    Raises:
        FileRefused: naming the line and the byte (counted from 0) that is valid in neither.
    """
    with path.open("rb") as file:
        if file.read(2) in _UTF16:
            raise refused(
                path,
                "the file is in UTF-16",
                "Save it as UTF-8 (in Excel: CSV UTF-8) and import again",
            )
    utf8 = _first_error(path, "utf-8")
    if utf8 is None:
        return "utf-8-sig"
    gb18030 = None if _is_chinese_utf8(path, utf8) else _first_error(path, "gb18030")
    if gb18030 is None and not _is_chinese_utf8(path, utf8):
        return "gb18030"
    name, offset = ("UTF-8", utf8) if gb18030 is None else ("GB18030", max(gb18030, utf8))
    line, byte = _place(path, offset)
    raise refused(
        path,
        f"byte {offset} of the file (0x{byte:02X}, in line {line}) is not valid {name}",
        "Mend the character in that line in an editor, or export the file again as UTF-8",
        row=line,
    )


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def _first_error(path: Path, encoding: str) -> int | None:
    """The offset of the first byte that cannot be decoded."""
    decoder = codecs.getincrementaldecoder(encoding)()
    done = 0
    for chunk in _chunks(path):
        pending = len(decoder.getstate()[0])
        try:
            decoder.decode(chunk)
        except UnicodeDecodeError as error:
            return done - pending + error.start
        done += len(chunk)
    pending = len(decoder.getstate()[0])
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        return done - pending + error.start
    return None


def _is_chinese_utf8(path: Path, end: int) -> bool:
    """Whether the bytes before `end` are Chinese in UTF-8, so that one broken byte follows."""
    with path.open("rb") as file:
        before = file.read(min(end, _CHUNK)).decode("utf-8", errors="ignore")
    return before.startswith("\ufeff") or len(_CJK.findall(before)) >= _CJK_ENOUGH


def _place(path: Path, offset: int) -> tuple[int, int]:
    """The line (from 1) and the value of the byte at an offset."""
    line, done = 1, 0
    for chunk in _chunks(path):
        if offset < done + len(chunk):
            return line + chunk.count(b"\n", 0, offset - done), chunk[offset - done]
        line += chunk.count(b"\n")
        done += len(chunk)
    raise ValueError(offset)


def numbered_lines(path: Path, encoding: str) -> Iterator[tuple[int, str]]:
    """Every line with its number, its line end kept.

    Raises:
        FileRefused: at a line longer than `LINE_LIMIT`.
    """
    with path.open(encoding=encoding, newline="") as file:
        number = 0
        while line := file.readline(LINE_LIMIT + 1):
            number += 1
            if len(line) > LINE_LIMIT:
                raise refused(
                    path,
                    f"line {number} is longer than {LINE_LIMIT:,} characters (1 MiB)",
                    "Check whether line ends are missing; split the record or shorten its text",
                    row=number,
                )
            yield number, line
