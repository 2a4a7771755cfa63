import json
import pickle
from typing import Any

import numpy as np
import pytest
import typer
from typer.testing import CliRunner

from eval.bench.collection import Collection, Question
from eval.bench.peers import BM25S, NAMES, Peer, build_peers
from eval.bench.race import Runner, Timing, race
from eval.bench.recall import recall_of_items, recall_of_nearest
from eval.bench.vectors import GrownEncoder
from eval.scale_families import Origin
from hotline.cli.context import set_data_dir
from hotline.cli.eval_bench import bench
from retriever.encoders import Encoder
from retriever.encoders.encoder import FloatArray, Role
from retriever.fields import Field

# Rows 0 to 5 lie on a quarter circle, 15° apart; row 6 is row 0 again.
ANGLES = np.deg2rad([0, 15, 30, 45, 60, 75, 0])
CIRCLE = np.stack([np.cos(ANGLES), np.sin(ANGLES)], axis=1).astype(np.float32)
EAST = CIRCLE[0]


def test_recall_counts_the_nearest_rows_that_were_found() -> None:
    assert recall_of_nearest([0, 6, 1], EAST, CIRCLE, k=3) == 1.0
    assert recall_of_nearest([1, 6, 5], EAST, CIRCLE, k=3) == pytest.approx(2 / 3)
    assert recall_of_nearest([5, 4], EAST, CIRCLE, k=2) == 0.0


def test_recall_takes_any_of_equally_near_rows_and_each_once() -> None:
    assert recall_of_nearest([0], EAST, CIRCLE, k=1) == 1.0
    assert recall_of_nearest([6], EAST, CIRCLE, k=1) == 1.0
    assert recall_of_nearest([6, 6], EAST, CIRCLE, k=2) == 0.5


def test_recall_under_a_filter_wants_only_what_is_allowed() -> None:
    allowed = np.array([False, True, False, False, True, False, False])
    assert recall_of_nearest([1, 4], EAST, CIRCLE, k=3, allowed=allowed) == 1.0
    assert recall_of_nearest([0, 1], EAST, CIRCLE, k=2, allowed=allowed) == 0.5
    assert np.isnan(recall_of_nearest([], EAST, CIRCLE, allowed=np.zeros(7, bool)))


def test_recall_of_items_is_the_share_of_the_exact_ones() -> None:
    assert recall_of_items(["a", "c"], ["a", "b"]) == 0.5
    assert np.isnan(recall_of_items(["a"], []))


def test_a_race_gives_everybody_a_turn_in_every_round_and_leaves_the_first_call_out() -> None:
    calls: list[str] = []

    def called(name: str) -> Runner[int]:
        return Runner(name=name, run=lambda _: calls.append(name))

    timings = race([called("a"), called("b")], range(3), rounds=2, turn_s=60)
    assert calls == [*"aaaa", *"bbbb"] * 2
    assert {name: len(each.rounds) for name, each in timings.items()} == {"a": 2, "b": 2}


def test_a_ratio_is_taken_round_by_round() -> None:
    slow, fast = Timing(rounds=(10.0, 30.0, 20.0)), Timing(rounds=(1.0, 10.0, 4.0))
    assert slow.times(fast).rounds == (10.0, 3.0, 5.0)
    assert slow.times(fast).median == 5.0


# --- vectors of a grown base

PEOPLE = ("渔业农户", "茶叶学徒")
SEEDS = [
    f"云上{thing}{action}" for thing in ("居住卡", "渔船", "风筝证") for action in ("补领", "注销")
]
ORIGINS = {text: Origin(text=text, who=None) for text in SEEDS} | {
    f"{text}（{who}）": Origin(text=text, who=who) for text in SEEDS for who in PEOPLE
}


@pytest.fixture(scope="module")
def grown_encoder(hashing_encoder: Encoder) -> GrownEncoder:
    return GrownEncoder(hashing_encoder, ORIGINS)


def test_the_base_keeps_its_own_vectors(
    grown_encoder: GrownEncoder, hashing_encoder: Encoder
) -> None:
    for role in Role:
        own = hashing_encoder.encode(SEEDS, role)
        np.testing.assert_array_equal(grown_encoder.encode(SEEDS, role), own)


def test_what_was_made_of_a_text_lies_as_far_from_it_as_the_encoder_would_put_it(
    grown_encoder: GrownEncoder, hashing_encoder: Encoder
) -> None:
    made = [text for text, origin in ORIGINS.items() if origin.who]
    base = hashing_encoder.encode([ORIGINS[text].text for text in made], Role.QUERY)
    real = (hashing_encoder.encode(made, Role.QUERY) * base).sum(axis=1)
    imitated = grown_encoder.encode(made, Role.QUERY)
    np.testing.assert_allclose((imitated * base).sum(axis=1), np.median(real), atol=1e-5)
    np.testing.assert_allclose(np.linalg.norm(imitated, axis=1), 1.0, atol=1e-5)
    assert len(np.unique(imitated, axis=0)) == len(made)


def test_a_question_is_also_known_as_it_is_searched_with(grown_encoder: GrownEncoder) -> None:
    made = f"{SEEDS[0]}（{PEOPLE[0]}）"
    as_searched = made.replace("（", "(").replace("）", ")")
    vectors = grown_encoder.encode([made, as_searched], Role.QUERY)
    np.testing.assert_array_equal(vectors[0], vectors[1])


def test_another_process_gets_the_same_vectors_and_a_strange_text_none(
    grown_encoder: GrownEncoder,
) -> None:
    copied: GrownEncoder = pickle.loads(pickle.dumps(grown_encoder))
    texts = list(ORIGINS)
    np.testing.assert_array_equal(
        copied.encode(texts, Role.PASSAGE), grown_encoder.encode(texts, Role.PASSAGE)
    )
    with pytest.raises(KeyError):
        copied.encode(["不在其中"], Role.QUERY)


# --- peers


def unit(*values: float) -> FloatArray:
    vector = np.array(values, np.float32)
    return vector / np.linalg.norm(vector)


WORDS = ("居住", "渔船", "风筝", "彩虹", "月光", "云海")
COLLECTION = Collection(
    texts=[f"{word}登记" for word in WORDS],
    tokens=[[word, "登记"] for word in WORDS],
    vectors=np.eye(6, dtype=np.float32),
    codes=[frozenset({f"X{row}"}) for row in range(6)],
    first={Field.NAMES: 0},
)


def question(row: int) -> Question:
    vector = unit(*(1.0 if at == row else 0.1 / (at + 1) for at in range(6)))
    text = f"{WORDS[row]}去哪登记"
    tokens = [WORDS[row], "登记"]
    return Question(text=text, code=f"X{row}", vector=vector, given={}, tokens=tokens)


@pytest.fixture(scope="module")
def peers() -> dict[str, Peer]:
    return {each.peer.name: each.peer for each in build_peers(COLLECTION)}


@pytest.mark.parametrize("name", NAMES)
def test_each_peer_finds_the_right_row_first(peers: dict[str, Peer], name: str) -> None:
    if name not in peers:
        pytest.skip(f"{name} is not installed; see the extra `bench`")
    peer = peers[name]
    for row in range(6):
        asked = question(row)
        assert peer.rows(peer.run(asked))[0] == row
        near = peer.nearest(asked)
        if name == BM25S:
            assert near is None
        else:
            assert near is not None
            assert near[0] == row
            assert recall_of_nearest(near, asked.vector, COLLECTION.vectors, k=3) == 1.0


# --- the whole, small


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], str, str]:
    """What `hotline eval bench --quick` prints as JSON, its table, and its talk."""
    app = typer.Typer()
    app.command()(bench)
    out = tmp_path_factory.mktemp("bench")
    set_data_dir(out / "var")
    try:
        result = CliRunner().invoke(app, ["--quick", "--json", "--out", str(out)])
    finally:
        set_data_dir(None)
    assert result.exit_code == 0, result.output
    report = (out / "bench.md").read_text(encoding="utf-8")
    assert json.loads((out / "bench.json").read_text(encoding="utf-8"))
    return json.loads(result.stdout), report, result.stderr


@pytest.mark.acceptance
def test_the_report_has_every_engine_filter_base_and_publish(
    figures: tuple[dict[str, Any], str, str],
) -> None:
    told, report, _ = figures
    names = [each["name"] for each in told["search"]]
    assert {"hotline", *NAMES} < set(names)
    assert all(f"| {name} |" in report for name in names)
    assert len(told["filters"]) == 4
    for word in ("machine:", "load average:", "versions:", "faiss-cpu", "vectors:", "Publishing"):
        assert word in report


@pytest.mark.acceptance
def test_small_bases_are_searched_exactly_and_the_report_says_so(
    figures: tuple[dict[str, Any], str, str],
) -> None:
    told, _, _ = figures
    ours = next(each for each in told["search"] if each["name"] == "hotline")
    assert told["size"]["index"] == "Flat"
    assert ours["nearest"] == ours["ranked"] == 1.0
    assert [each["nearest"] for each in told["filters"]] == [1.0] * 4
    assert [each["ranked"] for each in told["filters"]] == [1.0] * 4
    # Life events are not multiplied by district, so the filter for all districts leaves them out.
    assert told["filters"][0]["kept"] >= 0.9
    assert told["filters"][1]["kept"] == pytest.approx(0.1, abs=0.03)


@pytest.mark.acceptance
def test_publishing_again_encodes_only_what_changed(
    figures: tuple[dict[str, Any], str, str],
) -> None:
    published = figures[0]["publish"]
    assert published["full"]["encoded"] == published["full"]["texts"]
    assert 0 < published["again"]["encoded"] <= 3 * published["changed"]
    assert published["again"]["texts"] >= published["full"]["texts"]


@pytest.mark.acceptance
def test_ten_times_the_entries_have_at_most_twice_the_texts(
    figures: tuple[dict[str, Any], str, str],
) -> None:
    growth = figures[0]["growth"]
    assert growth["large"]["entries"] >= 10 * growth["small"]["entries"]
    assert growth["small"]["texts"] < growth["large"]["texts"] <= 2 * growth["small"]["texts"]
