"""What a keeper of the base looks through: clusters as a workbook, proposals as JSONL.

Nothing of it is written into the base by itself.
"""

import json
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from eval.mining.mining import Cluster

_WIDTHS = {"examples": 60, "nearest": 40, "proposal": 28, "why": 24}
_WIDTH = 14


@lru_cache(maxsize=1)
def mining_words() -> Mapping[str, Mapping[str, str]]:
    """Headings and words of the workbook."""
    table: Mapping[str, Mapping[str, str]] = tomllib.loads(
        files("eval").joinpath("data/mining.toml").read_text("utf-8")
    )
    return table


def write_review(folder: Path, clusters: Sequence[Cluster], *, offer_at: float) -> None:
    """Write clusters.xlsx and proposals.jsonl into a folder, which is made if it is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    _workbook(clusters, offer_at).save(folder / "clusters.xlsx")
    lines = (json.dumps(each, ensure_ascii=False) for each in proposals(clusters, offer_at))
    (folder / "proposals.jsonl").write_text("".join(f"{line}\n" for line in lines), "utf-8")


def proposals(clusters: Sequence[Cluster], offer_at: float) -> Iterator[dict[str, Any]]:
    """A proposed case or entry for each cluster, in the form that is imported once it is complete."""
    for number, each in enumerate(clusters, 1):
        told = {"size": each.size, "why": {str(why): n for why, n in each.whys.items()}}
        if each.proposal(offer_at) == "case" and each.nearest is not None:
            yield {
                "proposal": "case",
                **told,
                "id": f"mined-{number:04}",
                "question": each.examples[0],
                "gold": [each.nearest.item_code],
                "others": list(each.examples[1:]),
                "name": each.nearest.name,
                "probability": round(each.nearest.probability, 3),
            }
        else:
            yield {
                "proposal": "entry",
                **told,
                "faq_id": f"mined-{number:04}",
                "question": each.examples[0],
                "similar_questions": list(each.examples[1:]),
                "answer": "",
            }


def _workbook(clusters: Sequence[Cluster], offer_at: float) -> Workbook:
    words = mining_words()
    headings = words["headings"]
    book = Workbook()
    sheet = book.active
    sheet.title = words["sheet"]["title"]
    sheet.append(list(headings.values()))
    for each in clusters:
        near = each.nearest
        row = {
            "size": each.size,
            "why": "、".join(f"{words['why'][why]} {count}" for why, count in each.whys.items()),
            "examples": "\n".join(each.examples),
            "nearest": f"{near.name}（{near.item_code}）" if near else "",
            "probability": round(near.probability, 3) if near else None,
            "proposal": words["proposal"][each.proposal(offer_at)],
            "decision": None,
        }
        sheet.append([row[name] for name in headings])
    for position, name in enumerate(headings, 1):
        sheet.column_dimensions[get_column_letter(position)].width = _WIDTHS.get(name, _WIDTH)
        sheet.cell(1, position).font = Font(bold=True)
    for cells in sheet.iter_rows(min_row=2):
        for cell in cells:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    return book
