"""Rules of the house that no single package can keep alone."""

import ast
import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
MODELS = {"haystack", "faiss", "sentence_transformers", "torch", "transformers", "jieba", "bm25s"}
HEAVY = MODELS | {"fastapi", "sqlalchemy", "onnxruntime", "numpy", "openpyxl", "alembic", "textual"}


def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def packages() -> list[str]:
    listed: list[str] = project()["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    return listed


def loaded_by(code: str, **environment: str) -> set[str]:
    """The modules that a program has loaded at its end."""
    end = "import json, sys; sys.__stdout__.write('\\n' + json.dumps(sorted(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", f"try:\n    {code}\nexcept SystemExit: pass\n{end}"],
        env={**os.environ, **environment},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    return set(json.loads(done.stdout.splitlines()[-1]))


def command(*words: str) -> str:
    return f"import sys; sys.argv = ['hotline', *{words!r}]; from hotline.cli import main; main()"


class TestWhatIsLoaded:
    @pytest.mark.parametrize(
        "words",
        [("--help",), ("kb", "--help"), ("ask", "--help"), ("chat", "--help"), ("serve", "--help")],
    )
    def test_help_loads_nothing_heavy(self, words: tuple[str, ...]) -> None:
        assert loaded_by(command(*words)) & HEAVY == set()

    def test_looking_into_the_base_loads_no_model(self, tmp_path: Path) -> None:
        loaded = loaded_by(command("kb", "status"), HOTLINE_DATA_DIR=str(tmp_path))
        assert "sqlalchemy" in loaded
        assert loaded & MODELS == set()

    def test_the_typed_client_loads_no_server(self) -> None:
        loaded = loaded_by("import api.client")
        assert loaded & (MODELS | {"fastapi", "starlette", "uvicorn", "sqlalchemy"}) == set()

    def test_the_terminal_loads_no_server_and_no_model(self) -> None:
        loaded = loaded_by("import tui.chat, tui.conversation")
        assert "textual" in loaded
        heavy = {"fastapi", "starlette", "uvicorn", "sqlalchemy", "dialogue", "retriever", "kb"}
        assert loaded & (MODELS | heavy) == set()

    def test_the_program_would_see_it(self) -> None:
        assert "fastapi" in loaded_by("import api.app")


class TestImports:
    def test_the_contracts_hold(self) -> None:
        program = Path(sys.executable).with_name("lint-imports")
        done = subprocess.run(
            [str(program), "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout
        assert "0 broken" in done.stdout

    def test_every_package_is_under_the_contracts_and_in_the_wheel(self) -> None:
        found = {path.parent.name for path in ROOT.glob("*/__init__.py")}
        assert found == set(packages())
        assert found == set(project()["tool"]["importlinter"]["root_packages"])
        assert found == set(project()["tool"]["mypy"]["packages"])

    def test_tests_are_no_packages(self) -> None:
        assert list((ROOT / "tests").rglob("__init__.py")) == []


@pytest.mark.parametrize("package", packages())
class TestSources:
    def test_only_settings_and_the_models_runtime_know_the_environment(self, package: str) -> None:
        """Everything else is told what it needs."""
        allowed = {"retriever/runtime.py"}
        readers = {
            path.relative_to(ROOT).as_posix()
            for path in (ROOT / package).rglob("*.py")
            for node in ast.walk(ast.parse(path.read_text("utf-8")))
            if isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv"}
        }
        assert readers <= allowed

    def test_every_module_says_what_it_is(self, package: str) -> None:
        silent = [
            path.relative_to(ROOT).as_posix()
            for path in (ROOT / package).rglob("*.py")
            if not ast.get_docstring(ast.parse(path.read_text("utf-8")))
        ]
        assert silent == []

    def test_modules_are_named_for_one_thing(self, package: str) -> None:
        vague = {"utils", "util", "helpers", "common", "misc", "manager"}
        assert [path for path in (ROOT / package).rglob("*.py") if path.stem in vague] == []
