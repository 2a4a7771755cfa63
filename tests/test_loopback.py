"""Nothing reaches beyond loopback: not the tests, not the command."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import loopback_only
import pytest

ELSEWHERE = ("203.0.113.7", 9)  # reserved for documentation, RFC 5737


class TestTheBlock:
    def test_a_connection_to_another_machine_is_refused(self) -> None:
        with socket.socket() as plain, pytest.raises(loopback_only.ReachedOut):
            plain.connect(ELSEWHERE)

    def test_a_connection_that_hides_its_failure_is_refused_too(self) -> None:
        with socket.socket() as plain, pytest.raises(loopback_only.ReachedOut):
            plain.connect_ex(ELSEWHERE)

    def test_a_datagram_to_another_machine_is_refused(self) -> None:
        with (
            socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as plain,
            pytest.raises(loopback_only.ReachedOut),
        ):
            plain.sendto(b"", ("2001:db8::7", 9))

    def test_a_name_is_not_looked_up(self) -> None:
        with pytest.raises(loopback_only.ReachedOut):
            socket.create_connection(("hotline.example", 443))

    def test_this_machine_can_be_reached(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as server:
            port = server.getsockname()[1]
            socket.create_connection(("localhost", port), timeout=5).close()

    def test_it_holds_in_a_program_of_its_own(self) -> None:
        code = (
            f"import runpy; runpy.run_path({loopback_only.__file__!r})['install']();"
            "import urllib.request; urllib.request.urlopen('http://203.0.113.7/', timeout=5)"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
        assert b"ReachedOut" in done.stderr


def test_the_command_finds_and_answers_without_reaching_out(data_dir: Path) -> None:
    program = (
        f"import runpy; runpy.run_path({loopback_only.__file__!r})['install']();"
        "from hotline.cli import app;"
        "app(['search', '居住卡', '--json'], standalone_mode=False);"
        "app(['ask', '居住卡丢了要带什么'], standalone_mode=False)"
    )
    environment = {"HOTLINE_ENCODER": "hashing", "HOTLINE_DATA_DIR": str(data_dir)}
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert "T-CARD" in done.stdout
    assert "挂失声明" in done.stdout
