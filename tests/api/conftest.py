import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.server import make_server
from api.settings import ApiSettings

# Tests are imported one by one (importlib mode), so what they share is put on the path.
sys.path.insert(0, str(Path(__file__).parent))

from fake_service import FakeService


@pytest.fixture
def service() -> FakeService:
    return FakeService()


@pytest.fixture
def http(service: FakeService) -> TestClient:
    return TestClient(create_app(service))


@dataclass(frozen=True)
class Citizen:
    """Someone with an open session."""

    http: TestClient
    session_id: str
    headers: dict[str, str]

    @property
    def path(self) -> str:
        return f"/v1/sessions/{self.session_id}/turns"


@pytest.fixture
def citizen(http: TestClient) -> Citizen:
    opened = http.post("/v1/sessions", json={"channel": "test"}).json()
    return Citizen(http, opened["id"], {"Authorization": f"Bearer {opened['token']}"})


@dataclass(frozen=True)
class Live:
    """A real server on a loopback port of its own."""

    url: str
    service: FakeService


@contextmanager
def serving(service: FakeService, settings: ApiSettings) -> Iterator[Live]:
    """Serve the app for as long as the block lasts."""
    server = make_server(create_app(service, settings), port=0)
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()  # connections wait here until the server takes them
        port = listening.getsockname()[1]
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield Live(f"http://127.0.0.1:{port}", service)
        finally:
            service.go_on.set()
            server.should_exit = True
            thread.join(20)
            assert not thread.is_alive()


@pytest.fixture
def live(service: FakeService) -> Iterator[Live]:
    settings = ApiSettings(title="云泽市<热线>", examples=("身份证丢了怎么补办",))
    with serving(service, settings) as live:
        yield live
