"""The six kinds of request that a hotline sorts into."""

from collections.abc import Collection
from enum import StrEnum

from dialogue.understanding.words import words
from kb.elements import Element

_TOLD = "_told"  # entries that count only where no element is asked for


class RequestKind(StrEnum):
    """诉求 (咨询 求助 投诉 举报 建议 表扬): what a citizen turns to the hotline with."""

    CONSULTATION = "consultation"  # 咨询: asks how things are; also how to complain
    PLEA = "plea"  # 求助: wants something done for them (a blackout, a blocked drain)
    COMPLAINT = "complaint"  # 投诉: about how an agency or a business treated them
    REPORT = "report"  # 举报: about what others do against the rules
    SUGGESTION = "suggestion"  # 建议
    PRAISE = "praise"  # 表扬


def kind_of(text: str, elements: Collection[Element]) -> RequestKind:
    """The kind of a normalised message that asks for these elements."""
    for name, said in words("requests").items():
        if (not name.endswith(_TOLD) or not elements) and said.said(text):
            return RequestKind(name.removesuffix(_TOLD))
    return RequestKind.CONSULTATION
