"""Turns made up for tests, and a caller that gives them whatever is said."""

from collections.abc import Mapping
from typing import Any

from api import schemas
from eval.finding import Found, Published
from kb.regions import Region, Regions

CODES = {"东区": "990102", "西区": "990103"}
REGIONS = Regions(
    [
        Region(code="9901", name="市"),
        *(Region(code=code, name=name, parent="9901") for name, code in CODES.items()),
    ]
)


def answer(**more: Any) -> dict[str, Any]:
    told = {
        "status": "answered", "item_code": "I1", "name": "补证", "region": "990102",
        "situation": "丢失", "element": "fee", "text": "收费20元", **more,
    }  # fmt: skip
    citation = {
        "entry_id": "e", "item_code": told["item_code"], "name": told["name"], "agency": "公安局",
        "region": told["region"], "element": told["element"], "version": 3,
        "verified_on": "2026-04-01", "quote": told["text"], "url": None,
    }  # fmt: skip
    return {"citations": [citation] if told["status"] == "answered" else [], **told}


def reply(text: str = "收费２０元。第 3 版", **more: Any) -> schemas.Turn:
    told = {
        "id": "t", "session_id": "s", "seq": 1, "text": text, "status": "answered", "slots": {},
        "answers": [answer()], "options": [], "probability": 0.9, "handoff": None,
        "generation": 1, "machine_made": True, "timings_ms": {}, **more,
    }  # fmt: skip
    return schemas.Turn.model_validate(told)


def page(
    code: str = "I1",
    region: str | None = "990102",
    *guides: dict[str, Any],
    others: tuple[str, ...] = (),
) -> schemas.GuideResponse:
    """A page of guides, each given as {situation, element: text}."""
    names = {code: name for name, code in CODES.items()}

    def ref(code: str) -> dict[str, Any]:
        return {"code": code, "name": names[code], "path": ["市", names[code]]}

    told = [
        {
            "situation": each.get("situation"), "agency": "公安局", "item_type": None,
            "source": "guides", "version": 1, "verified_on": None, "valid_from": None,
            "valid_until": None, "url": None,
            "elements": {
                name: {"entry_id": None, "text": text, "value": {}}
                for name, text in each.items() if name != "situation"
            },
        }
        for each in guides
    ]  # fmt: skip
    return schemas.GuideResponse.model_validate(
        {
            "item_code": code,
            "name": "补证",
            "generation": 1,
            "region": ref(region) if region else None,
            "guides": told,
            "other_regions": [ref(each) for each in others],
        }
    )


class Scripted:
    """A caller that gives the same replies to whatever is said."""

    def __init__(
        self,
        *replies: schemas.Turn,
        pages: Mapping[tuple[str, str | None], schemas.GuideResponse] | None = None,
    ) -> None:
        self.replies = list(replies)
        self.pages = pages or {}
        self.heard_all: list[tuple[str, str | None, dict[str, str | None]]] = []

    def open(self, *, region: str | None, audience: str | None) -> schemas.SessionOpened:
        return schemas.SessionOpened(id="s", token="t", greeting="您好")

    def say(self, session: Any, text: str, *, option_id: Any = None, slots: Any = None) -> Any:
        self.heard_all.append((text, option_id, slots))
        return self.replies.pop(0)

    def heard(self, session: Any) -> tuple[str, ...]:
        return tuple(text for text, _, _ in self.heard_all)

    def region_code(self, region: str) -> str:
        return CODES.get(region, region)

    def regions(self) -> Regions:
        return REGIONS

    def records(self) -> None:
        return None

    def guides(self, code: str, region: str | None) -> schemas.GuideResponse | None:
        return self.pages.get((code, CODES.get(region or "", region)))

    def find(self, question: str, *, region: str | None, k: int) -> Found:
        return Found(generation=1, hits=(), rejected=())

    def published(self) -> Published:
        return Published(generation=1, digest=None, encoder="oracle", records=None)
