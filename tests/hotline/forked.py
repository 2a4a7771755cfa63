"""Run as a program: does jobs in processes of their own that are killed or short of disk.

Reads lists of jobs, one a line, and answers each with how its jobs ended. All are forked from one
process without threads, which has loaded what they need: a fork inside pytest may hang in OpenMP,
and loading takes seconds.
"""

import json
import os
import resource
import signal
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from hotline.bootstrap import build
from hotline.cli import app
from hotline.settings import Settings
from kb.importing import import_files
from retriever.publishing import publish
from retriever.tokens import Tokenizer

KILLED = 9
LATER = datetime(2026, 5, 7, tzinfo=UTC)


def main() -> None:
    """Do jobs until there are no more lines."""
    Tokenizer()  # reads the dictionary once, for all children
    for line in sys.stdin:
        sys.stdout.write(json.dumps([_forked(job) for job in json.loads(line)]) + "\n")
        sys.stdout.flush()


def _forked(job: dict[str, Any]) -> dict[str, Any]:
    said = Path(job["data_dir"]).with_suffix(".said")
    if (child := os.fork()) == 0:
        try:
            os._exit(_do(job, said))
        except BaseException as error:
            sys.stderr.write(f"{error!r}\n")
            os._exit(70)
    _, status = os.waitpid(child, 0)
    words = said.read_text("utf-8") if said.is_file() else ""
    said.unlink(missing_ok=True)
    return {"exit_code": os.waitstatus_to_exitcode(status), "said": words}


def _do(job: dict[str, Any], said: Path) -> int:
    data_dir = Path(job["data_dir"])
    if "limit" in job:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (job["limit"], job["limit"]))
        done = CliRunner().invoke(app, ["--data-dir", str(data_dir), *job["words"]])
        said.write_text(f"{done.output}{done.exception!r}"[: job["limit"]], "utf-8")
        return done.exit_code

    def kill(reached: str) -> None:
        if reached == job["kill_at"]:
            os._exit(KILLED)

    hotline = build(Settings(data_dir=data_dir, encoder="hashing"))
    if "files" in job:
        files = [Path(each) for each in job["files"]]
        import_files(hotline.store, files, now=LATER, today=date(2026, 5, 7), failpoint=kill)
    else:
        publish(hotline.store, hotline.encoder(), hotline.places, now=LATER, failpoint=kill)
    return 0


if __name__ == "__main__":
    main()
