"""Life events (一件事): several items that a citizen meets as one, in the order of doing them."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class LifeEventStep:
    """一件事的一步: what is done, by whom and when; `item_code` None: no item of the base."""

    item: str  # the name of the item, or of what is to be done
    item_code: str | None = None
    who: str | None = None
    what: str | None = None
    when: str | None = None

    @property
    def text(self) -> str:
        """The step as a citizen reads it: its name, and behind it what is known of it."""
        told = "；".join(each for each in (self.who, self.what, self.when) if each)
        return f"{self.item}：{told}" if told else self.item


@dataclass(frozen=True, kw_only=True)
class LifeEvent:
    """一件事: several items that a citizen meets as one (新生儿出生, 开饭店)."""

    event_id: str
    name: str
    steps: tuple[LifeEventStep, ...]
    intro: str | None = None
    aliases: tuple[str, ...] = ()
    sample_questions: tuple[str, ...] = ()
    agency: str | None = None
    region: str | None = None
    verified_on: date | None = None
    valid_until: date | None = None
    source_url: str | None = None

    @property
    def key(self) -> tuple[str, ...]:
        """What makes two rows of one source the same event."""
        return (self.event_id,)

    @property
    def text(self) -> str:
        """The whole list, one numbered step a line: what is quoted."""
        steps = (f"{number}. {step.text}" for number, step in enumerate(self.steps, 1))
        return "\n".join((*((self.intro,) if self.intro else ()), *steps))
