"""Cleaning and recognising text: what a source writes, without its accidents."""

import re
import unicodedata

# How sources write that a field is not filled in. A mapping may name others (`none`).
ABSENT_WORDS = (
    "", "无", "无。", "/", "\\", "-", "--", "—", "——", "暂无", "暂无。", "未提供", "不详", "空", "null", "NULL", "None", "N/A", "n/a",
)  # fmt: skip
_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]|_x000D_\n?")
# Control characters and byte-order marks carry no words; tabs and line ends stay.
_INVISIBLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ufeff\u200b\u2060]")


def clean(text: str) -> str:
    """The words of a text: one kind of line end, no invisible characters, edges trimmed."""
    return _INVISIBLE.sub("", _LINE_ENDS.sub("\n", text)).strip()


def as_text(raw: object) -> str:
    """A plain value of a file as text; numbers as an editor shows them, booleans as 是 or 否.

    Raises:
        TypeError: for lists and objects, which are no plain value.
    """
    match raw:
        case None:
            return ""
        case bool():
            return "是" if raw else "否"
        case str():
            return clean(raw)
        case int():
            return str(raw)
        case float():
            return str(int(raw)) if raw.is_integer() else f"{raw:.15g}"
        case _:
            raise TypeError(
                f"expected text, found {'a list' if isinstance(raw, list) else 'an object'}"
            )


def is_absent(text: str, words: tuple[str, ...] = ABSENT_WORDS) -> bool:
    """Whether a text says that there is nothing; the empty text always does."""
    return not text or text in words


def folded(text: str) -> str:
    """The text for recognising only: full-width forms made narrow, white space taken out."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def without_prefix(text: str, prefixes: tuple[str, ...]) -> str:
    """The text without a label such as 「办理地点：」 in front, in either kind of colon."""
    for prefix in prefixes:
        bare = prefix.rstrip(":： ")
        if match := re.match(re.escape(bare) + r"\s*[:：]\s*", text):
            return text[match.end() :]
    return text


def split_list(text: str, marks: str) -> list[str]:
    """The parts of a text between any of the characters `marks` or line ends, none empty."""
    parts = re.split(f"[{re.escape(marks)}\n]", text)
    return [stripped for part in parts if (stripped := part.strip())]
