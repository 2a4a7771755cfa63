"""`hotline search` and `hotline ask`: one question from the terminal."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from api.schemas import SearchResponse, Turn

Run = Callable[..., Result]


def told(result: Result) -> Any:
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def refused(result: Result, code: int) -> str:
    assert result.exit_code == code, result.output
    assert result.stdout == ""
    return result.stderr


@pytest.fixture(scope="module")
def published_dir(published_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy for this module: what is asked is kept, and others must not find it in theirs."""
    return Path(shutil.copytree(published_dir, tmp_path_factory.mktemp("asked") / "var"))


class TestSearch:
    def test_hits_come_best_first_one_an_item(self, run: Run, published_dir: Path) -> None:
        body = told(run("search", "居住卡", "--json", at=published_dir))
        found = SearchResponse.model_validate(body)
        codes = [hit.item_code for hit in found.hits]
        assert codes[0] == "T-CARD"
        assert len(codes) == len(set(codes))
        probabilities = [hit.probability for hit in found.hits]
        assert probabilities == sorted(probabilities, reverse=True)
        assert found.generation == 1

    def test_as_many_as_asked_for(self, run: Run, published_dir: Path) -> None:
        assert (
            len(told(run("search", "居住卡", "-k", "2", "--json", at=published_dir))["hits"]) == 2
        )
        assert run("search", "居住卡", "-k", "101", at=published_dir).exit_code == 2

    def test_the_element_asked_for_is_shown(self, run: Run, published_dir: Path) -> None:
        hit = told(run("search", "居住卡丢了多少钱", "--json", at=published_dir))["hits"][0]
        assert (hit["kind"], hit["element"], hit["text"]) == ("element", "fee", "每证20元")

    def test_a_region_keeps_its_own_and_what_lies_around_it(
        self, run: Run, published_dir: Path
    ) -> None:
        words = ("search", "渔船登记在哪里", "--json", "--region")
        east = told(run(*words, "云上市东岛区", at=published_dir))["hits"][0]
        assert (east["region"], east["text"]) == ("990101", "东岛区码头街2号")
        west = told(run(*words, "西岛区", at=published_dir))["hits"][0]
        assert (west["region"], west["text"]) == ("990102", "西岛区灯塔路7号")
        far = told(run(*words, "海角市", at=published_dir))["hits"]
        assert "T-BOAT" not in [
            hit["item_code"] for hit in far if hit["region"] in ("990101", "990102")
        ]

    def test_as_a_table_it_names_what_was_found(self, run: Run, published_dir: Path) -> None:
        done = run("search", "居住卡", at=published_dir)
        assert done.exit_code == 0
        assert "P(right)" in done.stdout
        assert "T-CARD" in done.stdout


class TestAsk:
    def test_the_answer_is_the_guides_own_words_with_its_citation(
        self, run: Run, published_dir: Path
    ) -> None:
        turn = Turn.model_validate(
            told(run("ask", "居住卡丢了要带什么", "--json", at=published_dir))
        )
        [answer] = turn.answers
        [citation] = answer.citations
        assert (turn.status, answer.element) == ("answered", "materials")
        assert citation.quote == "挂失声明（原件，1份）"
        assert citation.quote in turn.text
        assert (citation.agency, citation.region, citation.version) == ("云上市幻想局", "9901", 1)

    def test_without_json_it_prints_what_a_citizen_reads(
        self, run: Run, published_dir: Path
    ) -> None:
        done = run("ask", "居住卡丢了要带什么", at=published_dir)
        assert done.exit_code == 0
        assert "挂失声明" in done.stdout
        assert "依据：《云上居住卡办理》办事指南" in done.stdout

    def test_choices_are_printed(self, run: Run, published_dir: Path) -> None:
        done = run("ask", "居住卡要带什么", at=published_dir)
        assert done.exit_code == 0
        assert "  · 首次申领" in done.stdout
        assert "  · 都不是" in done.stdout

    def test_the_region_settles_which_guide(self, run: Run, published_dir: Path) -> None:
        done = run("ask", "渔船登记在哪里", "--region", "西岛区", at=published_dir)
        assert "西岛区灯塔路7号" in done.stdout


@pytest.mark.parametrize("command", ["search", "ask"])
class TestBadQuestions:
    def test_nothing_published_is_exit_3_and_says_what_to_do(self, run: Run, command: str) -> None:
        said = refused(run(command, "居住卡"), 3)
        assert "Nothing is published yet" in said
        assert "hotline kb publish" in said

    @pytest.mark.parametrize("question", ["", "  \n　"])
    def test_an_empty_question_is_refused(
        self, run: Run, published_dir: Path, command: str, question: str
    ) -> None:
        said = refused(run(command, question, at=published_dir), 2)
        assert "text: is empty; ask in a few words" in said

    def test_an_over_long_question_is_refused(
        self, run: Run, published_dir: Path, command: str
    ) -> None:
        said = refused(run(command, "卡" * 2001, at=published_dir), 2)
        assert "text: has 2001 characters; shorten it to 2000" in said
        assert run(command, "卡" * 2000, at=published_dir).exit_code == 0

    def test_an_unknown_region_names_the_choices(
        self, run: Run, published_dir: Path, command: str
    ) -> None:
        said = refused(run(command, "居住卡", "--region", "云下市", at=published_dir), 2)
        assert "'云下市' is not a region of this base" in said
        assert "云上市" in said

    def test_an_ambiguous_region_names_its_meanings(
        self, run: Run, published_dir: Path, command: str
    ) -> None:
        said = refused(run(command, "居住卡", "--region", "东岛", at=published_dir), 2)
        assert "several regions" in said
        assert "云上市东岛区、海角市东岛区" in said
