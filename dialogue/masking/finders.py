"""Where personal data stands in a message; each finder knows one kind of it.

Finders read a flat copy of the message: as long as the message, with full-width letters and digits
written half-width and in capitals, so that a span of the copy is a span of the message.
"""

import re
from collections.abc import Callable, Iterator

from dialogue.masking.check_digits import CARD_LENGTHS, is_card, is_credit_code, is_identity

Span = tuple[int, int]

# Digits in groups, as people write long numbers; only an identity number ends with an X.
_NUMBERS = re.compile(r"\d+(?:[ \u3000-]\d+)*(?:[ \u3000-]?X)?")
_SEPARATOR = re.compile(r"[ \u3000-]")
_GROUP = re.compile(r"\d+X?|X")
_LONGEST = CARD_LENGTHS.stop  # groups of one number, at most
_SPOKEN = re.compile(r"[〇零一二两三四五六七八九幺\d]{11,19}X?")
_SPOKEN_DIGITS = str.maketrans("〇零幺一二两三四五六七八九", "0011223456789")
# What banks' cards begin with; a number that begins with a year is a case's.
_ISSUER = re.compile(r"62|4|5\d|3[4-7]|2[2-7]|60|65|68|69|9")
# 「工单号」 and the like right before a number: it is a case's, whatever its digits say.
_OF_A_CASE = re.compile(
    r"(?:受理|工单|案件?|流水|订单|运单|快递|业务|办件|事项|文件?|单|编|查询)(?:编?号码?|编码)[是为:：\s]*$"
)
_SAID_IDENTITY = re.compile(
    r"身份证(?:件)?(?:号码?)?[是为:：,，\s]*(\d{14,17}[\dX]|\d{15})(?![\dX])"
)
_SAID_CARD = re.compile(
    r"(?:银行卡|信用卡|社保卡|储蓄卡|卡)(?:号码?)?[是为:：\s]*(\d{12,19}|\d{4}(?: \d{4}){2,3}(?: \d{1,3})?)(?!\d)"
)
_MOBILE = re.compile(r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)")
_LANDLINE = re.compile(
    r"(?<![\d-])(?:[(（]0\d{2,3}[)）]|0\d{2,3})[- ]?[2-9]\d{2,3}[- ]?\d{4}(?:[- 转]\d{1,5})?(?![\d-])"
)
_OWN_LANDLINE = re.compile(
    r"(?:家里?|我|我们|座机|固话|固定电话)的?(?:电话|座机|固话|号码)?(?:号码?)?[是为:：\s]*([2-9]\d{2,3}[- ]?\d{4})(?![\d-])"
)
# 「政务大厅的电话0431-…」: the number of an office is nobody's.
_OFFICE_PHONE = re.compile(
    r"(?:大厅|中心|局|派出所|窗口|热线|法院|医院|学校|银行|委|办|街道|社区|你们|官方|客服)的?(?:咨询|办公|联系|投诉|监督|服务)?(?:电话|座机|号码|热线)?(?:号码?)?[是为:：\s]*$"
)
_NEAR = 20
_CREDIT_CODE = re.compile(
    r"(?<![0-9A-Z])(?:[159][1239]|A1|N[1239]|Y1)\d{6}[0-9A-HJ-NP-RTUW-Y]{10}(?![0-9A-Z])"
)
_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][·•.\- ]?"
    r"(?=[A-Z]*\d[A-Z]*\d)(?:[A-HJ-NP-Z0-9]{6}|[A-HJ-NP-Z0-9]{4}[A-HJ-NP-Z0-9挂学警港澳领使])(?![A-Z0-9])"
)
_PASSPORT = re.compile(r"(?<![A-Z0-9-])(?:[EGC]\d{8}|[EC][A-HJ-NP-Z]\d{7})(?![A-Z0-9-])")
_SAID_PASSPORT = re.compile(
    r"(?:护照|通行证|回乡证|台胞证|旅行证)(?:证件)?(?:号码?)?[是为:：\s]*([A-Z]{0,2}\d{7,10})(?![A-Z0-9])"
)
_EMAIL = re.compile(
    r"(?<![A-Z0-9._%+-])[A-Z0-9][A-Z0-9._%+-]{0,63}@(?:[A-Z0-9-]+\.)+[A-Z]{2,}(?![A-Z])"
)


def identities(flat: str) -> Iterator[Span]:
    """Numbers with a right check character, and any that is said to be one."""
    yield from _grouped(flat, is_identity)
    yield from _spoken(flat, is_identity)
    yield from (match.span(1) for match in _SAID_IDENTITY.finditer(flat))


def cards(flat: str) -> Iterator[Span]:
    """Numbers with a right Luhn digit that begin as a bank's do, and any said to be one."""
    for start, end in _grouped(flat, _is_issued):
        if not _is_case(flat, start):
            yield start, end
    yield from (match.span(1) for match in _SAID_CARD.finditer(flat))


def mobiles(flat: str) -> Iterator[Span]:
    """Mobile numbers, also spoken ones: 「幺三八…」."""
    yield from (match.span() for match in _MOBILE.finditer(flat))
    yield from _spoken(flat, lambda digits: _MOBILE.fullmatch(digits) is not None)


def landlines(flat: str) -> Iterator[Span]:
    """Landlines with their area code, and without it where they are said to be one's own."""
    for match in _LANDLINE.finditer(flat):
        if not _OFFICE_PHONE.search(flat, max(0, match.start() - _NEAR), match.start()):
            yield match.span()
    yield from (match.span(1) for match in _OWN_LANDLINE.finditer(flat))


def credit_codes(flat: str) -> Iterator[Span]:
    """Unified social credit codes with a right check character."""
    for match in _CREDIT_CODE.finditer(flat):
        if is_credit_code(match[0]):
            yield match.span()


def plates(flat: str) -> Iterator[Span]:
    """Number plates, with two figures at least; new-energy ones have six places."""
    yield from (match.span() for match in _PLATE.finditer(flat))


def passports(flat: str) -> Iterator[Span]:
    """Numbers of passports and travel permits."""
    for match in _PASSPORT.finditer(flat):
        if not _is_case(flat, match.start()):
            yield match.span()
    yield from (match.span(1) for match in _SAID_PASSPORT.finditer(flat))


def emails(flat: str) -> Iterator[Span]:
    """E-mail addresses."""
    yield from (match.span() for match in _EMAIL.finditer(flat))


def _grouped(flat: str, is_one: Callable[[str], bool]) -> Iterator[Span]:
    """Neighbouring groups of digits that make up one number, the longest first."""
    for match in _NUMBERS.finditer(flat):
        groups = [
            (match.start() + g.start(), match.start() + g.end()) for g in _GROUP.finditer(match[0])
        ]
        end = 0
        for at, (start, _) in enumerate(groups):
            for _, stop in reversed(groups[at : at + _LONGEST]):
                if start >= end and is_one(_SEPARATOR.sub("", flat[start:stop])):
                    yield start, stop
                    end = stop
                    break


def _spoken(flat: str, is_one: Callable[[str], bool]) -> Iterator[Span]:
    """Rows of Chinese numerals that make up one number."""
    for match in _SPOKEN.finditer(flat):
        if not match[0].rstrip("X").isdecimal() and is_one(match[0].translate(_SPOKEN_DIGITS)):
            yield match.span()


def _is_issued(number: str) -> bool:
    return is_card(number) and _ISSUER.match(number) is not None


def _is_case(flat: str, start: int) -> bool:
    return _OF_A_CASE.search(flat, max(0, start - _NEAR), start) is not None
