"""A server of its own for a load run: another process, on loopback, ended afterwards."""

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from eval.errors import EvalError

_TOLD = re.compile(r"^hotline: (http://\S+)$")
_END_S = 20


@contextmanager
def own_server(data_dir: Path) -> Iterator[str]:
    """Serve a data directory on a free port and give the address.

    Raises:
        EvalError: with what it said, where it did not come up.
    """
    command = [sys.executable, "-m", "hotline", "--data-dir", str(data_dir), "serve", "--port", "0"]
    with subprocess.Popen(  # noqa: S603 - our own command
        command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stderr is not None
        said: list[str] = []
        try:
            for line in process.stderr:
                said.append(line.rstrip())
                if told := _TOLD.match(line.rstrip()):
                    yield told[1]
                    return
            raise EvalError("The server did not come up: " + " / ".join(said[-3:]))
        finally:
            process.terminate()
            try:
                process.communicate(timeout=_END_S)
            except subprocess.TimeoutExpired:
                process.kill()
