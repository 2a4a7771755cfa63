"""Facts are smuggled into true replies over every guide of the sample base, and found.

The replies are made here as the product makes them, so that a change of its tone does not move
these figures; real replies are proved by the evaluation.
"""

import random
import re
from collections import Counter
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from dialogue.facts import prove
from dialogue.facts.told import Told
from dialogue.turn import Citation
from dialogue.wording import wording
from kb.entries import record_id
from kb.loading import load
from kb.records import Guide
from kb.region_files import read_regions
from kb.regions import Regions

SAMPLE = Path(__file__).parents[2] / "kb" / "sample"
REGIONS = Regions(read_regions(SAMPLE / "regions.jsonl", {}))
NAMES = sorted(region.name for region in REGIONS)
TOLD = Told(REGIONS)
Reply = tuple[str, tuple[Citation, ...], Guide]


def reply_of(guide: Guide, chance: random.Random) -> Reply:
    chosen = chance.sample(list(guide.elements), min(len(guide.elements), chance.randint(1, 5)))
    citations = tuple(
        Citation(
            entry_id=f"{record_id('guides', guide)}.{element}",
            item_code=guide.item_code,
            name=guide.name,
            agency=guide.agency,
            region=guide.region,
            element=element,
            version=3,
            verified_on=guide.verified_on,
            quote=guide.elements[element].text,
            url=guide.source_url,
        )
        for element in chosen
    )
    say = wording()
    region = REGIONS[guide.region].name if guide.region else say.answer["everywhere"]
    source = say.answer["source"].format(
        name=guide.name,
        agency=guide.agency,
        region=region,
        version=3,
        verified_on=guide.verified_on,
    )
    blocks = (f"【{say.elements[e]}】{listed(guide.elements[e].text)}" for e in chosen)
    top = f"{region}{guide.name}（{guide.situation}）：" if guide.situation else f"{guide.name}："
    return "\n\n".join((top, *blocks, source)), citations, guide


def listed(text: str) -> str:
    """A value beside its heading, or the lines of a list below it, as it is told."""
    return f"\n{text}" if "\n" in text else text


@cache
def replies() -> tuple[Reply, ...]:
    chance = random.Random(20261123)
    found = []
    for path in sorted((SAMPLE / "guides").glob("*.jsonl")):
        for located in load(path, None, REGIONS, today=date(2026, 11, 23)).records:
            assert isinstance(located.record, Guide)
            found.append(reply_of(located.record, chance))
    return tuple(chance.sample(found, min(len(found), 600)))


def proved(text: str, reply: Reply) -> bool:
    _, citations, guide = reply
    return not prove(text, citations, TOLD, context=(guide.name, guide.situation or ""))


def change_a_digit(reply: Reply, chance: random.Random) -> str:
    text = reply[0]
    at = chance.choice([match.start() for match in re.finditer(r"\d", text)])
    other = chance.choice([digit for digit in "0123456789" if digit != text[at]])
    return f"{text[:at]}{other}{text[at + 1 :]}"


def drop_an_item(reply: Reply, chance: random.Random) -> str | None:
    lists = [citation.quote for citation in reply[1] if "\n" in citation.quote]
    if not lists:
        return None
    lines = chance.choice(lists).split("\n")
    lost = chance.randrange(len(lines))
    return reply[0].replace(f"\n{lines[lost]}", "")


def swap_the_region(reply: Reply, chance: random.Random) -> str:
    text = reply[0]
    old = chance.choice([name for name in NAMES if name in text])
    new = chance.choice([name for name in NAMES if name != old])
    at = chance.choice([match.start() for match in re.finditer(old, text)])
    return f"{text[:at]}{new}{text[at + len(old) :]}"


def test_true_replies_pass() -> None:
    alarms = [reply[0] for reply in replies() if not proved(reply[0], reply)]
    assert len(alarms) <= 0.01 * len(replies()), alarms[:2]


@pytest.mark.parametrize("smuggle", [change_a_digit, drop_an_item, swap_the_region])
def test_smuggled_facts_are_caught(
    smuggle: Callable[[Reply, random.Random], str | None],
) -> None:
    chance = random.Random(7)
    caught: Counter[bool] = Counter()
    for reply in replies():
        changed = smuggle(reply, chance)
        if changed is not None and changed != reply[0]:
            caught[not proved(changed, reply)] += 1
    assert caught.total() >= 150
    assert caught[True] >= 0.99 * caught.total(), caught
