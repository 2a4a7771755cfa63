"""Readers: from a file to rows by column name. JSONL, JSON, CSV and XLSX."""

from pathlib import Path

from kb.readers.delimited import open_csv
from kb.readers.encodings import LINE_LIMIT
from kb.readers.json_array import open_json
from kb.readers.jsonl import open_jsonl
from kb.readers.table import Row, Table, notice, refused
from kb.readers.workbook import open_xlsx

__all__ = ["LINE_LIMIT", "Row", "Table", "notice", "open_table", "refused"]

_FORMATS = ".jsonl, .json, .csv and .xlsx"


def open_table(path: Path, *, sheet: str | None = None) -> Table:
    """Open a file by its extension.

    Args:
        path: the file.
        sheet: of a workbook, another sheet than the first visible one.

    Raises:
        FileRefused: where nothing of the file can be read; the message says why and what to do.
    """
    try:
        return _opened(path, sheet)
    except PermissionError as error:
        raise refused(
            path, "no permission to read the file", "Ask its owner, or copy it to a place of yours"
        ) from error
    except FileNotFoundError as error:
        raise refused(path, "there is no such file", "Check the path") from error
    except OSError as error:  # a name too long, a file where a folder should be, a broken disk
        raise refused(path, f"it cannot be read: {error.strerror}", "Check the path") from error


def _opened(path: Path, sheet: str | None) -> Table:
    size = path.stat().st_size
    if path.is_dir():
        raise refused(path, "this is a directory", "Name the files in it one by one")
    if not path.is_file():
        raise refused(path, "this is not a regular file", "Save the data into a file first")
    if size == 0:
        raise refused(path, "the file is empty", "Export it again; nothing was read")
    match path.suffix.lower():
        case ".jsonl" | ".ndjson":
            table = open_jsonl(path)
        case ".json":
            table = open_json(path)
        case ".csv" | ".tsv":
            table = open_csv(path)
        case ".xlsx":
            table = open_xlsx(path, sheet)
        case ".xls":
            raise refused(
                path,
                "the old .xls format is not read",
                "Save it in Excel as .xlsx and import again",
            )
        case other:
            raise refused(
                path,
                f"the extension {other or 'none'!r} is not known",
                f"Known are {_FORMATS}; save the file in one of them",
            )
    if next(iter(table), None) is None:
        raise refused(
            path,
            "the file holds no rows",
            "Export it again; an empty file would withdraw everything",
        )
    return table
