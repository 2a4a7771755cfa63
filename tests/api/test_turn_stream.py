import json
from dataclasses import dataclass

import httpx
import pytest
from conftest import Citizen, serving
from fake_service import FakeService
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from api.app import create_app
from api.schemas import Slots, Turn
from api.settings import ApiSettings
from api.turn_events import START, turn_events

STREAM = {"Accept": "text/event-stream"}


@dataclass(frozen=True)
class Event:
    id: str
    name: str
    data: dict[str, object]


def events_in(text: str) -> list[Event]:
    found = []
    for block in text.replace("\r\n", "\n").split("\n\n"):
        if not block:
            continue
        fields = dict(line.split(": ", 1) for line in block.split("\n"))
        found.append(Event(fields["id"], fields["event"], json.loads(fields["data"])))
    return found


def ask(citizen: Citizen, text: str, **headers: str) -> list[Event]:
    response = citizen.http.post(
        citizen.path,
        json={"text": text, "client_turn_id": text},
        headers=citizen.headers | STREAM | headers,
    )
    assert response.status_code == 200
    assert response.headers["Content-Type"].startswith("text/event-stream")
    return events_in(response.text)


def test_a_streamed_turn_begins_tells_its_text_in_pieces_and_ends_whole(citizen: Citizen) -> None:
    events = ask(citizen, "身份证丢了")

    names = [event.name for event in events]
    assert names[0] == "turn"
    assert names[-1] == "done"
    assert set(names[1:-1]) == {"delta"}
    told = "".join(str(event.data["text"]) for event in events[1:-1])
    turn = Turn.model_validate(events[-1].data)
    assert told == turn.text
    assert events[0].data["id"] == turn.id
    assert len({event.id for event in events}) == len(events)


def test_a_client_that_lost_the_stream_goes_on_behind_its_last_event(citizen: Citizen) -> None:
    whole = ask(citizen, "身份证丢了")
    for position, event in enumerate(whole):
        rest = ask(citizen, "身份证丢了", **{"Last-Event-ID": event.id})
        assert rest == whole[position + 1 :]


@pytest.mark.parametrize("last", ["", "x", "9-1", "1-99999999999"])
def test_an_id_that_is_none_of_this_turn_leaves_nothing_out(citizen: Citizen, last: str) -> None:
    assert ask(citizen, "身份证丢了", **{"Last-Event-ID": last})[0].name == "turn"


@pytest.mark.parametrize(
    ("body", "busy", "status"),
    [({"text": " "}, False, 422), ({"text": "身份证"}, True, 409), ({}, False, 422)],
)
def test_errors_that_come_at_once_keep_their_own_status(
    citizen: Citizen, service: FakeService, body: dict[str, str], busy: bool, status: int
) -> None:
    service.busy = busy
    response = citizen.http.post(citizen.path, json=body, headers=citizen.headers | STREAM)
    assert response.status_code == status
    assert response.headers["Content-Type"] == "application/problem+json"


IMPATIENT = ApiSettings(stream_after_s=0.0, ping_every_s=0.01)


def test_pings_are_sent_while_the_turn_is_worked_out(service: FakeService) -> None:
    service.go_on.clear()
    told = ""
    with serving(service, IMPATIENT) as live, httpx.Client(base_url=live.url) as client:
        opened = client.post("/v1/sessions", json={"channel": "t"}).json()
        headers = STREAM | {"Authorization": f"Bearer {opened['token']}"}
        path = f"/v1/sessions/{opened['id']}/turns"
        with client.stream("POST", path, json={"text": "身份证丢了"}, headers=headers) as response:
            for piece in response.iter_text():
                told += piece
                if "event: ping" in told:
                    service.go_on.set()

    events = events_in(told)
    assert (events[0].name, events[0].id) == ("ping", START)
    assert events[-1].name in {"done", "ping"}
    assert [event.name for event in events].count("done") == 1


def test_an_error_after_the_stream_has_begun_comes_as_an_event(
    service: FakeService, caplog: pytest.LogCaptureFixture
) -> None:
    http = TestClient(create_app(service, IMPATIENT))
    opened = http.post("/v1/sessions", json={"channel": "t"}).json()
    citizen = Citizen(http, opened["id"], {"Authorization": f"Bearer {opened['token']}"})
    service.broken = RuntimeError("身份证")

    (event,) = [each for each in ask(citizen, "身份证") if each.name != "ping"]

    assert event.name == "error"
    assert event.data["status"] == 500
    assert "身份证" not in caplog.text


@given(text=st.text(st.characters(exclude_categories=["Cs"])))
def test_the_pieces_of_any_text_are_the_text(text: str) -> None:
    turn = Turn(
        id="t",
        session_id="s",
        seq=3,
        text=text,
        status="smalltalk",
        slots=Slots(),
        answers=[],
        options=[],
        probability=None,
        handoff=None,
        generation=None,
        machine_made=True,
        timings_ms={},
    )
    events = list(turn_events(turn))
    assert "".join(json.loads(str(each.data))["text"] for each in events[1:-1]) == text
    assert [each.id for each in events] == [f"3-{n}" for n in range(1, len(events) + 1)]
