import logging

import httpx
import pytest
from conftest import Citizen, Live
from fake_service import FakeService
from starlette.testclient import TestClient


def test_it_is_alive_even_when_it_is_not_ready(http: TestClient, service: FakeService) -> None:
    assert http.get("/readyz").json() == {"status": "ready", "generation": 7}
    service.ready = False
    assert http.get("/livez").json() == {"status": "ok"}
    assert http.get("/readyz").status_code == 503


def test_metrics_count_requests_by_route_and_turns_by_status(citizen: Citizen) -> None:
    citizen.http.post(citizen.path, json={"text": "身份证丢了"}, headers=citizen.headers)
    citizen.http.request("BREW", "/v1/regions")
    citizen.http.get("/nothing-of-the-kind")

    response = citizen.http.get("/metrics")

    assert response.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    lines = response.text.splitlines()
    route = "/v1/sessions/{session_id}/turns"
    assert f'hotline_http_requests_total{{method="POST",route="{route}",status="200"}} 1.0' in lines
    assert 'hotline_turns_total{status="answered"} 1.0' in lines
    assert "hotline_generation 7.0" in lines
    assert 'method="OTHER"' in response.text
    for secret in (citizen.session_id + "/", "BREW", "nothing-of-the-kind", "身份证"):
        assert secret not in response.text


def test_metrics_are_there_before_anything_is_published(
    http: TestClient, service: FakeService
) -> None:
    service.ready = False
    assert "hotline_generation 0.0" in http.get("/metrics").text.splitlines()


def test_no_log_line_of_the_server_holds_a_question_or_a_token(
    live: Live, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    with httpx.Client(base_url=live.url) as client:
        opened = client.post("/v1/sessions", json={"channel": "t"}).json()
        headers = {"Authorization": f"Bearer {opened['token']}"}
        client.get("/v1/search", params={"q": "secret-question"})
        path = f"/v1/sessions/{opened['id']}/turns"
        client.post(path, json={"text": "secret-question"}, headers=headers)

    out, err = capfd.readouterr()
    said = [record.getMessage() for record in caplog.records if record.name.startswith("hotline")]
    assert any(line.startswith("GET /v1/search 200") for line in said)
    written = (
        out
        + err
        + "\n".join(
            record.getMessage()
            for record in caplog.records
            if not record.name.startswith(("httpx", "httpcore"))  # the client of this test
        )
    )
    assert "secret-question" not in written
    assert opened["token"] not in written
