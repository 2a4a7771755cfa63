"""Typing fees (收费标准)."""

import re
from decimal import Decimal

from kb.elements import Fee, FeeAmount, FeeKind
from kb.values.numbers import NUMERAL, to_decimal
from kb.values.text import folded
from kb.values.wording import word

_TYPED_LIMIT = 500  # characters; a longer text is a regulation, not a price
_NO = ("否", "无")
_YES = ("是",)
_FREE = re.compile(
    r"(?:本事项|该事项|办理)?(?:不收费|不收取(?:任何)?费用|免费(?:办理)?|免收费?|免征|无收费|无费用|不收|零收费|0元?)"
)
_CHARGED = re.compile(r"(?:本事项|该事项)?(?:需要|要)?收费")
_FREE_CLAUSE = re.compile(r"(?P<what>.*?)(?:不收费|不收取(?:任何)?费用|免费(?:办理)?|免收(?:费)?)")
_PRICE = re.compile(
    rf"(?P<what>.*?)(?:每(?P<each>[^\d元]{{1,4}}))?(?P<number>{NUMERAL})(?P<scale>万?)元(?:人民币)?"
    r"(?:(?:/|每|一)(?P<per>[^\d()]{1,6}))?(?P<rest>(?:\([^\d()]*\))?)"
)
_LABELS = re.compile(r"^(?:收费标准|收费|费用|标准)?(?:为|:)?|(?:收费|收取|收|为|:|标准)+$")


def type_fee(text: str) -> Fee:
    """A fee from free text; kind None where no price can be made out with certainty.

    A bare yes or no is put into words: 是 becomes 收费, 否 and 无 become 不收费.
    """
    plain = folded(text).rstrip("。.;；")
    if plain in _NO:
        return Fee(text=word("fee", "free"), kind=FeeKind.FREE)
    if plain in _YES:
        return Fee(text=word("fee", "charged"), kind=FeeKind.CHARGED)
    if _FREE.fullmatch(plain):
        return Fee(text=text, kind=FeeKind.FREE)
    if _CHARGED.fullmatch(plain):
        return Fee(text=text, kind=FeeKind.CHARGED)
    amounts = _amounts(plain) if len(plain) <= _TYPED_LIMIT else ()
    if not amounts:
        return Fee(text=text)
    return Fee(text=text, kind=FeeKind.AMOUNTS, amounts=amounts)


def _amounts(plain: str) -> tuple[FeeAmount, ...]:
    """A price a clause; none at all where a clause holds a number that is no price."""
    found: list[FeeAmount] = []
    for clause in re.split(r"[,，;；。、]", plain):
        amount = _amount(clause)
        if amount is not None:
            found.append(amount)
        elif re.search(r"\d|元", clause):
            return ()
    return tuple(found) if any(amount.yuan for amount in found) else ()


def _amount(clause: str) -> FeeAmount | None:
    if match := _PRICE.fullmatch(clause):
        yuan = to_decimal(match["number"])
        what = _LABELS.sub("", match["what"])
        if yuan is None or re.search(r"\d", what):
            return None
        per = match["per"] or match["each"]
        return FeeAmount(
            yuan=yuan * 10_000 if match["scale"] else yuan, what=what or None, per=per or None
        )
    if (match := _FREE_CLAUSE.fullmatch(clause)) and (what := _LABELS.sub("", match["what"])):
        return FeeAmount(yuan=Decimal(0), what=what)
    return None
