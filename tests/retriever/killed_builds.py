"""Run as a program: kills one build of generation 2 at each failpoint, in a folder of its own.

Forked from a process without threads, since a fork inside pytest may hang in OpenMP.
"""

import os
import runpy
import shutil
import sys
from pathlib import Path

from retriever.snapshot_build import FAILPOINTS
from retriever.tokens import Tokenizer

KILLED = 9


def main(directory: Path) -> None:
    Tokenizer()  # reads the dictionary once, for all children
    build = runpy.run_path(str(Path(__file__).with_name("conftest.py")))["build_fictional"]
    for name in FAILPOINTS:
        shutil.copytree(directory / "base", directory / name)
        if (child := os.fork()) == 0:
            build(
                directory / name,
                2,
                failpoint=lambda reached, at=name: reached == at and os._exit(KILLED),
            )
            os._exit(0)
        _, status = os.waitpid(child, 0)
        assert os.waitstatus_to_exitcode(status) == KILLED, f"{name} was not reached"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
