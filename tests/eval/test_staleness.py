"""A case is stale when the guides it was made from say something else now."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from eval.cases import Case
from eval.staleness import Freshness, aged, freshness, made_from
from kb.elements import Element, Text
from kb.records import Guide, Record


def guide(region: str, place: str, situation: str | None = None) -> Guide:
    return Guide(
        item_code="T-CARD",
        name="云上居住卡办理",
        region=region,
        situation=situation,
        elements={Element.PLACE: Text(text=place)},
    )


EAST, WEST = guide("990101", "东岛区码头街2号"), guide("990102", "西岛区灯塔路7号")
MakeCase = Callable[..., Case]


def made(make_case: MakeCase, records: list[Record], region: str | None, **more: str) -> Case:
    case = make_case("1", "居住卡去哪办", "T-CARD", region=region, **more)
    return replace(case, made_from=made_from(case, records, region))


def test_it_is_fresh_while_its_guides_stay_and_whatever_their_order(make_case: MakeCase) -> None:
    case = made(make_case, [EAST, WEST], None)
    assert freshness(case, [WEST, EAST]) is Freshness.FRESH


def test_it_is_stale_when_a_guide_of_it_changes_goes_or_comes(make_case: MakeCase) -> None:
    case = made(make_case, [EAST, WEST], None)
    moved = guide("990101", "东岛区码头街3号")
    for records in ([moved, WEST], [EAST], [EAST, WEST, guide("990103", "北岛区1号")]):
        assert freshness(case, records) is Freshness.CHANGED


def test_another_district_does_not_touch_it(make_case: MakeCase) -> None:
    case = made(make_case, [EAST, WEST], "990101")
    moved = guide("990102", "西岛区灯塔路8号")
    assert freshness(case, [EAST, moved], "990101") is Freshness.FRESH
    assert freshness(case, [moved, WEST], "990101") is Freshness.CHANGED


def test_another_situation_does_not_touch_it(make_case: MakeCase) -> None:
    lost, worn = guide("990101", "东一", "丢失补领"), guide("990101", "东二", "损坏换领")
    case = made(make_case, [lost, worn], "990101", situation="丢失补领")
    assert freshness(case, [lost, guide("990101", "东三", "损坏换领")], "990101") is Freshness.FRESH
    assert (
        freshness(case, [guide("990101", "东三", "丢失补领"), worn], "990101") is Freshness.CHANGED
    )


def test_what_is_withdrawn_is_gone_and_what_does_not_say_is_untold(make_case: MakeCase) -> None:
    assert freshness(made(make_case, [EAST], None), []) is Freshness.GONE
    assert freshness(make_case("1", "问", "T-CARD"), []) is Freshness.GONE
    assert freshness(make_case("1", "问", "T-CARD"), [EAST]) is Freshness.UNTOLD
    assert freshness(make_case("1", "问", expect="unanswerable"), []) is Freshness.UNTOLD


def test_guides_that_ran_out_or_were_verified_long_ago_have_aged() -> None:
    today = date(2026, 5, 6)
    ran_out = replace(EAST, valid_until=date(2026, 5, 5))
    old = replace(WEST, verified_on=date(2024, 5, 5), situation="补办")
    sound = replace(EAST, valid_until=today, verified_on=date(2024, 5, 7))
    found = list(aged({"T-CARD": [ran_out, old, sound, EAST]}, today))
    assert found == [
        ("T-CARD", "云上居住卡办理（990101）", "expired"),
        ("T-CARD", "云上居住卡办理（990102，补办）", "unverified"),
    ]
