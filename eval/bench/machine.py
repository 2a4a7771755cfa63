"""On what the figures were taken."""

import os
import platform
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_LIBRARIES = ("hotline", "faiss-cpu", "bm25s", "haystack-ai", "txtai", "numpy", "torch")


@dataclass(frozen=True, kw_only=True)
class Machine:
    """Processor, load and versions."""

    processor: str
    cores: int
    memory_gib: float | None
    load: tuple[float, float, float] | None  # runnable processes over 1, 5 and 15 minutes
    python: str
    libraries: dict[str, str]


def this_machine() -> Machine:
    """Read the machine; the load is that of now."""
    return Machine(
        processor=_processor(),
        cores=os.cpu_count() or 1,
        memory_gib=_memory_gib(),
        load=os.getloadavg() if hasattr(os, "getloadavg") else None,
        python=platform.python_version(),
        libraries={name: found for name in _LIBRARIES if (found := _version(name))},
    )


def peak_mib() -> float | None:
    """The most memory that this process held since `forget_peak`; None where Linux does not tell."""
    return _status("VmHWM")


def held_mib() -> float | None:
    """The memory that this process holds."""
    return _status("VmRSS")


def forget_peak() -> None:
    """Begin to measure the peak anew."""
    clear = Path("/proc/self/clear_refs")
    if clear.exists():
        clear.write_text("5", encoding="ascii")


def _status(name: str) -> float | None:
    status = Path("/proc/self/status")
    if not status.exists():
        return None
    lines = status.read_text(encoding="ascii").splitlines()
    found = [line.split()[1] for line in lines if line.startswith(f"{name}:")]
    return int(found[0]) / 1024 if found else None


def _processor() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        for line in cpuinfo.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _memory_gib() -> float | None:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    except (ValueError, OSError, AttributeError):
        return None


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
