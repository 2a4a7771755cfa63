"""One order over all fields, on one scale."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.bootstrap import Hotline
from retriever.calibration import Calibration, Line
from retriever.candidates import Candidates, LexicalFound
from retriever.encoders import Encoder
from retriever.fields import Field
from retriever.fitting import DEFAULT
from retriever.ranking import Ranked, find_candidates, item_of, keep, rank
from retriever.snapshot import Snapshot, open_snapshot
from retriever.tokens import Tokenizer
from retriever.wording import wordings


@pytest.fixture
def snapshot(tiny: Hotline) -> Snapshot:
    return open_snapshot(tiny.places.snapshots / "1")


def scaled(**lines: Line) -> Calibration:
    fields = {field: lines.get(field, Line(bias=0, weight=1)) for field in Field}
    return Calibration(fields=fields, bias=0, relevance_weight=1, lead_weight=1)


class TestWordings:
    def test_names_are_searched_with_what_names_something(self, hashing_encoder: Encoder) -> None:
        [asked] = wordings(["渔船登记多少钱"], hashing_encoder.encode, Tokenizer())
        assert "钱" not in asked[Field.NAMES].tokens
        assert "钱" in asked[Field.ANSWERS].tokens
        assert asked[Field.ANSWERS].tokens == asked[Field.PASSAGES].tokens

    def test_equal_texts_are_encoded_once(self, hashing_encoder: Encoder) -> None:
        encoded: list[str] = []

        def encode(texts: object, role: object) -> np.ndarray:
            assert isinstance(texts, list)
            encoded.extend(texts)
            return hashing_encoder.encode(texts, role)  # type: ignore[arg-type]

        found = wordings(["渔船登记", "渔船登记", "渔船登记多少钱"], encode, Tokenizer())
        assert len(found) == 3
        assert sorted(encoded) == ["渔船登记", "渔船登记多少钱"]


class TestRank:
    def test_the_order_is_that_of_relevance_and_no_item_comes_twice(
        self, snapshot: Snapshot, hashing_encoder: Encoder
    ) -> None:
        for text in ("居住卡", "渔船补贴", "大厅停车场头两个小时"):
            [asked] = wordings([text], hashing_encoder.encode, snapshot.tokenizer)
            ranked = rank(snapshot, asked, find_candidates(snapshot, asked), DEFAULT)
            assert (np.diff(ranked.probabilities) <= 0).all()
            codes = [
                item_of(snapshot.fields[field], int(position))
                for field, position in zip(ranked.fields, ranked.positions, strict=True)
            ]
            assert len(codes) == len(set(codes)) == len(ranked)

    def test_an_item_found_in_two_fields_counts_with_the_better(
        self, snapshot: Snapshot, hashing_encoder: Encoder
    ) -> None:
        text = "彩云大厅停车场头两个小时不要停车费。"  # in the question and in the answer
        [asked] = wordings([text], hashing_encoder.encode, snapshot.tokenizer)
        found = find_candidates(snapshot, asked)
        answers_first = rank(snapshot, asked, found, DEFAULT)
        assert answers_first.fields[0] is Field.ANSWERS
        low = scaled(answers=Line(bias=-100, weight=1), passages=Line(bias=-100, weight=1))
        names_first = rank(snapshot, asked, found, low)
        assert names_first.fields[0] is Field.NAMES

    def test_regions_leave_out_what_does_not_apply(
        self, snapshot: Snapshot, hashing_encoder: Encoder
    ) -> None:
        [asked] = wordings(["渔船登记"], hashing_encoder.encode, snapshot.tokenizer)
        found = find_candidates(snapshot, asked, {"990101"})
        for field, own in found.items():
            for document in snapshot.fields[field].store.get(own.documents):
                assert not document.meta["regions"] or "990101" in document.meta["regions"]

    @given(st.integers(0, 12))
    def test_the_head_is_the_beginning(self, k: int) -> None:
        size = 9
        whole = Ranked(
            fields=(Field.NAMES,) * size,
            positions=np.arange(size),
            scores=np.arange(size, dtype=np.float64),
            probabilities=np.arange(size, dtype=np.float64),
        )
        head = whole.head(k)
        assert len(head) == min(k, size)
        assert head.positions.tolist() == list(range(min(k, size)))

    @given(st.lists(st.booleans(), max_size=20))
    def test_what_a_mask_keeps_stays_together(self, kept: list[bool]) -> None:
        size = len(kept)
        numbers = np.arange(size, dtype=np.float32)
        candidates = Candidates(
            documents=np.arange(size),
            score=numbers,
            dense=numbers + 1,
            lexical=numbers + 2,
            words=LexicalFound(scores=numbers, attainable=1.0, rows=np.arange(size)),
        )
        rest = keep(candidates, np.array(kept, bool))
        assert rest.documents.tolist() == [n for n, is_kept in enumerate(kept) if is_kept]
        assert (rest.dense == rest.score + 1).all()
        assert (rest.lexical == rest.score + 2).all()
