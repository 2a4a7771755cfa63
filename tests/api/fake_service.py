"""A small service for a fictional city: keeps its sessions in memory and answers by rule."""

import itertools
import threading
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from dialogue.errors import (
    GuideUnknown,
    MessageInvalid,
    NotReady,
    SessionUnknown,
    TokenWrong,
    TurnInProgress,
)
from dialogue.rating import Rating, Score
from dialogue.service import GuidePage, OpenedSession, PublishedGuide
from dialogue.turn import Answer, Citation, Option, Slots, Status, Turn
from kb.elements import (
    Copies,
    Element,
    Fee,
    FeeAmount,
    FeeKind,
    Material,
    MaterialForm,
    Materials,
    PhoneNumber,
    Phones,
    Steps,
    Text,
    TimeLimit,
)
from kb.entries import EntryKind
from kb.records import Guide
from kb.regions import Region, Regions
from retriever.results import Hit, Results

CITY = "990100"
REGIONS = Regions(
    [
        Region(code="990000", name="澜江省"),
        Region(code=CITY, name="云泽市", parent="990000"),
        Region(code="990101", name="青榆区", parent=CITY, aliases=("老城",)),
        Region(code="990102", name="白鹭区", parent=CITY, aliases=("老城",)),
        Region(code="990121", name="鹤洲县", parent=CITY),
    ]
)
CODE = "YZ-ID-001"
NAME = "居民身份证补领、换领"
MATERIALS = "1. 居民户口簿（原件1份）\n2. 居民身份证领取凭证（由受理点当场填写）\n3. 监护人的居民身份证（原件1份，仅未满16周岁的需要）"
_SITUATIONS = ("丢失补领", "损坏换领")
_OPTIONS = {"o0": _SITUATIONS[0], "o1": _SITUATIONS[1]}


def _guide(situation: str) -> Guide:
    return Guide(
        item_code=CODE,
        name=NAME,
        region=CITY,
        agency="云泽市公安局",
        situation=situation,
        elements={
            Element.CONDITIONS: Text(text="居民身份证丢失或者损坏不能辨认的公民。"),
            Element.MATERIALS: Materials(
                text=MATERIALS,
                items=(
                    Material(
                        name="居民户口簿",
                        form=MaterialForm.PAPER,
                        copies=Copies.ORIGINAL,
                        count=1,
                        required=True,
                    ),
                    Material(name="监护人的居民身份证", required=False, when="未满16周岁"),
                ),
            ),
            Element.PROCEDURE: Steps(text="受理\n制证\n领取", steps=("受理", "制证", "领取")),
            Element.PROMISED_LIMIT: TimeLimit(text="一个月左右"),
            Element.FEE: Fee(
                text="每证40元",
                kind=FeeKind.AMOUNTS,
                amounts=(FeeAmount(yuan=Decimal(40), per="证"),),
            ),
            Element.PLACE: Text(text="云泽市银杏大道 18 号市民中心一楼 3 号窗口"),
            Element.PHONE: Phones(
                text="0000-8810123", numbers=(PhoneNumber(number="0000-8810123"),)
            ),
        },
        verified_on=date(2026, 10, 15),
        source_url="https://zwfw.yunze.example/guides/YZ-ID-001",
    )


GUIDES = tuple(
    PublishedGuide(
        guide=_guide(situation),
        source="sample",
        version=2,
        entry_ids={element.value: f"f00d.{element}" for element in _guide(situation).elements},
    )
    for situation in _SITUATIONS
)


class FakeService:
    """Implements `dialogue.service.Service`; its switches stand for what can go wrong."""

    def __init__(self) -> None:
        self.ratings: dict[str, Rating] = {}
        self.ready = True
        self.busy = False
        self.broken: Exception | None = None
        self.go_on = threading.Event()  # a turn waits for it
        self.go_on.set()
        self.guides = GUIDES
        self.asked: list[dict[str, object]] = []
        self._sessions: dict[str, list[tuple[str, Turn]]] = {}
        self._regions: dict[str, str | None] = {}
        self._retries: dict[tuple[str, str], Turn] = {}
        self._numbers = itertools.count(1)

    @property
    def generation(self) -> int:
        self._check()
        return 7

    def regions(self) -> Regions:
        self._check()
        return REGIONS

    def open_session(
        self, *, channel: str, region: str | None = None, audience: str | None = None
    ) -> OpenedSession:
        self._check()
        code = REGIONS.resolve(region).code if region is not None else None
        session_id = f"s{next(self._numbers)}"
        self._sessions[session_id] = []
        self._regions[session_id] = code
        return OpenedSession(
            id=session_id,
            token=f"token-of-{session_id}",
            greeting="您好，这里是云泽市便民服务热线。请用平常说话的方式告诉我您要办什么事。",
        )

    def check_token(self, session_id: str, token: str) -> None:
        if session_id not in self._sessions:
            raise SessionUnknown
        if token != f"token-of-{session_id}":
            raise TokenWrong

    def ask(
        self,
        session_id: str,
        text: str,
        *,
        client_turn_id: str | None = None,
        option_id: str | None = None,
        slots: Mapping[str, str | None] | None = None,
    ) -> Turn:
        self._check()
        if self.busy:
            raise TurnInProgress
        if session_id not in self._sessions:
            raise SessionUnknown
        if not text.strip():
            raise MessageInvalid("text", "is empty")
        if option_id is not None and option_id not in _OPTIONS:
            raise MessageInvalid("option_id", f"{option_id!r} is not one of the options offered")
        if client_turn_id is not None and (past := self._retries.get((session_id, client_turn_id))):
            return past
        assert self.go_on.wait(30)
        self.asked.append(
            {"text": text, "client_turn_id": client_turn_id, "option_id": option_id, "slots": slots}
        )
        if slots and "region" in slots:
            written = slots["region"]
            self._regions[session_id] = REGIONS.resolve(written).code if written else None
        turn = self._turn(session_id, text, option_id)
        self._sessions[session_id].append((text, turn))
        if client_turn_id is not None:
            self._retries[session_id, client_turn_id] = turn
        return turn

    def turns(self, session_id: str) -> tuple[tuple[str, Turn], ...]:
        self._check()
        return tuple(self._sessions[session_id])

    def rate(
        self,
        session_id: str,
        score: int,
        *,
        reasons: Sequence[str] = (),
        comment: str | None = None,
    ) -> Rating:
        self._check()
        self.ratings[session_id] = Rating(
            score=Score(score), reasons=tuple(reasons), comment=comment
        )
        return self.ratings[session_id]

    def search(self, text: str, *, region: str | None = None, k: int = 10) -> Results:
        self._check()
        code = REGIONS.resolve(region).code if region is not None else CITY
        hit = Hit(
            item_code=CODE,
            name=NAME,
            region=code,
            entry_id="f00d.materials",
            element=Element.MATERIALS,
            kind=EntryKind.ELEMENT,
            probability=0.91,
            text=MATERIALS,
        )
        return Results(generation=7, hits=(hit,)[:k] if "身份证" in text else ())

    def guide_page(self, item_code: str, *, region: str | None = None) -> GuidePage:
        self._check()
        if item_code != CODE:
            raise GuideUnknown(item_code)
        if region is not None:
            REGIONS.resolve(region)
        return GuidePage(
            item_code=CODE,
            name=NAME,
            generation=7,
            region=REGIONS[CITY],
            guides=self.guides,
            other_regions=(REGIONS["990101"],),
        )

    def forget_sessions(self) -> None:
        self._sessions.clear()

    def _check(self) -> None:
        if self.broken is not None:
            raise self.broken
        if not self.ready:
            raise NotReady

    def _turn(self, session_id: str, text: str, option_id: str | None) -> Turn:
        region = self._regions[session_id]
        seq = len(self._sessions[session_id]) + 1
        base = Turn(
            id=f"t{next(self._numbers)}",
            session_id=session_id,
            seq=seq,
            text="",
            status=Status.UNANSWERABLE_NO_CONTENT,
            slots=Slots(region=region),
            generation=7,
            probability=0.12,
        )
        if option_id is not None:
            return _answered(base, _OPTIONS[option_id])
        if "多少钱" in text:
            return _answered_from_several(base)
        if "身份证" in text and ("丢" in text or "补" in text):
            return _answered(base, _SITUATIONS[0])
        if "身份证" in text:
            return replace(
                base,
                status=Status.CLARIFICATION_SITUATION,
                text="您属于下面哪种情况？",
                options=tuple(Option(id=each, label=label) for each, label in _OPTIONS.items()),
            )
        if "着火" in text:
            return replace(
                base,
                status=Status.SIGNPOSTED_EMERGENCY,
                text="请先到安全的地方，立即拨打 119。",
                probability=None,
            )
        return replace(base, text="没有找到这个问题的办事指南。您可以换个说法，或者拨打热线咨询。")


def _answered(base: Turn, situation: str) -> Turn:
    citation = Citation(
        entry_id="f00d.materials",
        item_code=CODE,
        name=NAME,
        agency="云泽市公安局",
        region=CITY,
        element="materials",
        version=2,
        verified_on=date(2026, 10, 15) if situation == _SITUATIONS[0] else None,
        quote=MATERIALS,
        url="https://zwfw.yunze.example/guides/YZ-ID-001",
    )
    answer = Answer(
        status=Status.ANSWERED,
        item_code=CODE,
        name=NAME,
        region=CITY,
        situation=situation,
        element="materials",
        text=MATERIALS,
        citations=(citation,),
    )
    return replace(
        base,
        status=Status.ANSWERED,
        text=f"{NAME}（{situation}）需要的申请材料：\n{MATERIALS}",
        slots=replace(base.slots, item=CODE, situation=situation),
        answers=(answer,),
        probability=0.97,
        timings_ms={"total": 4.2},
    )


def _answered_from_several(base: Turn) -> Turn:
    """Two elements of one guide and a question whose source is no web address."""
    turn = _answered(base, _SITUATIONS[0])
    materials = turn.answers[0].citations[0]
    fee = replace(materials, entry_id="f00d.fee", element="fee", quote="每证40元")
    question = replace(
        materials,
        entry_id="faq.answer",
        item_code="Q1",
        name="可以刷卡吗",
        agency=None,
        region=None,
        element=None,
        quote="可以。",
        url="javascript:alert(1)",
    )
    answer = replace(turn.answers[0], citations=(materials, fee, fee, question))
    return replace(turn, answers=(answer,))
