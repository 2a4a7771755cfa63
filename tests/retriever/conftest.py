"""Snapshots of an openly fictional city."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from haystack import Document

from retriever.encoders.hashing import HashingEncoder
from retriever.manifest import Manifest
from retriever.snapshot_build import build_snapshot

ENCODER = HashingEncoder(64)
CREATED = datetime(2031, 5, 6, 7, 8, tzinfo=UTC)
NAMES = ["云上居住卡补领", "月光渔船登记", "风筝驾驶证换发", "彩虹桥通行费减免"]
QUESTIONS = ["居住卡丢了怎么办", "渔船去哪里登记", "风筝证过期了", "过桥费能不能少交"]


def document(identity: str, text: str, item: str, role: str, *regions: str) -> Document:
    meta = {"entry_id": identity, "item_code": item, "role": role, "regions": list(regions)}
    return Document(id=identity, content=text, meta=meta)


def fictional_documents() -> Iterator[Document]:
    for at, (name, question) in enumerate(zip(NAMES, QUESTIONS, strict=True)):
        yield document(f"{at}.name", name, f"X{at}", "name")
        yield document(f"{at}.question", question, f"X{at}", "question")
        yield document(f"{at}.east", "到窗口办理", f"X{at}", "situation", "东岛")
        yield document(f"{at}.west", "到窗口办理", f"X{at}", "situation", "西岛")
    yield document("faq.answer", "云上居住卡遗失后，先挂失，再到窗口补领。", "F1", "answer")
    yield document("policy.1", "月光渔船每年登记一次，逾期须说明理由。", "P1", "passage", "西岛")


def build_fictional(directory: Path, generation: int = 1, **changes: Any) -> Manifest:
    arguments: dict[str, Any] = {
        "generation": generation,
        "documents": fictional_documents(),
        "encode": ENCODER.encode,
        "encoder": ENCODER.name,
        "dimension": ENCODER.dimension,
        "words": NAMES,
        "created_at": CREATED,
    }
    return build_snapshot(directory, **{**arguments, **changes})


@pytest.fixture(scope="session")
def build() -> Callable[..., Manifest]:
    """Build a snapshot of the fictional city: `build(directory, generation=1, **changes)`."""
    return build_fictional


@pytest.fixture(scope="session")
def names() -> list[str]:
    return NAMES
