"""Typing lists of documents (申请材料)."""

import re

from kb.elements import Copies, Material, MaterialForm, Materials
from kb.values.marked import has_stroke, is_marked, marked_material
from kb.values.numbering import bare_item, split_items
from kb.values.numbers import NUMERAL, to_int
from kb.values.text import folded
from kb.values.wording import material_text

_NONE_NEEDED = re.compile(
    r"(?:[^;；]{0,12}[,，])?(?:无[需须]|不需要|不用|免)(?:申请人|群众)?(?:提交|提供)?(?:任何|其他)?(?:申请)?(?:材料|要件)?。?"
)
_COUNT = re.compile(rf"(?:一式|各)?({NUMERAL})(?:份|张|套|本)[)]?$")
_BOTH = re.compile(r"原件(?:及其?|和|与|、|/|,|并(?:提交|提供)|加|\+|各)?复印件(?:各)?[)]?$")
_COPY = re.compile(r"(?:复印件|影印件)[)]?$")
_EITHER_COPY = re.compile(r"原件或(?:者)?复印件[)]?$")
_ORIGINAL = re.compile(r"原件[)]?$")
_ELECTRONIC = re.compile(r"(?<![及和或与、者含])(?:电子(?:版|件|文件|材料|档)?|扫描件)[)]?$")
_PAPER = re.compile(r"纸质(?:版|件|材料)?[)]?$")
_EITHER = re.compile(
    r"纸质(?:版|件)?(?:或|、|/|和|及)电子(?:版|件)?[)]?$|电子(?:版|件)?(?:或|、|/)纸质(?:版|件)?[)]?$"
)
_IF_AT_HAND = re.compile(r"\((?:如有|若有|如需|必要时|可选|选交)\)$")
_ONLY_WHEN = re.compile(
    r"\((?P<when>[^()无不免]{2,40}?)(?:才|的)?(?:需要?|须|应|还需)?(?:提供|提交)\)$"
)
_HEADING = re.compile(r"^(?P<when>[^:]{2,40})[:]$")


def type_materials(text: str) -> Materials:
    """A list of documents out of one text: by lines, numbers or semicolons, or with marks.

    Raises:
        ValueInvalid: where a line has marks and one of them is wrong.
    """
    if says_none_needed(text):
        return Materials(text=text)
    lines = [line for line in text.split("\n") if line.strip()]
    if is_marked(lines):
        return materials_of(_marked(lines))
    return Materials(text=text, items=tuple(_grouped(split_items(text))))


def materials_of(documents: list[str | Material]) -> Materials:
    """A list of documents that the source gives as a list; the text has one a line."""
    match documents:
        case [str() as only] if says_none_needed(only):
            return Materials(text=only)
    text = "\n".join(each if isinstance(each, str) else material_text(each) for each in documents)
    return Materials(
        text=text,
        items=tuple(
            type_material(bare_item(each) or each) if isinstance(each, str) else each
            for each in documents
        ),
    )


def says_none_needed(text: str) -> bool:
    """Whether the text says that no documents are needed (无需材料)."""
    plain = folded(text)
    return plain == "无" or _NONE_NEEDED.fullmatch(plain) is not None


def type_material(name: str, when: str | None = None) -> Material:
    """One document; the name keeps the source's words, the rest is what they say."""
    plain = folded(name)
    condition = _ONLY_WHEN.search(plain)
    only_by_case = condition is not None or _IF_AT_HAND.search(plain) is not None
    count = _COUNT.search(plain)
    kind = plain[: count.start()].rstrip("(,，、") if count else plain
    return Material(
        name=name,
        form=_form(kind),
        copies=_copies(kind),
        count=to_int(count[1]) if count else None,
        required=False if only_by_case or when else None,
        when=condition["when"] if condition else when,
    )


def _copies(plain: str) -> Copies | None:
    if _BOTH.search(plain):
        return Copies.BOTH
    if _EITHER_COPY.search(plain):
        return None
    if _COPY.search(plain):
        return Copies.COPY
    return Copies.ORIGINAL if _ORIGINAL.search(plain) else None


def _form(plain: str) -> MaterialForm | None:
    if _EITHER.search(plain):
        return MaterialForm.EITHER
    if _ELECTRONIC.search(plain):
        return MaterialForm.ELECTRONIC
    return MaterialForm.PAPER if _PAPER.search(plain) else None


def _grouped(items: list[str]) -> list[Material]:
    """A line that ends with a colon names the case of the documents below it."""
    found: list[Material] = []
    when: str | None = None
    for item in items:
        named = _case_named(item)
        if named is None:
            found.append(type_material(item, when))
        else:
            when = named or None
    return found


def _marked(lines: list[str]) -> list[str | Material]:
    """Documents of which some have marks; those without keep the words of their line."""
    found: list[str | Material] = []
    when: str | None = None
    for line in lines:
        named = _case_named(line)
        if named is not None:
            when = named or None
        elif has_stroke(line):
            found.append(marked_material(line, when))
        else:
            found.append(type_material(bare_item(line) or line, when) if when else line)
    return found


def _case_named(line: str) -> str | None:
    """The case that a heading names; empty where it names none (「申请材料：」); else None."""
    heading = _HEADING.match(folded(line))
    if heading is None:
        return None
    return "" if re.search("材料|以下|如下|下列", heading["when"]) else heading["when"]
