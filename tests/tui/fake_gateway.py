"""The hotline of a fictional city in memory: answers by rule, and fails where it is told to."""

import asyncio
from datetime import date
from typing import TYPE_CHECKING

from api.schemas import (
    Answer,
    Citation,
    HandOff,
    Option,
    RegionNode,
    SessionOpened,
    Slots,
    Turn,
    TurnRequest,
)

if TYPE_CHECKING:
    from tui.chat.trouble import Trouble

GREETING = "您好，这里是云上市便民服务热线。您想办什么事？可以直接问。"
ITEM, NAME = "T-CARD", "居住卡申领、换领、补领"
SITUATIONS = ["丢失补领", "损坏换领"]
QUOTE = "1. 居民户口簿（原件1份）\n2. 居住卡领取凭证（由受理点当场填写，未满16周岁的由监护人陪同填写）\n3. 云上市幻想局要求的其他材料 📄（电话 0000-8810123，每证20元）"
REGIONS = [
    RegionNode(
        code="990100",
        name="云上市",
        children=[
            RegionNode(code="990101", name="东岛区", children=[]),
            RegionNode(code="990102", name="西岛区", children=[]),
        ],
    )
]
_CITATION = Citation(
    entry_id="r1.materials",
    item_code=ITEM,
    name=NAME,
    agency="云上市幻想局",
    region="990100",
    element="materials",
    version=2,
    verified_on=date(2026, 5, 6),
    quote=QUOTE,
    url="https://yunshang.example/guides/T-CARD",
)


class FakeGateway:
    """Implements `tui.chat.gateway.Gateway`."""

    url = "http://127.0.0.1:8000"

    def __init__(self) -> None:
        self.troubles: list[Trouble] = []
        """Raised one by one, before anything is answered."""
        self.go_on = asyncio.Event()  # a turn waits for it
        self.go_on.set()
        self.opened: list[str | None] = []
        self.asked: list[TurnRequest] = []
        self.closed = False
        self._slots = Slots()
        self._options: dict[str, str] = {}

    async def open(self, region: str | None) -> SessionOpened:
        self._raise()
        self.opened.append(region)
        self._slots = Slots(region=region)
        return SessionOpened(id=f"s{len(self.opened)}", token="t", greeting=GREETING)

    async def ask(self, session: SessionOpened, request: TurnRequest) -> Turn:
        self.asked.append(request)
        await self.go_on.wait()
        self._raise()
        if request.slots is not None:
            self._slots = self._slots.model_copy(
                update=request.slots.model_dump(exclude_unset=True)
            )
        return self._turn(session, request)

    async def regions(self) -> list[RegionNode]:
        return REGIONS

    async def items(self, text: str, region: str | None) -> list[tuple[str, str]]:
        self._raise()
        return [(ITEM, NAME)] if text in NAME else []

    async def situations(self, item: str, region: str | None) -> tuple[str, list[str]]:
        self._raise()
        return NAME, SITUATIONS

    async def close(self) -> None:
        self.closed = True

    def _raise(self) -> None:
        if self.troubles:
            raise self.troubles.pop(0)

    def _turn(self, session: SessionOpened, request: TurnRequest) -> Turn:
        turn = Turn(
            id=f"t{len(self.asked)}",
            session_id=session.id,
            seq=len(self.asked),
            text="抱歉，知识库里没有找到与您的问题有关的内容。",
            status="unanswerable_low_confidence",
            slots=self._slots,
            answers=[],
            options=[],
            probability=0.1,
            handoff=None,
            generation=3,
            machine_made=True,
            timings_ms={},
        )
        text = request.text
        if request.option_id is not None or "丢" in text:
            return self._answered(turn, request)
        if "多少钱" in text:
            options = [Option(id=f"o{n}", label=each) for n, each in enumerate(SITUATIONS)]
            return turn.model_copy(
                update={
                    "text": f"“{NAME}”分几种情形，您是哪一种？",
                    "status": "clarification_situation",
                    "options": [*options, Option(id="none", label="都不是")],
                }
            )
        if "人工" in text:
            handoff = HandOff(id="h1", state="waiting", position=2, expected_wait_s=180)
            return turn.model_copy(
                update={
                    "text": "好的，已为您登记。",
                    "status": "handoff_requested",
                    "handoff": handoff,
                }
            )
        return turn

    def _answered(self, turn: Turn, request: TurnRequest) -> Turn:
        self._slots = self._slots.model_copy(update={"item": ITEM, "situation": "丢失补领"})
        answer = Answer(
            status="answered",
            item_code=ITEM,
            name=NAME,
            region="990100",
            situation="丢失补领",
            element="materials",
            text=QUOTE,
            citations=[_CITATION],
        )
        return turn.model_copy(
            update={
                "text": f"关于“{NAME}”的“丢失补领”（云上市）：\n\n【申请材料】\n{QUOTE}",
                "status": "answered",
                "slots": self._slots,
                "answers": [answer],
                "suggestions": ["居住卡补领要多久", "居住卡在哪里补领"],
            }
        )
