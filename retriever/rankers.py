"""Rankers that a site trained: a folder for each, and which of them is in use."""

import json
from collections.abc import Mapping
from pathlib import Path

from retriever.errors import RetrieverError
from retriever.ranker import Ranker, read_ranker, shipped_ranker

_IN_USE = "in-use"
_FILE = "ranker.safetensors"
_REPORT = "report.json"


class RankerUnknown(RetrieverError):
    """There is no ranker of that identity."""


class Rankers:
    """The rankers in a folder; without any, the one that comes with the product is in use."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def in_use(self) -> Ranker:
        """What the next publish uses.

        Raises:
            RankerUnknown: the one that is named is gone.
            RankerUnusable: its file is damaged.
        """
        pointer = self._folder / _IN_USE
        if not pointer.is_file():
            return shipped_ranker()
        identity = pointer.read_text(encoding="utf-8").strip()
        path = self._folder / identity / _FILE
        if not path.is_file():
            raise RankerUnknown(
                f"{pointer} names the ranker {identity}, but there is no {path}: bring that file "
                f"back, or delete {pointer} to use the ranker that comes with the product."
            )
        return read_ranker(path)

    def keep(self, ranker: Ranker, report: Mapping[str, object]) -> Path:
        """Write a ranker with its report and use it from now on; earlier ones stay.

        Returns:
            its folder.
        """
        own = self._folder / ranker.identity
        own.mkdir(parents=True, exist_ok=True)
        (own / _FILE).write_bytes(ranker.written())
        told = json.dumps(report, ensure_ascii=False, indent=1)
        (own / _REPORT).write_text(told, encoding="utf-8")
        # Renamed into place, so that a process that is killed meanwhile leaves the old one in use.
        fresh = self._folder / f".{_IN_USE}"
        fresh.write_text(ranker.identity, encoding="utf-8")
        fresh.replace(self._folder / _IN_USE)
        return own
