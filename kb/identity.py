"""Which codes are one item: the same matter in two catalogues, or in the lists of two regions.

A catalogue gives each item a code of its own, so one matter comes under as many codes as catalogues
describe it (机动车注册登记 of a province and of a city elsewhere). It is found and asked for as one
item, with the guides of all. The rule looks at nothing but what the records say:

- the names are equal but for signs, white space and words that tell nothing (`_EMPTY`);
- where both say what kind of matter it is (行政许可, 公共服务), they say the same;
- where both name an agency, the agencies have a word in common beside places and ranks;
- one source has two codes for it only for different regions: a catalogue that has two codes for one
  region tells two matters apart.

Where any two of the codes of a name fail, none of them are joined: a wrong join shows a citizen
another matter's papers, a missing one only a second option.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import combinations

from kb.records import Guide, Item
from kb.store import StoredRecord
from kb.values.text import folded

_SIGNS = re.compile(r"[\W_]")
# 「办理…通行证」, 「档案的接收」, 「…执业申请」: neither first nor last do these tell what is done.
_EMPTY = re.compile(r"的|^(?:办理|申请)|(?:办理|申请|业务|事项|服务|手续)$")
# What agencies of all matters and places are called by: 「广东省」, 「…局」.
_PLACE = re.compile(r"^[\u4e00-\u9fff]{2,4}?(?:省|市|区|县|州|盟|旗)")
_RANK = re.compile(
    r"^(?:中华人民共和国|国家|中共)|(?:人民政府|办公室|委员会|管理局|事务局|服务局|总局|中心|[厅局部委办处科所院会站])$"
)
_PARTS = re.compile(r"[\W_]+|总局")  # 「中共广东省委宣传部（广东省新闻出版局、广东省版权局）」


@dataclass(kw_only=True)
class _Code:
    """What all records of one code say."""

    code: str
    name: str
    sources: set[str] = field(default_factory=set)
    regions: set[tuple[str, str | None]] = field(default_factory=set)  # with the source
    types: set[str] = field(default_factory=set)
    agencies: set[str] = field(default_factory=set)

    def may_be(self, other: "_Code") -> bool:
        """Whether nothing tells the two apart."""
        if self.types and other.types and not self.types & other.types:
            return False
        mine, theirs = _words(self.agencies), _words(other.agencies)
        if mine and theirs and not mine & theirs:
            return False
        if self.sources & other.sources:
            # Known by its name alone it is for every region.
            return bool(self.regions and other.regions) and not self.regions & other.regions
        return True


@dataclass(frozen=True, kw_only=True)
class SameName:
    """同名事项: the codes that share a name, the first source's first."""

    name: str
    codes: tuple[str, ...]
    is_one: bool  # False: something tells them apart


class Namesakes:
    """同名清单: gathers what records say of their codes, first source first."""

    def __init__(self, records: Iterable[StoredRecord] = ()) -> None:
        self._known: dict[str, _Code] = {}
        for stored in records:
            self.add(stored)

    def add(self, stored: StoredRecord) -> None:
        """Take in one record; what is no guide and no item has no name to share."""
        record = stored.record
        if not isinstance(record, Guide | Item):
            return
        code = _Code(code=record.item_code, name=record.name)
        own = self._known.setdefault(record.item_code, code)
        own.sources.add(stored.source)
        if isinstance(record, Guide):
            own.regions.add((stored.source, record.region))
            own.types.update(filter(None, (record.item_type,)))
            own.agencies.update(filter(None, (record.agency,)))

    def found(self) -> tuple[SameName, ...]:
        """Every name that several codes have, and whether they are one item."""
        groups: defaultdict[str, list[_Code]] = defaultdict(list)
        for each in self._known.values():
            groups[name_key(each.name)].append(each)
        return tuple(
            SameName(
                name=own[0].name,
                codes=tuple(each.code for each in own),
                is_one=all(one.may_be(other) for one, other in combinations(own, 2)),
            )
            for own in groups.values()
            if len(own) > 1
        )

    def joined(self) -> Mapping[str, str]:
        """Each code that another stands for → that other, the first source's."""
        own = (each for each in self.found() if each.is_one)
        return {code: each.codes[0] for each in own for code in each.codes[1:]}


def name_key(name: str) -> str:
    """What is left of a name to compare."""
    plain = _SIGNS.sub("", folded(name).lower())
    return _EMPTY.sub("", plain) or plain


def _words(agencies: Iterable[str]) -> set[str]:
    """The pairs of characters that are left of agencies' names."""
    parts = (part for agency in agencies for part in _PARTS.split(folded(agency)))
    left = [_RANK.sub("", _PLACE.sub("", _RANK.sub("", part))) for part in parts]
    return {word[at : at + 2] for word in left for at in range(len(word) - 1)}
