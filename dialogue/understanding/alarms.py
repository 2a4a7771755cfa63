"""Dangers in which a citizen must ring elsewhere, at once."""

from enum import StrEnum


class Alarm(StrEnum):
    """紧急情况: which number to ring before anything else."""

    EMERGENCY_POLICE = "emergency_police"  # 110
    EMERGENCY_FIRE = "emergency_fire"  # 119: fire, leaking gas, people trapped
    EMERGENCY_MEDICAL = "emergency_medical"  # 120
    EMERGENCY_TRAFFIC = "emergency_traffic"  # 122
    CRISIS = "crisis"  # suicide and self-harm: 12356, and 110 or 120
