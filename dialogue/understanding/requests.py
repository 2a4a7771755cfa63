"""The six kinds of request that a hotline sorts into."""

from enum import StrEnum


class RequestKind(StrEnum):
    """诉求 (咨询 求助 投诉 举报 建议 表扬): what a citizen turns to the hotline with."""

    CONSULTATION = "consultation"  # 咨询: asks how things are; also how to complain
    PLEA = "plea"  # 求助: wants something done for them (a blackout, a blocked drain)
    COMPLAINT = "complaint"  # 投诉: about how an agency or a business treated them
    REPORT = "report"  # 举报: about what others do against the rules
    SUGGESTION = "suggestion"  # 建议
    PRAISE = "praise"  # 表扬
