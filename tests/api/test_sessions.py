from typing import get_args

import pytest
from conftest import Citizen
from fake_service import CODE, MATERIALS, FakeService
from starlette.testclient import TestClient

from api.schemas import History, Turn, TurnStatus
from dialogue.turn import Status


def test_the_wire_knows_exactly_the_statuses_of_a_turn() -> None:
    assert set(get_args(TurnStatus)) == {status.value for status in Status}


def test_opening_a_session_gives_a_token_and_a_greeting(http: TestClient) -> None:
    response = http.post("/v1/sessions", json={"channel": "web", "region": "青榆区"})

    assert response.status_code == 201
    assert set(response.json()) == {"id", "token", "greeting"}
    assert response.headers["Cache-Control"] == "no-store"


def test_a_turn_carries_everything_that_the_contract_names(citizen: Citizen) -> None:
    response = citizen.http.post(
        citizen.path, json={"text": "身份证丢了怎么补办"}, headers=citizen.headers
    )

    assert response.status_code == 200
    turn = response.json()
    assert set(turn) == {
        "id",
        "session_id",
        "seq",
        "text",
        "status",
        "slots",
        "answers",
        "options",
        "suggestions",
        "probability",
        "handoff",
        "generation",
        "machine_made",
        "timings_ms",
    }
    assert turn["handoff"] is None
    assert turn["machine_made"] is True
    assert turn["slots"] == {
        "item": CODE,
        "situation": "丢失补领",
        "region": None,
        "audience": None,
    }
    answer = turn["answers"][0]
    assert answer["text"] == MATERIALS
    assert answer["citations"][0] == {
        "entry_id": "f00d.materials",
        "item_code": CODE,
        "name": "居民身份证补领、换领",
        "agency": "云泽市公安局",
        "region": "990100",
        "element": "materials",
        "version": 2,
        "verified_on": "2026-10-15",
        "quote": MATERIALS,
        "url": "https://zwfw.yunze.example/guides/YZ-ID-001",
    }


def test_the_same_client_turn_id_gives_the_same_turn(
    citizen: Citizen, service: FakeService
) -> None:
    body = {"text": "身份证丢了", "client_turn_id": "once"}
    first = citizen.http.post(citizen.path, json=body, headers=citizen.headers).json()
    again = citizen.http.post(citizen.path, json=body, headers=citizen.headers).json()

    assert again == first
    assert len(service.asked) == 1


@pytest.mark.parametrize(
    ("slots", "passed_on"),
    [
        (None, None),
        ({}, {}),
        ({"region": "990101"}, {"region": "990101"}),
        ({"region": None, "audience": "person"}, {"region": None, "audience": "person"}),
    ],
)
def test_only_the_slots_that_are_named_are_changed_and_null_clears(
    citizen: Citizen, service: FakeService, slots: object, passed_on: object
) -> None:
    body = {"text": "身份证", "slots": slots}
    assert citizen.http.post(citizen.path, json=body, headers=citizen.headers).status_code == 200
    assert service.asked[0]["slots"] == passed_on


def test_options_are_offered_and_one_can_be_taken(citizen: Citizen) -> None:
    offered = citizen.http.post(
        citizen.path, json={"text": "身份证"}, headers=citizen.headers
    ).json()
    assert offered["status"] == "clarification_situation"
    option = offered["options"][1]

    taken = citizen.http.post(
        citizen.path,
        json={"text": option["label"], "option_id": option["id"]},
        headers=citizen.headers,
    ).json()
    assert taken["slots"]["situation"] == option["label"]


def test_history_tells_the_words_and_the_replies_oldest_first(citizen: Citizen) -> None:
    for text in ("身份证", "身份证丢了"):
        citizen.http.post(citizen.path, json={"text": text}, headers=citizen.headers)

    response = citizen.http.get(citizen.path, headers=citizen.headers)

    told = History.model_validate(response.json())
    assert [past.question for past in told.turns] == ["身份证", "身份证丢了"]
    assert isinstance(told.turns[0].turn, Turn)


@pytest.mark.parametrize(
    "authorization", [None, "Bearer wrong", "Basic dTpw", "Bearer", "Bearer ", "Bearer ü", "x"]
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_no_token_or_a_wrong_one_is_401(
    citizen: Citizen, method: str, authorization: str | None
) -> None:
    headers = {} if authorization is None else {b"Authorization": authorization.encode("latin-1")}
    body = {"text": "身份证"} if method == "POST" else None
    response = citizen.http.request(method, citizen.path, json=body, headers=headers)

    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"] == "Bearer"
    assert response.headers["Content-Type"] == "application/problem+json"


def test_the_token_of_another_session_is_401(citizen: Citizen) -> None:
    other = citizen.http.post("/v1/sessions", json={"channel": "test"}).json()
    headers = {"Authorization": f"Bearer {other['token']}"}
    assert citizen.http.get(citizen.path, headers=headers).status_code == 401


def test_an_unknown_session_is_404(citizen: Citizen) -> None:
    response = citizen.http.get("/v1/sessions/nobody/turns", headers=citizen.headers)
    assert response.status_code == 404
    assert response.json()["type"] == "urn:hotline:problem:session-unknown"


def test_a_second_turn_while_one_is_in_progress_is_409(
    citizen: Citizen, service: FakeService
) -> None:
    service.busy = True
    response = citizen.http.post(citizen.path, json={"text": "身份证"}, headers=citizen.headers)
    assert response.status_code == 409
    assert response.headers["Retry-After"] == "1"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"text": ""}, "text"),
        ({"text": "  \n"}, "text"),
        ({"text": "长" * 2001}, "text"),
        ({}, "text"),
        ({"text": None}, "text"),
        ({"text": 5}, "text"),
        ({"text": ["身份证"]}, "text"),
        ({"text": "身份证", "client_turn_id": "x" * 201}, "client_turn_id"),
        ({"text": "身份证", "option_id": "none"}, "option_id"),
        ({"text": "身份证", "slots": {"street": "x"}}, "slots.street"),
        ({"text": "身份证", "slots": {"audience": "ghost"}}, "slots.audience"),
        ({"text": "身份证", "slots": {"region": "无此区"}}, "region"),
        ({"text": "身份证", "slots": []}, "slots"),
        ([], "body"),
        ("身份证", "body"),
    ],
)
def test_a_message_that_is_not_in_order_is_422_and_names_the_field(
    citizen: Citizen, body: object, field: str
) -> None:
    response = citizen.http.post(citizen.path, json=body, headers=citizen.headers)

    assert response.status_code == 422
    assert [error["field"] for error in response.json()["errors"]] == [field]


def test_two_thousand_characters_are_not_too_many(citizen: Citizen) -> None:
    body = {"text": "长" * 2000}
    assert citizen.http.post(citizen.path, json=body, headers=citizen.headers).status_code == 200
