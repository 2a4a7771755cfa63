"""The elements of a guide (要素) and the typed values they hold.

Every value keeps `text`, the words a citizen is given; the other fields are what could be
understood of them. A value whose parts are None was left as text: it is answered all the same.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Element(StrEnum):
    """要素: one field of a guide."""

    CONDITIONS = "conditions"
    MATERIALS = "materials"
    PROCEDURE = "procedure"
    STATUTORY_LIMIT = "statutory_limit"
    PROMISED_LIMIT = "promised_limit"
    FEE = "fee"
    PLACE = "place"
    HOURS = "hours"
    PHONE = "phone"
    COMPLAINT_PHONE = "complaint_phone"
    LEGAL_BASIS = "legal_basis"
    OUTCOME = "outcome"
    ONLINE = "online"
    AUDIENCE = "audience"
    AGENCY = "agency"
    VISITS = "visits"
    FAQ = "faq"


class Audience(StrEnum):
    """服务对象: 自然人 or 法人."""

    PERSON = "person"
    ORGANISATION = "organisation"


class LimitUnit(StrEnum):
    """The unit of a time limit; working days are not days."""

    WORKING_DAY = "working_day"
    DAY = "day"
    HOUR = "hour"
    MINUTE = "minute"
    MONTH = "month"
    YEAR = "year"


class FeeKind(StrEnum):
    """收费: free, amounts, or charged without the amount being stated. Not stated = no fee value."""

    FREE = "free"
    AMOUNTS = "amounts"
    CHARGED = "charged"


@dataclass(frozen=True, kw_only=True)
class Text:
    """文字: an element that is plain text by nature (conditions, place, hours, outcome …)."""

    text: str


@dataclass(frozen=True, kw_only=True)
class TimeLimit:
    """办结时限: a number and a unit; amount 0 means done at once (即办)."""

    text: str
    amount: int | None = None
    unit: LimitUnit | None = None


@dataclass(frozen=True, kw_only=True)
class FeeAmount:
    """收费金额: one price, in yuan, and what it is paid for."""

    yuan: Decimal
    what: str | None = None
    per: str | None = None  # 证, 次, 本 …


@dataclass(frozen=True, kw_only=True)
class Fee:
    """收费标准: kind None means that the text could not be typed."""

    text: str
    kind: FeeKind | None = None
    amounts: tuple[FeeAmount, ...] = ()


class Copies(StrEnum):
    """Whether the original, a copy or both are handed in or shown."""

    ORIGINAL = "original"
    COPY = "copy"
    BOTH = "both"


class MaterialForm(StrEnum):
    """材料形式: on paper, electronic, or either."""

    PAPER = "paper"
    ELECTRONIC = "electronic"
    EITHER = "either"


@dataclass(frozen=True, kw_only=True)
class Material:
    """申请材料: one document of the list; None means that the guide does not say."""

    name: str
    form: MaterialForm | None = None
    copies: Copies | None = None
    count: int | None = None  # how many of it
    required: bool | None = None  # False: only by situation, see `when`
    when: str | None = None  # the situation in which it is needed
    note: str | None = None


@dataclass(frozen=True, kw_only=True)
class Materials:
    """申请材料 (the list): no items means that the guide says none are needed (无需材料)."""

    text: str
    items: tuple[Material, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Steps:
    """办理流程: the steps in order."""

    text: str
    steps: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PhoneNumber:
    """电话: one number as written and, where several are listed, whose it is."""

    number: str
    station: str | None = None


@dataclass(frozen=True, kw_only=True)
class Phones:
    """咨询电话 or 监督投诉电话: `numbers` is empty where none could be made out in the text."""

    text: str
    numbers: tuple[PhoneNumber, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Visits:
    """到现场次数: how often one must come in person; None: left as text."""

    text: str
    count: int | None = None


@dataclass(frozen=True, kw_only=True)
class Audiences:
    """服务对象: who may apply; `kinds` is empty where the text could not be typed."""

    text: str
    kinds: tuple[Audience, ...] = ()


@dataclass(frozen=True, kw_only=True)
class QuestionAnswer:
    """常见问题: one question and its answer, inside a guide."""

    question: str
    answer: str


@dataclass(frozen=True, kw_only=True)
class Questions:
    """常见问题 (the list)."""

    text: str
    pairs: tuple[QuestionAnswer, ...]


Value = Text | TimeLimit | Fee | Materials | Steps | Phones | Visits | Audiences | Questions

VALUE_TYPES: dict[Element, type[Value]] = {
    Element.CONDITIONS: Text,
    Element.MATERIALS: Materials,
    Element.PROCEDURE: Steps,
    Element.STATUTORY_LIMIT: TimeLimit,
    Element.PROMISED_LIMIT: TimeLimit,
    Element.FEE: Fee,
    Element.PLACE: Text,
    Element.HOURS: Text,
    Element.PHONE: Phones,
    Element.COMPLAINT_PHONE: Phones,
    Element.LEGAL_BASIS: Text,
    Element.OUTCOME: Text,
    Element.ONLINE: Text,
    Element.AUDIENCE: Audiences,
    Element.AGENCY: Text,
    Element.VISITS: Visits,
    Element.FAQ: Questions,
}
