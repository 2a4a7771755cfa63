import json
import re
from pathlib import Path

import pytest
from fake_service import FakeService
from starlette.testclient import TestClient

import api
from api.app import create_app
from api.settings import ApiSettings
from dialogue.wording import wording
from kb.elements import Element

WEB = Path(api.__file__).parent / "web"
FILES = sorted(path for path in WEB.rglob("*") if path.is_file())


def test_the_page_carries_title_and_examples_of_the_settings_escaped(service: FakeService) -> None:
    settings = ApiSettings(title='热线 <b> & "1"', examples=("怎么<i>办", "二"))
    page = TestClient(create_app(service, settings)).get("/")

    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "<title>热线 &lt;b&gt; &amp; &quot;1&quot;</title>" in page.text
    assert ">怎么&lt;i&gt;办</button>" in page.text
    assert "{{" not in page.text


def test_without_settings_the_page_speaks_for_the_sample_city(http: TestClient) -> None:
    page = http.get("/").text
    assert "<h1>云泽市便民服务热线</h1>" in page
    assert "身份证丢了怎么补办，要带什么" in page


def test_the_page_can_be_switched_off(service: FakeService) -> None:
    http = TestClient(create_app(service, ApiSettings(page=False)))
    assert http.get("/").status_code == 404
    assert http.get("/assets/main.js").status_code == 404
    assert http.get("/livez").status_code == 200


def test_everything_that_the_page_names_is_there_and_from_here(http: TestClient) -> None:
    page = http.get("/").text
    named = re.findall(r'(?:src|href)="([^"#][^"]*)"', page)
    assert named
    for path in named:
        assert path.startswith("/assets/")
        assert http.get(path).status_code == 200


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_file_of_the_page_reaches_elsewhere_or_writes_html(path: Path) -> None:
    text = path.read_text("utf-8").replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert not re.search(r"://|[\"'(]//", text)
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(", text)
    assert not re.search(r"<script(?![^>]*src=)|\son\w+=|\sstyle=|<style", text)


def test_scripts_are_served_as_scripts_and_asked_about_each_time(http: TestClient) -> None:
    response = http.get("/assets/main.js")
    assert response.headers["Content-Type"].startswith("text/javascript")
    assert response.headers["Cache-Control"] == "no-cache"
    again = http.get("/assets/main.js", headers={"If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304


def test_every_sentence_that_a_script_says_is_in_the_words_and_the_other_way_round() -> None:
    words = json.loads((WEB / "assets" / "words.json").read_text("utf-8"))
    assert set(words.pop("elements")) == {element.value for element in Element}
    scripts = "".join(path.read_text("utf-8") for path in FILES if path.suffix == ".js")
    unused = {key for key in words if f'"{key}"' not in scripts}
    said = {
        key
        for call in re.findall(r"\bsay\(([^)]*)\)", scripts)
        for key in re.findall(r'"(\w+)"', call)
    }
    assert unused == set()
    assert said - {"citizen"} <= set(words)


def test_the_page_knows_the_lines_of_where_a_reply_stands() -> None:
    begin = json.loads((WEB / "assets" / "words.json").read_text("utf-8"))["sourceLine"]
    said = wording().answer
    assert said["source"].startswith(begin)
    assert said["source_other"].startswith(begin)


def test_no_script_holds_chinese_sentences_of_its_own() -> None:
    for path in FILES:
        if path.suffix == ".js" and path.name != "prose.js":  # list markers
            text = re.sub(r"//.*|/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL)
            assert not re.search(r"[一-鿿]{2}", text), path.name
