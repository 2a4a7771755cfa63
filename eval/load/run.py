"""A load run as a whole: rate of the encoder, the asking, the figures, the folder."""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import httpx

from api.client import AsyncHotlineClient
from eval.environment import commit, environment
from eval.load.asked import Asked, Kept
from eval.load.citizens import Progress, ask_all
from eval.load.figures import Encoding, figures
from eval.load.plan import LoadPlan
from eval.load.plot import draw
from eval.runs import finite


def run_load(
    url: str,
    plan: LoadPlan,
    questions: Sequence[str],
    folder: Path,
    *,
    encoding: Encoding | None = None,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Ask a server as the plan says, and write load.json, asked.jsonl and load.svg.

    Args:
        url: of the server.
        plan: how many citizens ask for how long.
        questions: what they ask, drawn at random.
        folder: where to write; made if it is not there.
        encoding: the bare encoder's rate in the same run.
        progress: told after each question.
    """
    before = environment()
    wall, cpu = perf_counter(), process_time()
    asked, kept = asyncio.run(_ask(url, plan, questions, progress))
    client_cores = (process_time() - cpu) / (perf_counter() - wall)
    found = finite(
        {
            "plan": asdict(plan),
            "questions": len(set(questions)),
            "commit": commit(),
            "environment": before,
            "load_after": environment()["load"],
            "figures": figures(plan, asked, kept, client_cores=client_cores, encoding=encoding),
        }
    )
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "load.json").write_text(json.dumps(found, ensure_ascii=False, indent=2), "utf-8")
    lines = (json.dumps(asdict(each), ensure_ascii=False) for each in asked)
    (folder / "asked.jsonl").write_text("".join(f"{line}\n" for line in lines), "utf-8")
    draw(folder / "load.svg", plan, asked)
    return dict(found)


async def _ask(
    url: str, plan: LoadPlan, questions: Sequence[str], progress: Progress | None
) -> tuple[list[Asked], Kept]:
    # A connection for each citizen, as each has a device of their own.
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=plan.sessions)
    transport = httpx.AsyncHTTPTransport(limits=limits)
    async with AsyncHotlineClient(url, transport=transport) as client:
        return await ask_all(client, plan, questions, progress)
