"""What speaks for an item: all it is known by, in the field where it is told."""

import numpy as np
import pytest

from hotline.bootstrap import Hotline
from retriever.encoders import Encoder
from retriever.evidence import Evidence, gather
from retriever.features import FEATURES
from retriever.ranking import find_candidates
from retriever.snapshot import Snapshot, open_snapshot
from retriever.wording import wordings


@pytest.fixture
def snapshot(tiny: Hotline) -> Snapshot:
    return open_snapshot(tiny.places.snapshots / "1")


def of(snapshot: Snapshot, encoder: Encoder, text: str, *regions: str) -> Evidence:
    [asked] = wordings([text], encoder.encode, snapshot.tokenizer)
    return gather(snapshot, asked, find_candidates(snapshot, asked, set(regions) or None))


def values(snapshot: Snapshot, evidence: Evidence, code: str) -> dict[str, float]:
    place = [snapshot.item_codes[item] for item in evidence.items.tolist()].index(code)
    return dict(zip(FEATURES, evidence.values[place].tolist(), strict=True))


def test_each_item_comes_once_with_a_document_of_its_own(
    snapshot: Snapshot, hashing_encoder: Encoder
) -> None:
    for text in ("居住卡", "渔船补贴", "大厅停车场头两个小时"):
        evidence = of(snapshot, hashing_encoder, text)
        assert len(set(evidence.items.tolist())) == len(evidence.items) > 0
        assert np.isfinite(evidence.values).all()
        for item, field, position in zip(
            evidence.items.tolist(), evidence.fields, evidence.positions.tolist(), strict=True
        ):
            assert snapshot.item_numbers[field][position] == item


def test_a_question_that_stands_in_the_base_is_known_word_for_word(
    snapshot: Snapshot, hashing_encoder: Encoder
) -> None:
    evidence = of(snapshot, hashing_encoder, "彩云大厅怎么称呼？")
    assert values(snapshot, evidence, "F-1")["verbatim"] == 1.0
    assert evidence.values[:, FEATURES.index("verbatim")].sum() == 1.0


def test_the_characters_that_are_shared_are_weighed_by_rarity(
    snapshot: Snapshot, hashing_encoder: Encoder
) -> None:
    whole = values(snapshot, of(snapshot, hashing_encoder, "云上居住卡办理"), "T-CARD")
    part = values(snapshot, of(snapshot, hashing_encoder, "居住卡"), "T-CARD")
    assert whole["covered"] == pytest.approx(1.0)
    assert 0 < part["covered"] <= 1
    assert part["covering"] == pytest.approx(1.0)


def test_a_passage_is_told_in_its_own_field_alone(
    snapshot: Snapshot, hashing_encoder: Encoder
) -> None:
    found = values(snapshot, of(snapshot, hashing_encoder, "登记满一年的渔船每年补贴一百元"), "P-1")
    assert found["named"] == found["near3"] == found["answer"] == 0.0
    assert found["passage"] != 0.0


def test_that_a_policy_is_near_speaks_for_policies_alone(
    snapshot: Snapshot, hashing_encoder: Encoder
) -> None:
    evidence = of(snapshot, hashing_encoder, "登记满一年的渔船每年补贴一百元")
    policy, card = (values(snapshot, evidence, code) for code in ("P-1", "T-CARD"))
    assert policy["policy"] == 1.0
    assert policy["nearest_passage"] != 0.0
    assert card["policy"] == card["nearest_passage"] == 0.0


def test_a_question_for_an_element_speaks_for_items(
    snapshot: Snapshot, hashing_encoder: Encoder
) -> None:
    asking = values(snapshot, of(snapshot, hashing_encoder, "居住卡多少钱"), "T-CARD")
    naming = values(snapshot, of(snapshot, hashing_encoder, "居住卡"), "T-CARD")
    assert (asking["item_element"], naming["item_element"]) == (1.0, 0.0)


@pytest.mark.parametrize("text", ["x", "？", "123", "🚀", "卡" * 2000])
def test_odd_words_give_finite_numbers(
    snapshot: Snapshot, hashing_encoder: Encoder, text: str
) -> None:
    assert np.isfinite(of(snapshot, hashing_encoder, text).values).all()
