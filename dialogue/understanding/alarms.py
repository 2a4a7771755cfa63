"""Dangers in which a citizen must ring elsewhere, at once."""

import re
from enum import StrEnum
from functools import cache

from dialogue.understanding.words import fragments, words


class Alarm(StrEnum):
    """紧急情况: which number to ring before anything else."""

    EMERGENCY_POLICE = "emergency_police"  # 110
    EMERGENCY_FIRE = "emergency_fire"  # 119: fire, leaking gas, people trapped
    EMERGENCY_MEDICAL = "emergency_medical"  # 120
    EMERGENCY_TRAFFIC = "emergency_traffic"  # 122
    CRISIS = "crisis"  # suicide and self-harm: 12356, and 110 or 120


def alarm_in(text: str) -> Alarm | None:
    """The danger that a normalised message tells of, if it is there now.

    「家里着火了」 is one. 「去年家里着火了，户口本烧了怎么补办」 is over, and asks for a paper.
    """
    raised = next((Alarm(name) for name, said in words("alarms").items() if said.said(text)), None)
    if raised in (None, Alarm.CRISIS) or _now().search(text):
        return raised
    return None if _over().search(text) else raised


@cache
def _now() -> re.Pattern[str]:
    return fragments("alarms")["now"]


@cache
def _over() -> re.Pattern[str]:
    known = fragments("alarms")
    return re.compile(f"{known['past'].pattern}|{known['papers'].pattern}")


def danger_in(text: str) -> str | None:
    """What the danger is in a message that raises an alarm, by its name in `dangers.toml`."""
    return next((name for name, said in words("dangers").items() if said.said(text)), None)
