import json
import re
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retriever.element_rules import rules
from retriever.sieve import Group, Sieve, without_lookaround
from retriever.tokens import normalise

PATTERNS = [
    r"多少钱(?!一斤)",
    r"(?<![怎什])么$",
    r"(?:要|需要)(?:[^,。]{0,4})(?:材料|证件?)",
    r"[几多]天",
    r"(?=办)办\d*次?",
    r".",
    r"[)(\]]x",
    r"电话|号码(?:是|(?!的)多少)",
]
WORDS = [
    "多少钱",
    "一斤",
    "怎么",
    "么",
    "需要",
    "要",
    "材料",
    "证",
    ",",
    "几天",
    "办3次",
    "(x",
    "号码多少",
]
texts = st.lists(st.sampled_from([*WORDS, "的", "\ud800", "\n"]), max_size=7).map("".join)


def every_group() -> list[Group]:
    return [
        group
        for rule in rules().elements
        for group in (rule.asks, rule.nouns, rule.alone, rule.never, *rule.yields_to.values())
    ]


def plainly(group: Group, text: str) -> list[tuple[str, tuple[int, int]]]:
    return [(m.re.pattern, m.span()) for p in group.patterns for m in p.finditer(text)]


def sieved(group: Group, text: str) -> list[tuple[str, tuple[int, int]]]:
    return [(m.re.pattern, m.span()) for m in group.over(text)]


@given(texts)
def test_what_matches_is_what_matches_without_a_sieve(text: str) -> None:
    sieve = Sieve()
    groups = [sieve.group(map(re.compile, PATTERNS[start::2])) for start in range(2)]
    sieve.close()
    for group in groups:
        assert sieved(group, text) == plainly(group, text)
        assert group.any(text) == bool(plainly(group, text))


def test_the_words_of_elements_match_as_they_do_without_a_sieve() -> None:
    guides = files("kb").joinpath("sample/guides").iterdir()
    lines = [line for file in guides for line in file.read_text("utf-8").splitlines()]
    every = (q for line in lines for q in json.loads(line).get("sample_questions", ()))
    asked = [normalise(question) for question in dict.fromkeys(every)]
    stories = ["，".join(asked[at : at + 4]) for at in range(0, 120, 4)]
    groups = every_group()
    for text in (*asked[::9], *stories):
        assert [sieved(g, text) for g in groups] == [plainly(g, text) for g in groups]


def test_few_patterns_are_left_of_many() -> None:
    left = rules().elements[0].asks._sieve.of("身份证丢了补办多少钱")
    assert 1 <= sum(map(len, left.values())) < 60


def test_a_sieve_without_patterns_lets_nothing_through() -> None:
    sieve = Sieve()
    group = sieve.group(())
    sieve.close()
    assert sieved(group, "多少钱") == []
    assert not group.any("多少钱")


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("办(?!理)证", "办(?:)证"),
        ("(?<![怎什])么(?=[)](?:吗|$))", "(?:)么(?:)"),
        (r"\(?=a(?:b|(?!c)d)", r"\(?=a(?:b|(?:)d)"),
        ("[(?!]a", "[(?!]a"),
        ("[^]]a(?!b)", "[^]]a(?:)"),
    ],
)
def test_what_only_looks_around_is_taken_out(pattern: str, expected: str) -> None:
    assert without_lookaround(pattern) == expected
    re.compile(pattern)
