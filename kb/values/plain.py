"""Typing the simpler elements: visits, audience, procedure, questions."""

import re
from itertools import pairwise

from kb.elements import Audience, Audiences, QuestionAnswer, Questions, Steps, Visits
from kb.values.numbering import split_steps
from kb.values.numbers import NUMERAL, to_int
from kb.values.text import folded, split_list
from kb.values.wording import word

_VISITS = re.compile(
    rf"(?:最多|至多|需|到现场|到场|跑|办理|到办事现场|次数|:)*({NUMERAL})次?(?:到现场|到场)?"
)
_NO_VISIT = re.compile(
    r"(?:零跑动|零跑腿|不见面|无需到现场|全程网办|一次不用跑|一次也不跑|全程网上办理)。?"
)
_PERSON = re.compile(r"自然人|个人|公民|居民|群众|person")
_ORGANISATION = re.compile(
    r"非自然人|法人|企业|机关|组织|单位|机构|团体|公司|个体工商户|农民专业合作社|organisation"
)
_MARK = re.compile(
    r"(?:^|(?<=[\s？?。]))(?:\d{1,2}[、.．]\s?)?(?P<mark>[问答QA])\s?\d{0,2}\s?[:：]"
)


def type_visits(text: str) -> Visits:
    """How often one must come; a bare number is put into words (0次)."""
    plain = folded(text)
    if _NO_VISIT.fullmatch(plain):
        return Visits(text=text, count=0)
    match = _VISITS.fullmatch(plain)
    count = to_int(match[1]) if match else None
    if count is not None and re.fullmatch(NUMERAL, plain):
        return Visits(text=word("visits", "count", count=plain), count=count)
    return Visits(text=text, count=count)


def type_audiences(text: str) -> Audiences:
    """Who may apply, from one text such as 「自然人、企业法人」."""
    return audiences_of(split_list(text, "、，,；;/和"), text)


def audiences_of(names: list[str], text: str | None = None) -> Audiences:
    """Who may apply, from a list; `kinds` is empty where a name fits neither kind."""
    kinds = [_kind(name) for name in names]
    known = tuple(kind for kind in Audience if kind in kinds)
    if text is None or text in tuple(Audience):
        text = "、".join(word("audience", n) if n in tuple(Audience) else n for n in names)
    return Audiences(text=text, kinds=() if None in kinds else known)


def _kind(name: str) -> Audience | None:
    plain = folded(name)
    if _ORGANISATION.search(plain):
        return Audience.ORGANISATION
    return Audience.PERSON if _PERSON.search(plain) else None


def type_steps(text: str) -> Steps:
    """The steps of a procedure; a text without any numbering is one step."""
    return Steps(text=text, steps=tuple(split_steps(text)) or (text,))


def steps_of(steps: list[str]) -> Steps:
    """The steps of a procedure that the source gives as a list."""
    return Steps(text="\n".join(steps), steps=tuple(steps))


def type_questions(text: str) -> Questions:
    """Questions with answers out of a text of 问：… 答：…; no pairs where it has another form."""
    marks = list(_MARK.finditer(text))
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    said = [
        (mark["mark"] in "问Q", text[mark.end() : end].strip())
        for mark, end in zip(marks, ends, strict=False)
    ]
    pairs = tuple(
        QuestionAnswer(question=question, answer=answer)
        for (asks, question), (asks_again, answer) in pairwise(said)
        if asks and not asks_again and question and answer
    )
    return Questions(text=text, pairs=pairs)


def questions_of(pairs: list[tuple[str, str]]) -> Questions:
    """Questions with answers that the source gives as a list."""
    text = "\n".join(
        word("questions", "pair", question=question, answer=answer) for question, answer in pairs
    )
    return Questions(text=text, pairs=tuple(QuestionAnswer(question=q, answer=a) for q, a in pairs))
