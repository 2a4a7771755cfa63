"""The work list (整改清单): faults by agency in a workbook that an office can work through."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from kb.lint.finding import LintFinding, explained
from kb.lint.words import lint_words
from kb.regions import Regions

_COLUMNS = (
    "agency", "check", "code", "name", "region", "situation", "element", "problem", "remedy",
    "source", "done",
)  # fmt: skip
_WIDTHS = {"problem": 60, "remedy": 48, "name": 32, "agency": 26}
_WIDTH = 14
_TEXT_FORMAT = "@"


def row_of(finding: LintFinding, regions: Regions) -> dict[str, str]:
    """A finding as a row: column → words; `done` is for the office to fill in."""
    words = lint_words()
    problem, remedy = explained(finding)
    region = finding.region
    return {
        "agency": finding.agency or "",
        "check": words.checks[finding.check]["name"],
        "code": finding.code or "",
        "name": finding.name or "",
        "region": "".join(regions.path(region)) if region and region in regions else region or "",
        "situation": finding.situation or "",
        "element": words.elements[finding.element] if finding.element else "",
        "problem": problem,
        "remedy": remedy,
        "source": finding.source,
        "done": "",
    }


def write_work_list(path: Path, findings: Sequence[LintFinding], regions: Regions) -> None:
    """Write the workbook: how many faults each agency has, and each fault with its remedy."""
    words = lint_words().headings
    book = Workbook()
    summary = book.active
    assert isinstance(summary, Worksheet)
    summary.title = words["summary"]
    checks = list(dict.fromkeys(finding.check for finding in findings))
    names = [lint_words().checks[check]["name"] for check in checks]
    summary.append([words["agency"], words["count"], *names])
    counts = Counter((finding.agency or "", finding.check) for finding in findings)
    agencies = Counter(finding.agency or "" for finding in findings)
    for agency, count in agencies.most_common():
        summary.append([agency, count, *(counts[agency, check] or None for check in checks)])
    sheet = book.create_sheet(words["findings"])
    sheet.append([words[column] for column in _COLUMNS])
    for finding in findings:
        row = row_of(finding, regions)
        sheet.append([row[column] for column in _COLUMNS])
    for each in (summary, sheet):
        _dress(each)
    book.save(path)


def _dress(sheet: Worksheet) -> None:
    for position, cell in enumerate(sheet[1], 1):
        cell.font = Font(bold=True)
        name = next((n for n, text in lint_words().headings.items() if text == cell.value), "")
        sheet.column_dimensions[get_column_letter(position)].width = _WIDTHS.get(name, _WIDTH)
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if isinstance(cell.value, str):
                cell.number_format = _TEXT_FORMAT
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
