"""What the first start of the hotline must do, with the real encoder over the whole sample base."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.schemas import Answer, SearchResponse, Turn
from hotline.bootstrap import Hotline, build, build_app
from hotline.clock import now
from hotline.settings import Settings
from kb.elements import Element
from kb.records import Guide
from retriever.publishing import publish

pytestmark = pytest.mark.acceptance

ROOT = Path(__file__).parents[2]
LOST_CARD = "身份证丢了怎么补办，要带什么"
RENT = "公积金能提出来租房子用吗"
# A little under what was measured when this was written (.76 and .96 of 138 questions).
FIRST_RIGHT, AMONG_FIVE = 0.72, 0.93


@pytest.fixture(scope="module")
def hotline(sample_dir: Path) -> Hotline:
    """The sample base as `make serve` serves it."""
    return build(Settings(data_dir=sample_dir))


@pytest.fixture(scope="module")
def http(hotline: Hotline) -> Iterator[TestClient]:
    with TestClient(build_app(hotline)) as client:
        yield client


def asked(http: TestClient, text: str, **session: str) -> Turn:
    opened = http.post("/v1/sessions", json={"channel": "test", **session})
    assert opened.status_code == 201, opened.text
    told = http.post(
        f"/v1/sessions/{opened.json()['id']}/turns",
        json={"text": text},
        headers={"Authorization": f"Bearer {opened.json()['token']}"},
    )
    assert told.status_code == 200, told.text
    return Turn.model_validate(told.json())


def stored_guide(hotline: Hotline, code: str, region: str | None, situation: str) -> Guide:
    """The guide as it was imported, read past everything that answers."""
    guides = [each.record for each in hotline.store.find(code, 1)]
    [found] = [
        guide
        for guide in guides
        if isinstance(guide, Guide) and (guide.region, guide.situation) == (region, situation)
    ]
    return found


def assert_word_for_word(answer: Answer, turn: Turn, guide: Guide, element: Element) -> None:
    told = guide.elements[element].text
    [citation] = answer.citations
    assert (answer.status, answer.element) == ("answered", element)
    assert answer.text == citation.quote == told
    assert told in turn.text
    assert (citation.item_code, citation.name) == (guide.item_code, guide.name)
    assert (citation.agency, citation.region) == (guide.agency, guide.region)
    assert citation.version == 1
    assert isinstance(citation.verified_on, date)
    assert citation.verified_on == guide.verified_on
    for shown in (guide.name, guide.agency, "云泽市", "第 1 版", f"{guide.verified_on}"):
        assert shown is not None
        assert shown in turn.text


class TestTheTwoQuestions:
    def test_a_lost_identity_card(self, http: TestClient, hotline: Hotline) -> None:
        turn = asked(http, LOST_CARD)
        assert turn.status == "answered"
        assert (turn.slots.item, turn.slots.situation) == ("YZ-ID-001", "丢失补领")
        procedure, materials = turn.answers
        guide = stored_guide(hotline, "YZ-ID-001", "990100", "丢失补领")
        assert_word_for_word(procedure, turn, guide, Element.PROCEDURE)
        assert_word_for_word(materials, turn, guide, Element.MATERIALS)

    def test_rent_out_of_the_housing_fund(self, http: TestClient, hotline: Hotline) -> None:
        turn = asked(http, RENT)
        assert turn.status == "answered"
        assert (turn.slots.item, turn.slots.situation) == ("YZ-HF-001", "租房提取")
        [answer] = turn.answers
        guide = stored_guide(hotline, "YZ-HF-001", "990100", "租房提取")
        assert_word_for_word(answer, turn, guide, Element.CONDITIONS)

    def test_a_district_answers_with_its_own_place(
        self, http: TestClient, hotline: Hotline
    ) -> None:
        turn = asked(http, "身份证丢了去哪里补办", region="白鹭区")
        guide = stored_guide(hotline, "YZ-ID-001", "990102", "丢失补领")
        assert turn.answers[0].element == "place"
        assert turn.answers[0].text == guide.elements[Element.PLACE].text

    @pytest.mark.parametrize("question", [LOST_CARD, RENT])
    def test_the_probability_is_that_of_the_search_page(
        self, http: TestClient, question: str
    ) -> None:
        body = http.get("/v1/search", params={"q": question}).json()
        first = SearchResponse.model_validate(body).hits[0]
        assert asked(http, question).probability == first.probability


def labelled() -> list[dict[str, Any]]:
    files = sorted((ROOT / "tests" / "data").glob("sample_questions_*.jsonl"))
    return [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines()]


def test_kept_back_questions_find_their_item(http: TestClient) -> None:
    questions = labelled()
    first = among = 0
    for question in questions:
        wanted = {"q": question["question"], "k": 5}
        if question["region"]:
            wanted["region"] = question["region"]
        found = SearchResponse.model_validate(http.get("/v1/search", params=wanted).json())
        codes = [hit.item_code for hit in found.hits]
        first += codes[0] in question["gold"]
        among += any(code in question["gold"] for code in codes)
    assert first / len(questions) >= FIRST_RIGHT
    assert among / len(questions) >= AMONG_FIVE


def test_every_question_of_the_base_is_found_by_its_own_words(
    http: TestClient, hotline: Hotline
) -> None:
    missed, asked_ = [], 0
    for path in sorted((ROOT / "kb" / "sample").glob("faq_*.jsonl")):
        for row in map(json.loads, path.read_text("utf-8").splitlines()):
            for text in (row["question"], *row["similar_questions"]):
                asked_ += 1
                hits = http.get("/v1/search", params={"q": text, "k": 1}).json()["hits"]
                if hits[0]["item_code"] != row["faq_id"]:
                    missed.append((text, hits[0]["item_code"]))
    # Items and questions of the grown base say the same now and then (10 of 767 when it was set).
    assert len(missed) <= asked_ // 50, missed


def test_what_nobody_knows_is_not_answered(http: TestClient) -> None:
    for text in ("红烧肉怎么做", "明天股票会涨吗", "推荐一部好看的电影"):
        turn = asked(http, text)
        assert turn.status not in ("answered", "answered_partly"), (text, turn.text)


def test_publishing_again_encodes_nothing(hotline: Hotline) -> None:
    done = publish(
        hotline.store, hotline.encoder(), hotline.places, now=now(), ranker=hotline.ranker()
    )
    assert (done.generation, done.is_new) == (1, False)
