from collections.abc import Callable, Iterable
from typing import TypeAlias

import pytest
from haystack import Document, Pipeline
from haystack.core.errors import DeserializationError

from retriever.encoders.encoder import Role
from retriever.encoders.hashing import HashingEncoder
from retriever.fields import Field
from retriever.manifest import Manifest
from retriever.pipeline import load_pipeline, run_pipeline, search_pipeline
from retriever.snapshot import Snapshot, open_snapshot

Build: TypeAlias = Callable[..., Manifest]

QUESTION = "居住卡丢了，到哪里补领"


@pytest.fixture(scope="module")
def snapshot(build: Build, tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    directory = tmp_path_factory.mktemp("snapshots")
    build(directory, encode=HashingEncoder().encode, encoder=HashingEncoder().name, dimension=256)
    return open_snapshot(directory / "1")


@pytest.fixture(scope="module")
def pipeline(snapshot: Snapshot) -> Pipeline:
    return search_pipeline(snapshot, "hashing", "unused")


def ids(documents: Iterable[Document]) -> list[str]:
    return [document.id for document in documents]


def test_the_pipeline_finds_what_the_functions_find(pipeline: Pipeline, snapshot: Snapshot) -> None:
    vector = HashingEncoder().encode([QUESTION], Role.QUERY)[0]
    tokens = snapshot.tokenizer.tokens(QUESTION)
    expected: dict[str, float] = {}
    for field in Field:
        index = snapshot.fields[field]
        found = index.find(vector, tokens)
        expected |= zip(ids(index.store.get(found.documents)), found.score.tolist(), strict=True)
    documents = run_pipeline(pipeline, QUESTION)
    assert len(documents) == 10
    assert {each.id: each.score for each in documents} == {
        each.id: expected[each.id] for each in documents
    }
    assert [each.score for each in documents] == sorted(expected.values(), reverse=True)[:10]


def test_documents_of_all_fields_come_in_one_list(pipeline: Pipeline) -> None:
    documents = run_pipeline(pipeline, QUESTION)
    assert "faq.answer" in ids(documents)
    assert {"0.name", "0.question"} <= set(ids(documents))


def test_a_region_restricts_every_step(pipeline: Pipeline) -> None:
    found = ids(run_pipeline(pipeline, "渔船登记，到窗口办理", regions=["东岛"]))
    assert "1.east" in found
    assert not {"1.west", "policy.1"} & set(found)


def test_a_saved_pipeline_finds_the_same(pipeline: Pipeline) -> None:
    saved = pipeline.dumps()
    again = load_pipeline(saved)
    for regions in (None, ["西岛"]):
        one, two = (run_pipeline(each, QUESTION, regions) for each in (pipeline, again))
        assert ids(one) == ids(two)
        assert [each.score for each in one] == [each.score for each in two]
    assert again.to_dict()["components"] == pipeline.to_dict()["components"]


def test_an_empty_question_is_answered_with_something_or_nothing_but_no_error(
    pipeline: Pipeline,
) -> None:
    assert isinstance(run_pipeline(pipeline, ""), list)


def test_a_saved_pipeline_cannot_name_other_code(pipeline: Pipeline) -> None:
    saved = pipeline.dumps().replace("retriever.components.FieldJoiner", "subprocess.Popen")
    with pytest.raises(DeserializationError, match="subprocess"):
        load_pipeline(saved)
