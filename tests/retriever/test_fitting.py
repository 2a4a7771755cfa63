"""P(right) is fitted on the base's own questions, each asked without its own words."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from haystack import Document

from hotline.bootstrap import Hotline
from retriever.encoders import Encoder
from retriever.fields import Field
from retriever.fitting import DEFAULT, fit_calibration, judged, questions_of
from retriever.ranking import find_candidates, rank
from retriever.snapshot import Snapshot, open_snapshot
from retriever.snapshot_build import build_snapshot
from retriever.wording import wordings

NOW = datetime(2026, 5, 6, tzinfo=UTC)
THINGS = "渔船风筝灯笼云梯月饼雨伞书包茶壶木马铜锣"
DEEDS = ("登记", "换发", "注销", "转让", "年检", "挂失", "出租", "翻修")


@pytest.fixture
def snapshot(tiny: Hotline) -> Snapshot:
    return open_snapshot(tiny.places.snapshots / "1")


def built(folder: Path, documents: list[Document], encoder: Encoder) -> Snapshot:
    build_snapshot(
        folder,
        generation=1,
        documents=documents,
        encode=encoder.encode,
        encoder=encoder.name,
        dimension=encoder.dimension,
        words=[],
        created_at=NOW,
    )
    return open_snapshot(folder / "1")


def items_with_questions() -> list[Document]:
    """Eighty items, each with two questions that are much alike and unlike all others."""
    things = [THINGS[at : at + 2] for at in range(0, len(THINGS), 2)]
    names = [f"{thing}{deed}" for thing in things for deed in DEEDS]
    return [
        Document(
            content=text,
            meta={"item_code": name, "entry_id": name, "role": role, "regions": []},
        )
        for name in names
        for role, text in (
            ("name", name),
            ("question", f"我想{name}该找谁办呢"),
            ("question", f"想{name}了该找谁办呢"),
        )
    ]


class TestQuestions:
    def test_its_questions_are_those_of_items_and_of_faqs(self, snapshot: Snapshot) -> None:
        asked = questions_of(snapshot)
        assert ("渔船去哪里登记", "T-BOAT") in asked
        assert ("彩云大厅的外号", "F-1") in asked

    def test_a_question_is_not_found_by_its_own_words(
        self, snapshot: Snapshot, hashing_encoder: Encoder
    ) -> None:
        text = "停车场头两个小时"
        [asked] = wordings([text], hashing_encoder.encode, snapshot.tokenizer)
        found = judged(snapshot, text, "F-2", asked, known=True)
        assert found[Field.ANSWERS].items[0] == "F-2"
        assert "F-2" not in found[Field.NAMES].items  # it stands there in these words alone
        assert found[Field.NAMES].right == "F-2"

    def test_asked_as_unknown_nothing_is_right_and_its_item_is_gone(
        self, snapshot: Snapshot, hashing_encoder: Encoder
    ) -> None:
        text = "居住卡怎么申请"
        [asked] = wordings([text], hashing_encoder.encode, snapshot.tokenizer)
        for own in judged(snapshot, text, "T-CARD", asked, known=False).values():
            assert own.right is None
            assert "T-CARD" not in own.items

    def test_a_base_with_few_questions_has_the_default(
        self, snapshot: Snapshot, hashing_encoder: Encoder
    ) -> None:
        assert fit_calibration(snapshot, hashing_encoder.encode) == DEFAULT


def test_a_base_without_questions_has_the_default(hashing_encoder: Encoder, tmp_path: Path) -> None:
    empty = built(tmp_path, [], hashing_encoder)
    assert fit_calibration(empty, hashing_encoder.encode) == DEFAULT


def test_a_base_with_many_questions_is_fitted_on_them(
    hashing_encoder: Encoder, tmp_path: Path
) -> None:
    many = built(tmp_path, items_with_questions(), hashing_encoder)
    fitted = fit_calibration(many, hashing_encoder.encode)
    assert fitted.questions == 160
    known, unknown = wordings(
        ["想渔船登记了该找谁", "西瓜冰棍哪家好吃"], hashing_encoder.encode, many.tokenizer
    )
    likely, unlikely = (
        rank(many, asked, find_candidates(many, asked), fitted).probabilities[0]
        for asked in (known, unknown)
    )
    assert likely > 0.8
    assert unlikely < 0.2
