"""Where somebody lives: addresses down to the house, never the place of an office."""

import re
from collections.abc import Iterator

# A name ends where a region or a little word does: 「我住松台区|建设路12号」 keeps the region.
_NAME = r"[^\W\dA-Z_省市区县镇乡住在是于到去从的我你他她和跟]{1,8}?"
_STREET = rf"{_NAME}(?:大街|大道|路|街(?!道)|巷|胡同|弄|里弄|道(?!理|歉|路))(?:[东西南北中]段)?"
_ESTATE = (
    rf"{_NAME}(?:小区|花园|花苑|家园|公寓|新村|新城|苑|嘉园|名城|大厦|村|屯|社区|宿舍|家属院|庄)"
)
_COUNT = r"(?:第?[\d〇零一二三四五六七八九十百]+)"
_NUMBER = rf"{_COUNT}(?:[-之]\d+)?号(?!楼|栋|幢|线|窗|令|文)(?:院|附\d+号)?"
_BUILDING = rf"(?:[A-Z]?{_COUNT}?[A-Z]?(?:号楼|栋|幢|座|号栋)(?![了不]))"
_UNIT = rf"{_COUNT}(?:单元|门(?!诊|口|课)|组)"
_ROOM = (
    rf"(?:[A-Z]?\d{{3,4}}[A-Z]?(?:室|房(?!产))?(?![\d年元块号人]|平|多)|{_COUNT}(?:室|户(?!口)))"
)
_FLOOR = rf"{_COUNT}(?:楼|层)"
_DASHED = r"(?<!\d)\d{1,3}(?:[-—]\d{1,2})?[-—]\d{3,4}(?:室)?(?![\d-])"
# What comes after the street or the estate makes it a home: a unit or a room.
_INSIDE = (
    rf"(?:{_BUILDING}{_UNIT}(?:{_FLOOR})?(?:{_ROOM})?|{_BUILDING}(?:{_FLOOR})?{_ROOM}|"
    rf"{_UNIT}(?:{_FLOOR})?{_ROOM}|{_FLOOR}{_ROOM})"
)
_PLACE = rf"(?:{_STREET}(?:{_NUMBER})?(?:{_ESTATE})?|{_ESTATE})(?:{_NUMBER})?"
_HOME = re.compile(
    rf"{_PLACE}(?:{_INSIDE}|{_DASHED}|{_BUILDING}{_DASHED})|{_INSIDE}"
    rf"|{_STREET}{_NUMBER}(?:{_ESTATE})?{_ROOM}|{_ESTATE}(?:{_NUMBER})?{_ROOM}"
)
_HOUSE = re.compile(rf"(?:{_STREET}|{_ESTATE}(?:{_UNIT})?){_NUMBER}")
_OWN_HOUSE = re.compile(rf"{_PLACE}(?:{_NUMBER})?{_BUILDING}|{_HOUSE.pattern}")
_CLAUSE = re.compile(r"[^,，。;；!！?？\n]+")
_OFFICE = re.compile(
    r"派出所|大厅|中心|窗口|局|医院|学校|小学|中学|幼儿园|法院|居委会|委员会|办事处|服务站|网点|"
    r"银行|车管所|所$|公司|饭店|餐馆|超市|工地|酒店|网吧|商场|广场|公园|站"
)
_OWN = re.compile(
    r"我家|户口从|家住|住址|住在|我住|户籍|户口在|家庭地址|收件|寄到|邮寄|租住|房子在|我在|地址[是:：]"
)
_SMALLEST = 4  # characters; 「3栋」 alone tells nobody's home
Span = tuple[int, int]


def addresses(flat: str) -> Iterator[Span]:
    """Homes down to the room; a bare house number where it is not an office's."""
    for clause in _CLAUSE.finditer(flat):
        for match in _HOME.finditer(clause[0]):
            if match.end() - match.start() >= _SMALLEST:
                yield _moved(match.span(), clause.start())
        if _OWN.search(clause[0]):
            houses = _OWN_HOUSE
        elif _OFFICE.search(clause[0]):
            continue
        else:
            houses = _HOUSE
        for match in houses.finditer(clause[0]):
            yield _moved(match.span(), clause.start())


def _moved(span: Span, by: int) -> Span:
    return span[0] + by, span[1] + by
