"""A session is rated, and a person asked for, by calls of their own."""

import pytest
from conftest import Citizen
from fake_service import FakeService

from dialogue.rating import Rating, Score


def at(citizen: Citizen, last: str) -> str:
    return citizen.path.replace("/turns", f"/{last}")


def test_a_rating_is_kept_and_a_poor_one_is_called_so(
    citizen: Citizen, service: FakeService
) -> None:
    body = {"score": 2, "reasons": ["没说清楚"], "comment": "还是不会办"}
    told = citizen.http.post(at(citizen, "rating"), json=body, headers=citizen.headers)
    assert (told.status_code, told.json()) == (200, {"score": 2, "is_poor": True})
    [kept] = service.ratings.values()
    assert kept == Rating(score=Score.POOR, reasons=("没说清楚",), comment="还是不会办")


@pytest.mark.parametrize("body", [{"score": 0}, {"score": 6}, {}, {"score": 5, "comment": ""}])
def test_a_rating_that_is_none_is_refused(citizen: Citizen, body: dict[str, object]) -> None:
    told = citizen.http.post(at(citizen, "rating"), json=body, headers=citizen.headers)
    assert told.status_code == 422


def test_nobody_rates_a_session_that_is_not_theirs(citizen: Citizen) -> None:
    assert citizen.http.post(at(citizen, "rating"), json={"score": 5}).status_code == 401
    assert citizen.http.post(at(citizen, "handoff")).status_code == 401


def test_asking_for_a_person_is_a_turn(citizen: Citizen) -> None:
    told = citizen.http.post(at(citizen, "handoff"), headers=citizen.headers)
    assert told.status_code == 200
    history = citizen.http.get(citizen.path, headers=citizen.headers).json()
    assert history["turns"][-1]["question"] == "转人工"
