"""Opening hours: read whole or not at all, and held against the official calendar."""

import logging
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogue.opening import Calendar, DayKind, Hours, Opening, calendar, dates_of, read_hours
from dialogue.understanding import DayPart, SaidDay

WEDNESDAY, SATURDAY, SUNDAY = date(2026, 11, 4), date(2026, 11, 7), date(2026, 11, 8)
SECOND_SATURDAY = date(2026, 11, 14)
NATIONAL_DAY, WORKED_SATURDAY = date(2026, 10, 1), date(2026, 10, 10)


def on(hours: Hours | None, day: date) -> str:
    """「9:00—12:00」 or why not."""
    assert hours is not None
    opening, spans = hours.on(day, calendar().kind(day))
    return "，".join(map(str, spans)) or opening.value


class TestReading:
    @pytest.mark.parametrize(
        ("text", "wednesday", "saturday"),
        [
            ("周一至周五 9:00—12:00，13:30—17:00（法定节假日除外）", "9:00—12:00，13:30—17:00", "closed"),
            ("周一至周五 9:00—17:00，午间不休；周六 9:00—12:00", "9:00—17:00", "9:00—12:00"),
            ("周一至周五 9:00—18:00，午间不休，周四延时至20:00", "9:00—18:00", "closed"),
            ("周二至周六 9:00—12:00", "9:00—12:00", "9:00—12:00"),
            ("周二至周日 9:00—20:30，周一闭馆", "9:00—20:30", "9:00—20:30"),
            ("每天 9:00—17:00；周六、周日休息", "9:00—17:00", "closed"),
            ("周一、周三 8:00—12:00", "8:00—12:00", "closed"),
            ("每天9：00至17：00", "9:00—17:00", "9:00—17:00"),
            ("星期一到星期五上午8点30分-12点，下午2点-5点半", "8:30—12:00，14:00—17:30", "closed"),
        ],
    )  # fmt: skip
    def test_days_and_times_are_made_out(self, text: str, wednesday: str, saturday: str) -> None:
        hours = read_hours(text)
        assert (on(hours, WEDNESDAY), on(hours, SATURDAY)) == (wednesday, saturday)

    def test_a_day_that_is_prolonged_closes_later(self) -> None:
        hours = read_hours("周一至周五 9:00—18:00，午间不休，周四延时至20:00（法定节假日除外）")
        assert on(hours, date(2026, 11, 5)) == "9:00—20:00"

    def test_the_first_saturday_of_a_month_is_no_other(self) -> None:
        hours = read_hours("周一至周五 8:30—11:30；每月第一个周六 8:30—11:30")
        assert (on(hours, SATURDAY), on(hours, SECOND_SATURDAY)) == ("8:30—11:30", "closed")

    @pytest.mark.parametrize(
        "text",
        [
            "周一至周五 9:00—12:00（法定节假日除外），部分区（县）周六上午受理",
            "窗口：周一至周五 9:00—12:00；网上全天受理",
            "审核期内每日 9:00—12:00；平时周一至周五同一时间",
            "周一至周五 9:00—12:00；周六 9:00—12:00（仅区级窗口）",
            "周一至周五 17:00—9:00",
            "工作时间",
            "24小时",
            "",
        ],
    )
    def test_what_is_not_understood_whole_is_not_worked_out(self, text: str) -> None:
        assert read_hours(text) is None

    @given(
        st.text(
            alphabet="周一至五六日每天上下午0123456789:—，；（）法定节假日除外延时", max_size=40
        )
    )
    def test_no_text_breaks_it(self, text: str) -> None:
        hours = read_hours(text)
        assert hours is None or all(
            span.start < span.end
            for day in (WEDNESDAY, SATURDAY)
            for span in hours.on(day, calendar().kind(day))[1]
        )


class TestCalendar:
    @pytest.mark.parametrize(
        ("day", "kind"),
        [
            (WEDNESDAY, DayKind.WORKDAY),
            (SATURDAY, DayKind.WEEKEND),
            (NATIONAL_DAY, DayKind.HOLIDAY),
            (WORKED_SATURDAY, DayKind.MADE_UP),
        ],
    )
    def test_a_day_is_what_the_official_calendar_says(self, day: date, kind: DayKind) -> None:
        assert calendar().kind(day) is kind

    def test_where_holidays_are_not_known_only_weekends_count_and_it_is_logged(
        self, caplog: pytest.LogCaptureFixture
    ) -> None:
        far = date(2099, 10, 1)
        with caplog.at_level(logging.WARNING):
            assert calendar().kind(far) is DayKind.WORKDAY
        assert "2099" in caplog.text
        assert not calendar().knows(far)

    def test_the_table_overrules_the_library_and_fills_its_gaps(self) -> None:
        far = date(2099, 10, 1)
        ruled = Calendar(overruled={far: DayKind.HOLIDAY, WEDNESDAY: DayKind.HOLIDAY})
        assert {ruled.kind(far), ruled.kind(WEDNESDAY)} == {DayKind.HOLIDAY}
        assert ruled.knows(far)

    def test_holidays_close_only_where_the_text_says_so(self) -> None:
        assert on(read_hours("每天 9:00—17:00（法定节假日除外）"), NATIONAL_DAY) == "closed_holiday"
        assert on(read_hours("每天 9:00—17:00"), NATIONAL_DAY) == Opening.UNSAID

    def test_a_weekend_that_is_worked_is_not_guessed(self) -> None:
        hours = read_hours("周一至周五 9:00—17:00；周六 9:00—12:00")
        assert on(hours, WORKED_SATURDAY) == Opening.UNSAID

    def test_a_holiday_lasts_as_long_as_people_are_off(self) -> None:
        days = calendar().next_holiday("国庆", date(2026, 6, 1))
        assert (days[0], days[-1]) == (NATIONAL_DAY, date(2026, 10, 7))
        assert calendar().next_holiday("泼水节", date(2026, 6, 1)) == ()


class TestSaidDays:
    @pytest.mark.parametrize(
        ("said", "dates"),
        [
            ({"offset": 1}, ["2026-11-05"]),
            ({"weekday": 5}, ["2026-11-07"]),
            ({"weekday": 2}, ["2026-11-04"]),  # today counts
            ({"weekday": 0}, ["2026-11-09"]),
            ({"weekday": 5, "week": 1}, ["2026-11-14"]),
            ({"weekday": 0, "week": 0}, ["2026-11-02"]),
            ({"weekend": True}, ["2026-11-07", "2026-11-08"]),
            ({"weekend": True, "week": 1}, ["2026-11-14", "2026-11-15"]),
            ({"day": 5}, ["2026-11-05"]),
            ({"day": 3}, ["2026-12-03"]),
            ({"month": 1, "day": 2}, ["2027-01-02"]),
            ({"month": 2, "day": 30}, []),
            ({"workday": True}, []),
            ({"holiday": "节假日"}, []),
            ({"part": DayPart.NOON}, []),
            ({"at": time(17)}, []),
        ],
    )  # fmt: skip
    def test_the_next_such_day_is_meant(self, said: dict[str, object], dates: list[str]) -> None:
        found = dates_of(SaidDay(text="那天", **said), WEDNESDAY, calendar())  # type: ignore[arg-type]
        assert [day.isoformat() for day in found] == dates

    def test_on_a_sunday_the_weekend_is_what_is_left_of_it(self) -> None:
        said = SaidDay(text="周末", weekend=True)
        assert dates_of(said, SUNDAY, calendar())[0] == date(2026, 11, 14)
