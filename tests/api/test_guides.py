import html
from string import Formatter

import pytest
from fake_service import CODE, GUIDES, MATERIALS, FakeService
from starlette.testclient import TestClient

from api.checklist_text import checklist_words


def test_a_guide_shows_all_situations_with_their_elements(http: TestClient) -> None:
    page = http.get(f"/v1/guides/{CODE}", params={"region": "青榆区"}).json()

    assert page["generation"] == 7
    assert page["region"] == {"code": "990100", "name": "云泽市", "path": ["澜江省", "云泽市"]}
    assert [each["name"] for each in page["other_regions"]] == ["青榆区"]
    assert [each["situation"] for each in page["guides"]] == ["丢失补领", "损坏换领"]
    elements = page["guides"][0]["elements"]
    assert elements["materials"]["text"] == MATERIALS
    assert elements["materials"]["entry_id"] == "f00d.materials"
    assert elements["fee"]["value"] == {
        "kind": "amounts",
        "amounts": [{"yuan": "40", "what": None, "per": "证"}],
    }
    assert elements["procedure"]["value"] == {"steps": ["受理", "制证", "领取"]}
    assert "hours" not in elements  # absent is absent


def test_a_checklist_tells_what_to_bring_and_where_to_go(http: TestClient) -> None:
    listed = http.get(f"/v1/guides/{CODE}/checklist", params={"situation": "丢失补领"}).json()

    assert listed["situation"] == "丢失补领"
    assert listed["materials"]["text"] == MATERIALS
    assert [item["name"] for item in listed["materials"]["items"]] == [
        "居民户口簿",
        "监护人的居民身份证",
    ]
    assert listed["materials"]["items"][1]["required"] is False
    assert "银杏大道" in listed["place"]["text"]
    assert listed["phone"]["value"] == {"numbers": [{"number": "0000-8810123", "station": None}]}
    assert listed["fee"]["text"] == "每证40元"
    assert listed["hours"] is None


@pytest.mark.parametrize(
    ("situation", "kind"), [(None, "situation-needed"), ("升级", "situation-unknown")]
)
def test_a_checklist_of_several_situations_names_them(
    http: TestClient, situation: str | None, kind: str
) -> None:
    params = {} if situation is None else {"situation": situation}
    response = http.get(f"/v1/guides/{CODE}/checklist", params=params)

    assert response.status_code == 422
    problem = response.json()
    assert problem["type"] == f"urn:hotline:problem:{kind}"
    assert problem["choices"] == ["丢失补领", "损坏换领"]
    assert problem["errors"][0]["field"] == "situation"


def test_the_only_situation_needs_no_naming(http: TestClient, service: FakeService) -> None:
    service.guides = GUIDES[:1]
    assert http.get(f"/v1/guides/{CODE}/checklist").json()["situation"] == "丢失补领"


def test_two_agencies_for_one_situation_are_told_apart(
    http: TestClient, service: FakeService
) -> None:
    from dataclasses import replace

    other = replace(GUIDES[0], guide=replace(GUIDES[0].guide, agency="云泽市政务服务中心"))
    service.guides = (GUIDES[0], other)
    path = f"/v1/guides/{CODE}/checklist"

    assert http.get(path).json()["type"] == "urn:hotline:problem:agency-needed"
    chosen = http.get(path, params={"agency": "云泽市政务服务中心"}).json()
    assert chosen["agency"] == "云泽市政务服务中心"


@pytest.mark.parametrize(("form", "kind"), [("text", "text/plain"), ("page", "text/html")])
def test_a_checklist_can_be_kept_and_printed(http: TestClient, form: str, kind: str) -> None:
    path = f"/v1/guides/{CODE}/checklist"
    asked = {"situation": "丢失补领"}
    told = http.get(path, params=asked).json()
    response = http.get(path, params={**asked, "form": form})
    assert response.status_code == 200
    assert response.headers["content-type"].startswith(kind)
    for line in told["materials"]["text"].splitlines():
        assert html.escape(line) in response.text
    assert "丢失补领" in response.text
    assert "None" not in response.text


def test_the_words_of_the_checklist_have_the_gaps_that_are_filled() -> None:
    gaps = {
        name: {gap for _, gap, _, _ in Formatter().parse(text) if gap}
        for name, text in checklist_words().items()
    }
    assert {name: gap for name, gap in gaps.items() if gap} == {
        "title": {"name"},
        "situation": {"situation"},
        "region": {"region"},
        "agency": {"agency"},
        "item": {"text"},
        "source": {"name", "version", "verified_on"},
    }


def test_an_item_known_by_name_only_has_no_checklist(
    http: TestClient, service: FakeService
) -> None:
    service.guides = ()
    assert http.get(f"/v1/guides/{CODE}").json()["guides"] == []
    response = http.get(f"/v1/guides/{CODE}/checklist")
    assert response.status_code == 404
    assert response.json()["type"] == "urn:hotline:problem:guide-without-content"


def test_search_gives_hits_in_the_form_of_the_contract(http: TestClient) -> None:
    found = http.get("/v1/search", params={"q": "身份证", "region": "青榆区", "k": 1}).json()
    assert found == {
        "generation": 7,
        "hits": [
            {
                "item_code": CODE,
                "name": "居民身份证补领、换领",
                "region": "990101",
                "entry_id": "f00d.materials",
                "element": "materials",
                "kind": "element",
                "probability": 0.91,
                "text": MATERIALS,
            }
        ],
    }
    assert http.get("/v1/search", params={"q": "火星移民"}).json()["hits"] == []


def test_regions_come_as_a_tree(http: TestClient) -> None:
    tree = http.get("/v1/regions").json()
    assert tree["generation"] == 7
    (province,) = tree["regions"]
    (city,) = province["children"]
    assert (province["name"], city["name"]) == ("澜江省", "云泽市")
    assert [each["name"] for each in city["children"]] == ["青榆区", "白鹭区", "鹤洲县"]
