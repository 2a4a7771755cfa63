"""A server of its own for a load run: another process, on loopback, ended afterwards."""

import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import IO

from eval.errors import EvalError

_TOLD = re.compile(r"^hotline: (http://\S+)$")
_END_S = 20


@contextmanager
def own_server(data_dir: Path, log: Path) -> Iterator[str]:
    """Serve a data directory on a free port and give the address.

    Args:
        data_dir: of the published base.
        log: what the server says is written to this file.

    Raises:
        EvalError: with what it said, where it did not come up.
    """
    command = [sys.executable, "-m", "hotline", "--data-dir", str(data_dir), "serve", "--port", "0"]
    with serving(command, log) as address:
        yield address


@contextmanager
def serving(command: Sequence[str], log: Path) -> Iterator[str]:
    """The address that a server tells on stderr, and its end afterwards.

    Raises:
        EvalError: with what it said, where it did not come up.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    with subprocess.Popen(  # noqa: S603 - our own command
        command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stderr is not None
        told: Queue[str | None] = Queue()
        # Read for as long as it runs: a server whose pipe is full stands still at its next log line.
        reader = Thread(target=_read, args=(process.stderr, log, told), name="server log")
        reader.start()
        try:
            address = told.get()
            if address is None:
                said = log.read_text("utf-8").splitlines()
                raise EvalError("The server did not come up: " + " / ".join(said[-3:]))
            yield address
        finally:
            process.terminate()
            try:
                process.wait(timeout=_END_S)
            except subprocess.TimeoutExpired:
                process.kill()
            reader.join()


def _read(pipe: IO[str], log: Path, told: "Queue[str | None]") -> None:
    """Copy what a server says into a file, and tell its address, or None where it says none."""
    with log.open("w", encoding="utf-8", buffering=1) as file:
        for line in pipe:
            file.write(line)
            if found := _TOLD.match(line.rstrip()):
                told.put(found[1])
    told.put(None)
