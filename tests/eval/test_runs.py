"""Runs: parallel, the same every time, continued where they were cut off, scored again at will."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.client import HotlineClient
from dialogue.errors import NotReady
from eval.cases import Case
from eval.errors import CasesInvalid, RunUnusable, ServerUnusable
from eval.finding import InProcess, OverHttp
from eval.planning import plan_run
from eval.reading import CaseFile
from eval.retrieval import run as run_plan
from eval.runs import RunFolder
from eval.scoring import score_folder
from hotline.bootstrap import Hotline, build_app
from kb.records import Faq, Guide, Item

NOW = datetime(2026, 5, 6, tzinfo=UTC)
ANSWERS = {"甲": ["A", "B"], "乙": ["A", "B", "C", "D"], "丙": [], "丁": ["B"]}
Make = Callable[..., Any]


@pytest.fixture
def cases(make_case: Make) -> list[Case]:
    return [
        make_case("1", "甲", "A", tags=("口语", "kind:typo")),
        make_case("2", "乙", "B", "C", region="东岛区"),
        make_case("3", "丙", "A"),
        make_case("4", "丁", expect="unanswerable"),
    ]


class TestOneRun:
    def test_leaves_everything_that_is_needed_to_judge_it(
        self, oracle: Make, cases: list[Case], make_run: Make
    ) -> None:
        folder = make_run("run", oracle(ANSWERS), cases, told={"commit": "c0ffee"})
        config = folder.config()
        assert config["commit"] == "c0ffee"
        assert config["published"]["digest"] == "d" * 64
        assert (config["cases_count"], config["k"], config["continued_from"]) == (4, 3, 0)
        lines = folder.lines()
        assert [line["id"] for line in lines] == ["1", "2", "3", "4"]
        assert [hit["code"] for hit in lines[1]["hits"]] == ["A", "B", "C"]
        assert [hit["code"] for hit in lines[1]["rejected"]] == ["D"]
        assert set(lines[0]["timings_ms"]) == {"search", "total"}
        names = {path.name for path in folder.path.iterdir()}
        assert names == {
            "config.json", "hits.jsonl", "equals.json", "scores.json", "run.trec", "qrels.trec",
        }  # fmt: skip

    def test_its_figures_are_those_worked_out_by_hand(
        self, oracle: Make, cases: list[Case], make_run: Make
    ) -> None:
        scores = make_run("run", oracle(ANSWERS), cases).scores()
        assert (scores["cases"], scores["scored"], scores["items"]) == (4, 3, 2)
        assert scores["figures"]["R@1"]["value"] == pytest.approx(1 / 3)
        assert scores["figures"]["R@3"]["value"] == pytest.approx(2 / 3)
        assert scores["figures"]["MRR"]["value"] == pytest.approx((1 + 1 / 2 + 0) / 3)
        assert scores["no_gold"] == {"cases": 1, "best_probability": 0.5}
        assert {case: of["rank"] for case, of in scores["per_case"].items()} == {
            "1": 1, "2": 2, "3": None,
        }  # fmt: skip
        assert scores["groups"]["tag"]["口语"]["R@1"]["value"] == 1
        assert scores["groups"]["tag"]["—"]["R@1"]["n"] == 2
        assert scores["groups"]["tag:kind"]["typo"]["MRR"]["value"] == 1
        assert scores["groups"]["region"]["东岛区"]["MRR"]["value"] == pytest.approx(0.5)

    def test_json_holds_null_where_there_is_no_number(
        self, oracle: Make, make_case: Make, make_run: Make
    ) -> None:
        folder = make_run("run", oracle(ANSWERS), [make_case("4", "丁", expect="unanswerable")])
        text = (folder.path / "scores.json").read_text(encoding="utf-8")
        assert "NaN" not in text
        assert folder.scores()["figures"]["R@1"]["value"] is None

    def test_cases_of_several_turns_are_left_out_and_named(
        self, oracle: Make, cases: list[Case], make_run: Make
    ) -> None:
        several = Case(id="5", turns=("甲", "乙"), gold=("A",))
        folder = make_run("run", oracle(ANSWERS), [*cases, several])
        assert folder.config()["left_out"] == ["5"]
        assert len(folder.lines()) == 4

    def test_an_unknown_region_is_told_before_anything_is_asked(
        self, oracle: Make, make_case: Make, make_run: Make
    ) -> None:
        finder = oracle(ANSWERS)
        with pytest.raises(CasesInvalid, match=r"row 1, field 'region': .*月球.* Mend the region"):
            make_run("run", finder, [make_case("1", "甲", "A", region="月球")])
        assert finder.asked == []

    def test_what_is_published_meanwhile_stops_it(
        self, oracle: Make, cases: list[Case], make_run: Make
    ) -> None:
        finder = oracle(ANSWERS)
        finder.generation = 2
        with pytest.raises(RunUnusable, match=r"Generation 2 was published while generation 1"):
            make_run("run", finder, cases)


class TestWhatTheBaseKnows:
    records = (
        Guide(item_code="A", name="云上居住卡办理", agency="幻想局", region="990101"),
        Guide(item_code="A", name="云上居住卡办理", agency="渔业站", region="990102"),
        Item(item_code="B", name="月光渔船登记"),
        Item(item_code="C", name="月光渔船登记"),
        Faq(faq_id="F", question="糖盒子", answer="彩云街1号。"),
    )

    def test_equal_texts_count_as_one(self, oracle: Make, make_case: Make, make_run: Make) -> None:
        finder = oracle({"甲": ["C", "B", "A"]}, self.records)
        scores = make_run("run", finder, [make_case("1", "甲", "B", "A")]).scores()
        # C stands for B; B again does not push A down to the third place.
        assert scores["per_case"]["1"]["R@1"] == 1
        assert scores["per_case"]["1"]["MAP"] == pytest.approx(1.0)

    def test_figures_are_grouped_by_agency_and_kind(
        self, oracle: Make, make_case: Make, make_run: Make
    ) -> None:
        finder = oracle({"甲": ["A"], "乙": ["B"]}, self.records)
        cases = [
            make_case("1", "甲", "A", region="东岛区"),
            make_case("2", "甲", "A"),
            make_case("3", "乙", "B"),
            make_case("4", "乙", "F"),
        ]
        groups = make_run("run", finder, cases).scores()["groups"]
        assert {name: of["R@1"]["n"] for name, of in groups["agency"].items()} == {
            "—": 2, "several": 1, "幻想局": 1,
        }  # fmt: skip
        assert {name: of["R@1"]["value"] for name, of in groups["kind"].items()} == {
            "guide": 1, "item": 1, "faq": 0,
        }  # fmt: skip

    def test_an_answer_word_for_word_is_a_gold(
        self, oracle: Make, make_case: Make, make_run: Make
    ) -> None:
        finder = oracle({"甲": ["F"]}, self.records)
        folder = make_run("run", finder, [make_case("1", "甲", answer=("彩云街 1号。",))])
        assert folder.scores()["figures"]["R@1"]["value"] == 1

    def test_stale_cases_are_named(self, oracle: Make, make_case: Make, make_run: Make) -> None:
        finder = oracle({"甲": ["A"], "乙": ["A"]}, self.records)
        cases = [make_case("1", "甲", "A", made_from="before"), make_case("2", "乙", "Z")]
        assert make_run("run", finder, cases).config()["stale"] == {"changed": ["1"], "gone": ["2"]}


class TestCutOff:
    def test_it_goes_on_where_it_stopped(
        self, oracle: Make, cases: list[Case], make_run: Make, asked_anew: Make
    ) -> None:
        class Killed(BaseException):
            pass

        class Dying(oracle):  # type: ignore[misc,valid-type]
            def find(self, question: str, **rest: Any) -> Any:
                if len(self.asked) == 2:
                    raise Killed
                return super().find(question, **rest)

        with pytest.raises(Killed):
            make_run("run", Dying(ANSWERS), cases)
        whole = make_run("whole", oracle(ANSWERS), cases)
        folder = RunFolder(whole.path.with_name("run"))
        assert not folder.is_whole
        with pytest.raises(RunUnusable, match="cut off"):
            folder.lines()
        partial = folder.path / "hits.partial.jsonl"
        kept = partial.read_text(encoding="utf-8")
        partial.write_text(kept + kept[:40], encoding="utf-8")  # half a line, as a kill leaves it
        again = oracle(ANSWERS)
        done = make_run("run", again, cases)
        assert again.asked == [case.question for case in cases[len(kept.splitlines()) :]]
        assert done.config()["continued_from"] == len(kept.splitlines()) > 0
        assert asked_anew(done) == asked_anew(whole)

    def test_a_whole_run_is_not_asked_again(
        self, oracle: Make, cases: list[Case], make_run: Make
    ) -> None:
        first = make_run("run", oracle(ANSWERS), cases)
        before = (first.path / "hits.jsonl").read_bytes()
        again = oracle(ANSWERS)
        make_run("run", again, cases)
        assert again.asked == []
        assert (first.path / "hits.jsonl").read_bytes() == before

    @pytest.mark.parametrize(
        ("change", "named"), [({"k": 2}, "k differs"), ({"limit": 2}, "cases_digest differs")]
    )
    def test_another_run_is_not_mixed_in(
        self, oracle: Make, cases: list[Case], make_run: Make, change: dict[str, int], named: str
    ) -> None:
        make_run("run", oracle(ANSWERS), cases)
        with pytest.raises(RunUnusable, match=named):
            make_run("run", oracle(ANSWERS), cases, **change)

    def test_a_damaged_line_is_named(self, oracle: Make, cases: list[Case], make_run: Make) -> None:
        folder = make_run("run", oracle(ANSWERS), cases)
        with (folder.path / "hits.jsonl").open("a", encoding="utf-8") as file:
            file.write('{"id": "5"}\n')
        with pytest.raises(RunUnusable, match="line 5 is no line of a run"):
            folder.lines()

    def test_a_folder_without_a_run_says_so(self, tmp_path: Path) -> None:
        with pytest.raises(RunUnusable, match=r"There is no .*config\.json"):
            RunFolder(tmp_path).config()


class TestScoringAgain:
    def test_it_gives_the_same_without_asking(
        self, oracle: Make, cases: list[Case], make_run: Make
    ) -> None:
        folder = make_run("run", oracle(ANSWERS), cases)
        before = {path.name: path.read_bytes() for path in folder.path.iterdir()}
        score_folder(folder)
        assert {path.name: path.read_bytes() for path in folder.path.iterdir()} == before

    def test_mended_golds_change_the_figures(
        self, oracle: Make, cases: list[Case], make_run: Make, regold: Make
    ) -> None:
        folder = make_run("run", oracle(ANSWERS), cases)
        mended = {case.id: case for case in [regold(cases[1], ("A",)), cases[0]]}
        scores = score_folder(folder, mended)
        assert scores["figures"]["R@1"]["value"] == 1
        assert scores["cases"] == 2


class TestTheHotlineItself:
    def test_two_runs_are_equal_but_for_times_however_many_ask(
        self,
        sample: Hotline,
        sample_cases: CaseFile,
        sample_run: RunFolder,
        make_run: Make,
        asked_anew: Make,
    ) -> None:
        finder = InProcess(sample.assistant, sample.store)
        again = make_run("again", finder, sample_cases.cases, k=10, jobs=4)
        assert asked_anew(again) == asked_anew(sample_run)
        assert again.scores()["figures"] == sample_run.scores()["figures"]

    def test_a_server_gives_the_same_hits(
        self, sample: Hotline, sample_cases: CaseFile, sample_run: RunFolder, make_run: Make
    ) -> None:
        from starlette.testclient import TestClient

        app = TestClient(build_app(sample))

        def answer(request: httpx.Request) -> httpx.Response:
            sent = app.request(request.method, str(request.url.raw_path, "ascii"))
            return httpx.Response(sent.status_code, content=sent.content)

        with HotlineClient("http://hotline", transport=httpx.MockTransport(answer)) as client:
            finder = OverHttp(client, "http://hotline")
            run = make_run("served", finder, sample_cases.cases[:20], k=10, jobs=2)
            with pytest.raises(CasesInvalid, match="月球"):
                make_run("moon", finder, [sample_cases.cases[0], _on_the_moon(sample_cases)])
        assert run.config()["published"]["url"] == "http://hotline"
        for served, own in zip(run.lines(), sample_run.lines(), strict=False):
            assert served["hits"] == own["hits"]
            assert served["rejected"] == []

    def test_a_server_that_is_not_ready_or_not_there_is_told_apart(self, sample: Hotline) -> None:
        problem = {"type": "not_ready", "title": "t", "status": 503, "detail": "nothing"}
        answers = {
            NotReady: lambda _: httpx.Response(503, json=problem),
            ServerUnusable: lambda _: httpx.Response(200, text="<html>"),
        }
        for error, answer in answers.items():
            client = HotlineClient("http://x", transport=httpx.MockTransport(answer))
            with client, pytest.raises(error):
                OverHttp(client, "http://x").published()

    def test_every_question_is_scored_by_element_and_tag(self, sample_run: RunFolder) -> None:
        scores = sample_run.scores()
        assert scores["scored"] == scores["cases"] == 138
        assert sum(of["R@1"]["n"] for of in scores["groups"]["element"].values()) == 138
        assert "typo" in scores["groups"]["tag"]
        assert scores["latency_ms"]["total"]["p99"] >= scores["latency_ms"]["total"]["p50"] > 0


def _on_the_moon(file: CaseFile) -> Case:
    from dataclasses import replace

    return replace(file.cases[1], region="月球")


def test_the_plan_counts_progress(oracle: Make, cases: list[Case], tmp_path: Path) -> None:
    finder, seen = oracle(ANSWERS), []
    file = CaseFile(paths=(tmp_path / "c.jsonl",), cases=tuple(cases))
    plan = plan_run(file, finder, k=3, jobs=2, limit=3, told={})
    run_plan(
        plan,
        finder,
        RunFolder(tmp_path / "run"),
        now=lambda: NOW,
        progress=lambda *n: seen.append(n),
    )
    assert seen == [(1, 3), (2, 3), (3, 3)]
    assert json.loads((tmp_path / "run" / "config.json").read_text())["limit"] == 3
