"""The command in a process of its own, as it is typed."""

import os
import subprocess
import sys
from pathlib import Path


def command_line(*arguments: str | Path, at: Path) -> str:
    """What the command prints over the data directory `at`; fails where it fails."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("HOTLINE_")}
    done = subprocess.run(
        [sys.executable, "-c", "from hotline.cli import main; main()", *map(str, arguments)],
        cwd=at,
        env={**own, "HOTLINE_DATA_DIR": str(at), "COLUMNS": "100"},
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return done.stdout
