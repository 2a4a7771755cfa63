"""The whole house over HTTP: the real assistant and store behind the real application."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from api.schemas import GuideResponse, SearchResponse, Turn
from hotline.bootstrap import Hotline, build, build_app
from hotline.settings import Settings


@pytest.fixture(scope="module")
def http(tiny: Hotline) -> Iterator[TestClient]:
    with TestClient(build_app(tiny)) as client:
        yield client


@pytest.fixture
def turns(http: TestClient) -> tuple[str, dict[str, str]]:
    opened = http.post("/v1/sessions", json={"channel": "test"}).json()
    return f"/v1/sessions/{opened['id']}/turns", {"Authorization": f"Bearer {opened['token']}"}


def test_a_conversation(http: TestClient, turns: tuple[str, dict[str, str]]) -> None:
    path, headers = turns

    def ask(**body: object) -> Turn:
        told = http.post(path, json=body, headers=headers)
        assert told.status_code == 200, told.text
        return Turn.model_validate(told.json())

    first = ask(text="居住卡要带什么", client_turn_id="one")
    assert first.status == "clarification_situation"
    assert ask(text="居住卡要带什么", client_turn_id="one") == first
    second = ask(text="丢失补领", option_id="2")
    assert second.answers[0].text == "挂失声明（原件，1份）"
    third = ask(text="在哪里")
    assert third.answers[0].citations[0].agency == "云上市幻想局"
    history = http.get(path, headers=headers).json()["turns"]
    assert [each["question"] for each in history] == ["居住卡要带什么", "丢失补领", "在哪里"]


@pytest.mark.parametrize(
    "body",
    [
        {"text": ""},
        {"text": "卡" * 2001},
        {"text": "居住卡", "slots": {"region": "云下市"}},
        {"text": "居住卡", "slots": {"region": "东岛区"}},
        {"text": "居住卡", "slots": {"situation": "飞走"}},
        {"text": "居住卡", "slots": {"item": "T-NONE"}},
        {"text": "居住卡", "slots": {"colour": "red"}},
        {"text": "居住卡", "option_id": "7"},
    ],
)
def test_what_does_not_exist_is_a_problem_with_its_field(
    http: TestClient, turns: tuple[str, dict[str, str]], body: dict[str, object]
) -> None:
    path, headers = turns
    told = http.post(path, json=body, headers=headers)
    assert told.status_code == 422
    assert told.headers["content-type"].startswith("application/problem+json")
    assert told.json()["errors"]


def test_a_token_opens_only_its_own_session(
    http: TestClient, turns: tuple[str, dict[str, str]]
) -> None:
    other = http.post("/v1/sessions", json={"channel": "test"}).json()
    headers = {"Authorization": f"Bearer {other['token']}"}
    assert http.post(turns[0], json={"text": "居住卡"}, headers=headers).status_code == 401
    assert http.get(turns[0], headers=headers).status_code == 401


def test_search_guides_and_regions(http: TestClient) -> None:
    found = http.get("/v1/search", params={"q": "居住卡丢了多少钱", "region": "云上市"})
    assert SearchResponse.model_validate(found.json()).hits[0].text == "每证20元"
    guide = http.get("/v1/guides/T-BOAT", params={"region": "西岛区"})
    assert GuideResponse.model_validate(guide.json()).item_code == "T-BOAT"
    assert http.get("/v1/guides/T-NONE").status_code == 404
    assert http.get("/v1/search", params={"q": "居住卡", "region": "东岛区"}).status_code == 422
    tree = http.get("/v1/regions").json()["regions"]
    assert [each["name"] for each in tree] == ["云上市", "海角市"]


def test_before_anything_is_published_it_is_alive_and_not_ready(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    empty = build(Settings(data_dir=tmp_path_factory.mktemp("empty"), encoder="hashing"))
    with TestClient(build_app(empty)) as http:
        assert http.get("/livez").status_code == 200
        for path in ("/readyz", "/v1/search?q=x", "/v1/regions", "/v1/guides/A"):
            assert http.get(path).status_code == 503, path
        assert http.post("/v1/sessions", json={"channel": "test"}).status_code == 503
