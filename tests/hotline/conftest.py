import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

Forked = Callable[[list[dict[str, Any]]], list[dict[str, Any]]]


@pytest.fixture(scope="session")
def forked() -> Iterator[Forked]:
    """Do jobs in processes of their own (see `forked.py`) and tell how each ended."""
    with subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("forked.py"))],
        env={**os.environ, "HOTLINE_ENCODER": "hashing", "OMP_NUM_THREADS": "1"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as program:
        assert program.stdin is not None
        assert program.stdout is not None
        asked, told = program.stdin, program.stdout

        def done(jobs: list[dict[str, Any]]) -> list[dict[str, Any]]:
            asked.write(json.dumps(jobs) + "\n")
            asked.flush()
            ended: list[dict[str, Any]] = json.loads(told.readline())
            return ended

        yield done
        asked.close()
