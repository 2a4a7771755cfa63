"""Official names as a person would shorten them, by the rules of `data/names.toml`."""

import re
from collections.abc import Iterator
from enum import StrEnum
from functools import lru_cache
from typing import Any

from eval.generation.terms import without_brackets
from eval.generation.words import words

_SEVERAL = 2
_MARKS = re.compile(r"[《》〈〉“”\"'\s]+")


class Shape(StrEnum):
    """How a name fits into a sentence."""

    NOUN = "noun"  # 结婚登记: 办 goes before it
    VERB = "verb"  # 补身份证: stands by itself
    CLAUSE = "clause"  # 身份证丢了: can only be named


def shape_of(text: str, *, said: bool = False) -> Shape:
    """Noun, verb phrase or clause, by how a text begins and ends.

    Args:
        text: a name.
        said: people's own words, which begin with short verbs (补, 换) that in official names
            are mostly parts of nouns.
    """
    table = words("names")
    if text.endswith(tuple(table["clauses"])) or text.startswith(tuple(table["clause_begins"])):
        return Shape.CLAUSE
    short = (
        said and text[:1] in table["short_verbs"] and not text.startswith(tuple(table["no_verbs"]))
    )
    acts = said and any(word in text for word in table["acts"])
    if short or acts or text.startswith(("办理", "申请")):
        return Shape.VERB
    verb = text.startswith(tuple(table["verbs"]))
    return Shape.VERB if verb and not text.endswith(tuple(table["procedures"])) else Shape.NOUN


def without_marks(name: str) -> str:
    """A name less quotation marks and white space."""
    return _MARKS.sub("", name)


@lru_cache(maxsize=65536)
def spoken_forms(name: str) -> tuple[tuple[str, Shape], ...]:
    """The shorter ways to say a name, each with its shape; the last is the least changed."""
    return tuple(dict.fromkeys(_forms(name)))


def _forms(name: str) -> Iterator[tuple[str, Shape]]:
    table = words("names")
    bare = without_brackets(without_marks(name)) or without_marks(name)
    stem = _cut(bare)
    for word in table["drawn_together"]:
        if word in stem and len(last := stem.rpartition(word)[2]) >= table["fewest"]:
            stem = last
    if together := _done_together(stem):
        yield together, Shape.VERB
        return
    for rest, rule in _rules_for(stem):
        for said in rule["said"]:
            text = said.format(x=rest)
            yield text, Shape.VERB if not said.startswith("{x}") else shape_of(text)
        if rule.get("only"):
            return
    yield stem, shape_of(stem)


@lru_cache(maxsize=1)
def _fronted_acts() -> tuple[str, ...]:
    """What is put before a thing by the rules, the longest first: 申领, 领, 补办, 补."""
    table = words("names")
    rules = [*table["beginnings"], *table["endings"]]
    acts = {said.partition("{x}")[0] for rule in rules for said in rule["said"]}
    return tuple(sorted(acts - {""}, key=lambda act: (-len(act), act)))


def act_and_thing(text: str) -> tuple[str, ...]:
    """A short name as the act that the rules put before the thing, and the thing: 申领, 抚恤金."""
    act = next((each for each in _fronted_acts() if text.startswith(each)), "")
    return (act, text.removeprefix(act)) if act else (text,)


def _rules_for(stem: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The first rule for how a name begins and the first for how it ends, with what is left."""
    table = words("names")
    begun = ((stem.removeprefix(rule["begins"]), rule) for rule in table["beginnings"])
    ended = (
        (rest, rule)
        for rule in table["endings"]
        if not (rest := stem.removesuffix(rule["ends"])).endswith(tuple(table["done_words"]))
    )
    for found in (begun, ended):
        for rest, rule in found:
            if rest == stem or len(rest) < table["fewest"]:
                continue
            if rule.get("linked") or not any(link in rest for link in table["links"]):
                yield rest.removesuffix("的"), rule
            break


def _done_together(stem: str) -> str | None:
    """A name that ends in several things that can be done, with one word for all of them."""
    table = words("names")
    rest, done, cut = stem, [], True
    while cut:
        cut = False
        for word in table["done_together"]:
            if rest.endswith(word) and len(rest) - len(word) >= table["fewest"]:
                rest, cut = rest.removesuffix(word), True
                done += [] if word in table["links"] else [word]
    if len(done) < _SEVERAL:
        return None
    return f"办{rest}" if set(done) & set(table["done_first"]) else f"补换{rest}"


def _cut(name: str) -> str:
    """A name less 关于 and 办理 in front of it and 的审批 and its like behind."""
    table = words("names")
    for front in table["cut_front"]:
        if name.startswith(front) and len(name) - len(front) >= table["fewest"]:
            name = name.removeprefix(front)
    cut = True
    while cut:
        cut = False
        for back in table["cut_back"]:
            rest = name.removesuffix(back)
            hangs = len(rest) < table["fewest"] or rest.endswith(tuple(table["hanging"]))
            if rest != name and not hangs:
                name, cut = rest, True
    return name
