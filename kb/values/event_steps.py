"""Typing the steps of a life event (一件事的步骤)."""

from kb.life_events import LifeEventStep
from kb.values.text import as_text
from kb.values.typed import PART_MARK

_MOST_PARTS = 5


def steps_of(raw: object) -> tuple[LifeEventStep, ...] | None:
    """The steps of a cell: a list of objects, or one step a line, its parts divided by 「｜」.

    The parts of a line are: item code (may be empty), name, who, what, when.

    Raises:
        TypeError: where a step is neither an object of texts nor a line.
        ValueError: where a step has no name, or a line too many parts.
    """
    if isinstance(raw, list):
        return tuple(_of_object(each) for each in raw) or None
    lines = [line for line in as_text(raw).splitlines() if line.strip()]
    return tuple(_of_line(line) for line in lines) or None


def _of_object(given: object) -> LifeEventStep:
    if isinstance(given, str):
        return _of_line(given)
    if not isinstance(given, dict):
        raise TypeError(f"a step is an object or a line of text, not {given!r}")
    known = LifeEventStep.__dataclass_fields__
    if unknown := [key for key in given if key not in known]:
        raise ValueError(
            f"a step has no {', '.join(map(repr, unknown))}; it has {', '.join(known)}"
        )
    return _step({name: as_text(given.get(name)).strip() for name in known})


def _of_line(line: str) -> LifeEventStep:
    parts = [part.strip() for part in line.replace("|", PART_MARK).split(PART_MARK)]
    if len(parts) > _MOST_PARTS:
        raise ValueError(f"the step {line!r} has {len(parts)} parts, more than {_MOST_PARTS}")
    if len(parts) == 1:
        return _step({"item": parts[0]})
    return _step(dict(zip(("item_code", "item", "who", "what", "when"), parts, strict=False)))


def _step(parts: dict[str, str]) -> LifeEventStep:
    if not parts.get("item"):
        raise ValueError("a step has no name under item")
    return LifeEventStep(**{name: text for name, text in parts.items() if text})
