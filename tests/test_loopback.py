"""Nothing reaches beyond loopback: not the tests, not the command."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import loopback_only
import pytest

ELSEWHERE = ("203.0.113.7", 9)  # reserved for documentation, RFC 5737


def hotline(*arguments: str, data_dir: Path) -> subprocess.CompletedProcess[str]:
    program = [sys.executable, loopback_only.__file__, "--data-dir", str(data_dir), *arguments]
    return subprocess.run(
        program,
        env={**os.environ, "HOTLINE_ENCODER": "hashing"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


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


class TestTheCommand:
    def test_a_question_is_searched_for_without_reaching_out(self, data_dir: Path) -> None:
        done = hotline("search", "居住卡", data_dir=data_dir)
        assert done.returncode == 0, done.stderr
        assert "T-CARD" in done.stdout

    def test_a_question_is_answered_without_reaching_out(self, data_dir: Path) -> None:
        done = hotline("ask", "居住卡丢了要带什么", data_dir=data_dir)
        assert done.returncode == 0, done.stderr
        assert "挂失声明" in done.stdout
