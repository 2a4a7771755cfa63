"""Typing telephone numbers (咨询电话, 监督投诉电话) with whose they are."""

import re

from kb.elements import PhoneNumber, Phones

_DASH = r"[-—–－―‐─]"
_AREA = (
    rf"(?:[（(]\s*(?:\+?86\s*)?0?\d{{2,3}}\s*[)）]\s*{_DASH}?\s*"
    rf"|(?:\+?86[\s-]*)?0\d{{2,3}}\s*{_DASH}+\s*|0\d{{2,3}}\s+|\+?86[\s-]\s*\d{{2,3}}[\s-]\s*)"
)
_FULL = rf"(?:1[3-9]\d{{9}}|[48]00{_DASH}?(?:\d{{3}}{_DASH}?\d{{4}}|\d{{4}}{_DASH}\d{{3}})|\d{{7,8}}|\d{{3,4}}[ ]\d{{4}})"
_SHORT = r"(?:1\d{2,4}|9\d{4,6})"  # 110, 12345, 95598 …
_EXTENSION = rf"(?:(?:{_DASH}(?!0\d{{2,3}}{_DASH})\d{{1,5}}(?!\d)){{1,2}}|\s*(?:转|转分机|分机)\s*\d{{1,5}})?"
_NUMBER = re.compile(
    rf"(?<![0-9A-Za-z_])(?:{_AREA}(?:{_FULL}|{_SHORT})|{_FULL}|{_SHORT}){_EXTENSION}"
    r"(?![0-9A-Za-z_])(?!\s*(?:[号室房楼层栋幢座年月日时点分元个%]|\.\d))"
)
# Addresses on the web hold digits that are no telephone numbers.
_NOT_PHONES = re.compile(r"https?://[\w./?=&#%:+~-]+|[\w.+-]{1,64}@[\w.-]{1,255}", re.ASCII)
_AFTER = re.compile(r"\s*[（(]\s*(?P<station>[^（()）\d]{1,20})\s*[)）]")
_SHARED = re.compile(r"[\s、,，/或和及]*")
_STOPS = re.compile(r"[；;。,，、\n（(）)|\"“”【】\[\]]")
_LABELS = re.compile(
    r"(?:(?:的|业务)?(?:咨询|联系|办公|服务|监督|投诉|举报|查询|值班)*(?:电话号码|电话(?:咨询|投诉|查询|举报)?|热线|号码|方式)|拨打|致电|请拨|或|和|及|[:：/\-—\s])+$"
)
_SEARCHED = 80  # characters before a number in which its station is looked for
_STATION_LIMIT = 20  # characters; what is longer is prose, not a name


def type_phones(text: str) -> Phones:
    """The numbers in a text, each with the station named before it or in brackets behind it."""
    searched = _NOT_PHONES.sub(lambda match: " " * len(match[0]), text)
    found: list[PhoneNumber] = []
    position = 0
    shared: str | None = None  # a station named before goes for the numbers listed after it
    waiting: list[int] = []  # numbers in a list whose station may follow in brackets
    for match in _NUMBER.finditer(searched):
        between = searched[position : match.start()]
        listed = bool(found) and _SHARED.fullmatch(between) is not None and "\n" not in between
        after = _AFTER.match(searched, match.end())
        if after:
            station: str | None = _name(after["station"])
            for index in waiting if listed else ():
                found[index] = PhoneNumber(number=found[index].number, station=station)
            waiting, shared = [], None
        elif listed:
            station = shared
            waiting = [*waiting, len(found)] if shared is None and waiting else []
        else:
            near = _LABELS.sub("", between[-_SEARCHED:])
            station = shared = _name(_STOPS.split(near)[-1])
            waiting = [len(found)] if station is None else []
        found.append(PhoneNumber(number=match[0].strip(), station=station))
        position = after.end() if after else match.end()
    return Phones(text=text, numbers=tuple(found))


def _name(station: str) -> str | None:
    name = "".join(_LABELS.sub("", station).split()).strip("：:、，。；-")
    name = re.sub(r"^(?:或|和|及|其中)", "", name)
    return name if 0 < len(name) <= _STATION_LIMIT and not re.search(r"\d", name) else None
