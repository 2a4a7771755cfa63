"""Twenty colloquial questions a matter, typed by hand, find what a citizen would want."""

import json
from collections import Counter
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.schemas import SearchResponse
from hotline.bootstrap import build, build_app
from hotline.settings import Settings

pytestmark = pytest.mark.acceptance

HAND = Path(__file__).parents[1] / "data" / "hand_questions.jsonl"
# Of twenty, on each matter, and of all; a little under what is found (docs/finding.md).
AMONG_FIVE, FIRST_RIGHT = 19, 0.83


def test_questions_typed_by_hand_find_what_a_citizen_wants(sample_dir: Path) -> None:
    rows = [json.loads(line) for line in HAND.read_text("utf-8").splitlines()]
    first: Counter[str] = Counter()
    among: Counter[str] = Counter()
    with TestClient(build_app(build(Settings(data_dir=sample_dir)))) as http:
        for row in rows:
            body = http.get("/v1/search", params={"q": row["question"], "k": 5}).json()
            right = [
                hit.item_code in row["gold"] for hit in SearchResponse.model_validate(body).hits
            ]
            [matter] = row["tags"]
            first[matter] += right[0]
            among[matter] += any(right)
    assert min(among.values()) >= AMONG_FIVE, among
    assert first.total() / len(rows) >= FIRST_RIGHT, first
