"""What the heavy libraries read once is set before any of them is loaded."""

import os
import subprocess
import sys
from ast import literal_eval

import pytest

from retriever import runtime

# Told at the moment at which each is first imported, wherever that happens.
_WATCH = """
import builtins, os, sys
whole, seen = builtins.__import__, {}
def watch(name, *rest, **named):
    top = name.split(".")[0]
    if top in ("haystack", "torch", "faiss", "onnxruntime"):
        seen.setdefault(top, (os.environ.get("OMP_WAIT_POLICY"), os.environ.get("HF_HUB_OFFLINE")))
    return whole(name, *rest, **named)
builtins.__import__ = watch
import MODULE
print(seen)
"""


@pytest.mark.parametrize("module", ["retriever.publishing", "retriever.judging", "retriever.live"])
def test_threads_wait_asleep_and_nothing_calls_home(module: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _WATCH.replace("MODULE", module)],
        env={"PATH": "", "PYTHONPATH": ":".join(filter(None, sys.path))},
        capture_output=True,
        text=True,
        check=True,
    )
    seen = literal_eval(done.stdout)
    assert "torch" in seen
    assert set(seen.values()) == {("passive", "1")}


def test_who_sets_the_waiting_himself_keeps_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OMP_WAIT_POLICY", "active")
    runtime.prepare()
    assert os.environ["OMP_WAIT_POLICY"] == "active"
