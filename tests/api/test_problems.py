import json
from collections.abc import Iterator

import pytest
from conftest import Citizen
from fake_service import FakeService
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from api.app import create_app
from api.problems import messages
from api.schemas import Problem
from api.settings import ApiSettings

JSON = {"Content-Type": "application/json"}


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nothing", 404),
        ("GET", "/assets/nothing.js", 404),
        ("GET", "/assets/../app.py", 404),
        ("PUT", "/v1/sessions", 405),
        ("DELETE", "/", 405),
        ("GET", "/v1/search", 422),
        ("GET", "/v1/search?q=", 422),
        ("GET", "/v1/search?q=x&k=0", 422),
        ("GET", "/v1/search?q=x&k=101", 422),
        ("GET", "/v1/search?q=x&k=many", 422),
        ("GET", "/v1/search?q=x&region=nowhere", 422),
        ("GET", "/v1/guides/none", 404),
        ("GET", "/v1/guides/YZ-ID-001/checklist", 422),
    ],
)
def test_every_error_is_a_problem(http: TestClient, method: str, path: str, status: int) -> None:
    response = http.request(method, path)

    assert response.status_code == status
    assert response.headers["Content-Type"] == "application/problem+json"
    problem = Problem.model_validate(response.json())
    assert problem.status == status
    assert problem.title
    assert problem.detail


def test_a_405_says_what_is_allowed(http: TestClient) -> None:
    assert "POST" in http.put("/v1/sessions").headers["Allow"]


def test_an_unknown_region_names_the_regions_there_are(http: TestClient) -> None:
    problem = http.post("/v1/sessions", json={"channel": "t", "region": "火星"}).json()
    assert problem["type"] == "urn:hotline:problem:region-unknown"
    assert "澜江省云泽市青榆区" in problem["choices"]
    assert "「火星」" in problem["detail"]


def test_what_is_repeated_back_is_short_and_printable(http: TestClient) -> None:
    asked = "x\x00\n\u202e" + "长" * 100
    detail = http.get("/v1/search", params={"q": "身份证", "region": asked}).json()["detail"]
    assert "「x� �" in detail
    assert "长" * 40 not in detail


def test_an_ambiguous_region_names_those_that_it_can_mean(http: TestClient) -> None:
    problem = http.get("/v1/search", params={"q": "身份证", "region": "老城"}).json()
    assert problem["type"] == "urn:hotline:problem:region-ambiguous"
    assert problem["choices"] == ["澜江省云泽市青榆区", "澜江省云泽市白鹭区"]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/v1/sessions"),
        ("GET", "/v1/search?q=x"),
        ("GET", "/v1/regions"),
        ("GET", "/v1/guides/YZ-ID-001"),
        ("GET", "/readyz"),
    ],
)
def test_before_anything_is_published_it_is_503(
    http: TestClient, service: FakeService, method: str, path: str
) -> None:
    service.ready = False
    response = http.request(method, path, json={"channel": "t"} if method == "POST" else None)
    assert response.status_code == 503
    assert response.json()["type"] == "urn:hotline:problem:not-ready"
    assert int(response.headers["Retry-After"]) > 0


def test_a_fault_is_500_and_neither_answer_nor_log_tells_what_it_said(
    http: TestClient, service: FakeService, caplog: pytest.LogCaptureFixture
) -> None:
    service.broken = RuntimeError("INSERT … parameters: 张三的身份证")

    response = http.get("/v1/search", params={"q": "张三的身份证"})

    assert response.status_code == 500
    problem = response.json()
    incident = problem["instance"].rsplit(":", 1)[1]
    assert incident in problem["detail"]
    assert incident in caplog.text
    assert "RuntimeError" in caplog.text
    assert "张三" not in caplog.text + response.text


@pytest.mark.parametrize("declared", [True, False], ids=["declared", "chunked"])
def test_a_body_over_64_kib_is_413(citizen: Citizen, declared: bool) -> None:
    body = json.dumps({"text": "身份证", "more": "x" * 70_000}).encode()

    def pieces() -> Iterator[bytes]:
        for start in range(0, len(body), 1000):
            yield body[start : start + 1000]

    content = body if declared else pieces()
    response = citizen.http.post(citizen.path, content=content, headers=citizen.headers | JSON)
    assert response.status_code == 413
    assert "64 KiB" in response.json()["detail"]


def test_a_body_of_just_64_kib_is_read(citizen: Citizen) -> None:
    body = json.dumps({"text": "身份证"}).encode().ljust(64 * 1024)
    headers = citizen.headers | JSON
    assert citizen.http.post(citizen.path, content=body, headers=headers).status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b'{"text": "\xff"}',
        b'{"text": "\\ud800"}',
        b'{"\\ud800": 1, "text": 2}',
        b'{"text": "x", "slots": {"\\udfff": "x"}}',
        b'{"text": "x", "slots": {"region": "\\ud800"}}',
        b'{"text": "x", "option_id": "\\ud800"}',
        b'{"text": NaN}',
        b'{"text": ' + b"9" * 5000 + b"}",
        b"[" * 60_000,
        b'{"text": "x", "text": ""}',
        "身份证".encode("gb18030"),
        "﻿{}".encode(),
    ],
)
def test_a_broken_body_is_refused_with_a_problem(citizen: Citizen, body: bytes) -> None:
    response = citizen.http.post(citizen.path, content=body, headers=citizen.headers | JSON)
    assert response.status_code in {400, 422}
    assert Problem.model_validate(response.json()).status == response.status_code


def test_a_body_that_does_not_say_it_is_json_is_refused(citizen: Citizen) -> None:
    headers = citizen.headers | {"Content-Type": "text/plain"}
    response = citizen.http.post(citizen.path, content=b'{"text":"x"}', headers=headers)
    assert response.status_code == 422


@given(text=st.text(min_size=1, max_size=60))
@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_any_text_at_all_is_answered_or_refused_in_order(citizen: Citizen, text: str) -> None:
    body = json.dumps({"text": text}).encode()  # lone surrogates travel as \\udXXX
    response = citizen.http.post(citizen.path, content=body, headers=citizen.headers | JSON)
    assert response.status_code in {200, 422}


@given(code=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20))
@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_any_code_at_all_is_looked_up_or_refused_in_order(http: TestClient, code: str) -> None:
    from urllib.parse import quote

    response = http.get(f"/v1/guides/{quote(code, safe='')}")
    assert response.status_code in {200, 404, 422}
    if response.status_code != 200:
        Problem.model_validate(response.json())


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("hotline.example", 200),
        ("HOTLINE.example:8000", 200),
        ("a.city.example", 200),
        ("[::1]:8000", 200),
        ("city.example.evil", 400),
        ("evil", 400),
        ("", 400),
    ],
)
def test_only_the_allowed_hosts_are_answered(service: FakeService, host: str, status: int) -> None:
    names = ("hotline.example", "*.city.example", "[::1]")
    http = TestClient(create_app(service, ApiSettings(allowed_hosts=names)))
    assert http.get("/livez", headers={"Host": host}).status_code == status


def test_every_response_carries_the_security_headers(http: TestClient) -> None:
    for path in ("/", "/livez", "/nothing", "/assets/style.css", "/openapi.json"):
        headers = http.get(path, headers={"Origin": "https://evil.example"}).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert not [name for name in headers if name.startswith("access-control")]


def test_every_kind_of_problem_has_a_status_a_title_and_a_sentence_in_chinese() -> None:
    for kind, words in messages().items():
        if kind in {"fields", "messages", "labels"}:
            continue
        assert 400 <= words["status"] < 600
        assert all(any("一" <= each <= "鿿" for each in words[key]) for key in ("title", "detail"))
