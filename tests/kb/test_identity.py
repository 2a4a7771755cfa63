"""The same item in two catalogues is one item; what only looks alike is not."""

from dataclasses import replace

import pytest

from kb.entries import record_id
from kb.identity import Namesakes, SameName, name_key
from kb.records import Guide, Item, Record
from kb.store import StoredRecord

OURS = Guide(
    item_code="A-1",
    name="残疾人证换领",
    region="吉林省",
    agency="吉林省残疾人联合会",
    item_type="公共服务",
)
THEIRS = Guide(item_code="B-7", name="残疾人证换领", region="吉林省/长春市")


def stored(record: Record, source: str) -> StoredRecord:
    return StoredRecord(
        record_id=record_id(source, record), source=source, version=1, record=record
    )


def names(*records: tuple[Record, str]) -> tuple[SameName, ...]:
    return Namesakes(stored(record, source) for record, source in records).found()


def are_one(*records: tuple[Record, str]) -> bool:
    [found] = names(*records)
    return found.is_one


def test_the_first_sources_code_stands_for_the_others() -> None:
    list_ = Item(item_code="C-3", name="残疾人证换领")
    told = Namesakes(
        [stored(OURS, "省"), stored(THEIRS, "市"), stored(list_, "目录"), stored(list_, "目录")]
    )
    assert told.joined() == {"B-7": "A-1", "C-3": "A-1"}
    assert told.found() == (
        SameName(name="残疾人证换领", codes=("A-1", "B-7", "C-3"), is_one=True),
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("民办非企业单位的成立登记", "民办非企业单位成立登记"),
        ("办理出入境通行证", "出入境通行证"),
        ("职业病诊断资格证书核发", "职业病诊断资格证书核发（申请）"),
        ("出口退（免）税备案", "出口退(免)税备案"),
    ],
)
def test_signs_and_words_that_tell_nothing_tell_nothing_apart(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("残疾人证换领", "残疾人证补领"),
        ("律师执业许可（变更）", "律师执业许可（注销）"),
        ("货物运输代开发票备案登记", "货物运输代开发票备案"),
        ("税收居民身份证明的出具", "税收居民身份证明的开具"),
    ],
)
def test_another_act_or_another_word_is_another_name(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


def test_a_name_that_is_nothing_but_such_words_stays_itself() -> None:
    assert name_key("申请") == "申请"


def test_another_kind_of_matter_is_another_item() -> None:
    other = replace(THEIRS, item_type="行政许可")
    assert not are_one((OURS, "省"), (other, "市"))
    assert are_one((OURS, "省"), (replace(other, item_type="公共服务"), "市"))


@pytest.mark.parametrize(
    ("agency", "is_one"),
    [
        ("长春市残疾人联合会", True),
        ("朝阳区残疾人综合服务中心", True),
        ("长春市公安局", False),
        (None, True),
    ],
)
def test_agencies_without_a_word_in_common_are_of_different_items(
    agency: str | None, *, is_one: bool
) -> None:
    assert are_one((OURS, "省"), (replace(THEIRS, agency=agency), "市")) is is_one


def test_ranks_and_places_are_no_word_in_common() -> None:
    tax = replace(OURS, agency="国家税务总局吉林省税务局")
    other = replace(THEIRS, agency="国家知识产权局吉林省工作站")
    assert not are_one((tax, "省"), (other, "市"))


def test_a_catalogue_that_has_two_codes_for_one_region_tells_them_apart() -> None:
    again = replace(OURS, item_code="A-2", agency="吉林省残疾人联合会就业部")
    assert not are_one((OURS, "省"), (again, "省"))
    assert are_one((OURS, "省"), (replace(again, region="吉林省/长春市"), "省"))
    bare = Item(item_code="A-3", name=OURS.name)
    assert not are_one((OURS, "省"), (bare, "省"))


def test_where_two_codes_fail_none_of_the_name_is_joined() -> None:
    again = replace(OURS, item_code="A-2")
    [found] = names((OURS, "省"), (again, "省"), (THEIRS, "市"))
    assert found.codes == ("A-1", "A-2", "B-7")
    assert not found.is_one
