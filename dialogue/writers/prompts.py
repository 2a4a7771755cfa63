"""What a writer is asked, from `data/writer.toml`."""

import tomllib
from functools import lru_cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict


class Prompt(BaseModel):
    """提示词: the standing orders, and the request with its gaps."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    system: str
    user: str


class Prompts(BaseModel):
    """The two favours, and the label over machine-made words."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    label: str
    complete: Prompt
    smooth: Prompt


@lru_cache(maxsize=1)
def prompts() -> Prompts:
    """The prompts of the product, read once."""
    text = files("dialogue").joinpath("data/writer.toml").read_text("utf-8")
    return Prompts.model_validate(tomllib.loads(text))
