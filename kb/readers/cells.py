"""The cells of a workbook, as Excel shows them."""

from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from kb.errors import Problem
from kb.readers.table import broken_row

_EXACT_DIGITS = 10**15  # Excel keeps 15 digits of a number, no more


def damaged_cell(
    path: Path, number: int, headings: tuple[str, ...], cells: tuple[Any, ...]
) -> Problem | None:
    """The finding about the first cell of a row whose value Excel has not kept, if there is one."""
    for position, cell in enumerate(cells):
        field = headings[position] if position < len(headings) else None
        if isinstance(cell.value, int | float) and abs(cell.value) >= _EXACT_DIGITS:
            return broken_row(
                path,
                number,
                f"{shown(cell)} is a number of more than 15 digits, of which Excel keeps 15",
                "Format the column as text and enter the value again",
                field=field,
            )
        if getattr(cell, "data_type", None) == "e":
            return broken_row(
                path,
                number,
                f"the cell shows the error {cell.value}",
                "Mend the formula or write the value itself",
                field=field,
            )
    return None


def shown(cell: Any) -> str:
    """The value as Excel shows it: 1.0 is "1", a date is 2026-11-23."""
    match cell.value:
        case None:
            return ""
        case bool() as flag:
            return str(flag).upper()
        case int() | float() as number:
            return _number(number, getattr(cell, "number_format", None) or "General")
        case date() | time() as moment:
            return _moment(moment)
        case other:
            return str(other)


def _number(value: float, pattern: str) -> str:
    if set(pattern) == {"0"}:  # codes with leading zeros
        return f"{value:0{len(pattern)}.0f}"
    if "%" in pattern:
        return f"{value * 100:.15g}%"
    return str(int(value)) if value == int(value) else f"{value:.15g}"


def _moment(value: date | time) -> str:
    match value:
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case datetime():
            return value.isoformat(sep=" ", timespec="minutes")
        case time():
            return value.isoformat(timespec="minutes")
        case _:
            return value.isoformat()
