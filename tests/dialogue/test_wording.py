"""Every sentence of the product: which names it may fill in, and that none is missing."""

from string import Formatter

import pytest

from dialogue.turn import Status
from dialogue.wording import wording
from kb.elements import Element

# The names in braces that each sentence uses; all others use none.
PLACEHOLDERS = {
    "greeting.text": {"service"},
    "answer.about": {"name"},
    "answer.about_in": {"name", "region"},
    "answer.about_situation": {"name", "situation"},
    "answer.about_situation_in": {"name", "situation", "region"},
    "answer.element": {"element", "text"},
    "answer.question": {"question", "text"},
    "answer.passage": {"title", "text"},
    "answer.life_event": {"name", "text"},
    "answer.absent": {"phone"},
    "answer.expired": {"valid_until", "agency"},
    "answer.not_yet_valid": {"valid_from", "agency"},
    "answer.source": {"name", "agency", "region", "version", "verified_on"},
    "answer.source_other": {"agency", "region", "version", "verified_on"},
    "clarification.situation": {"name"},
    "clarification.region": {"name"},
    "unanswerable.no_content": {"name"},
    "unanswerable.no_content_region": {"name", "region", "others"},
}


def sentences() -> dict[str, str]:
    tables = wording().model_dump(mode="json")
    return {
        f"{table}.{name}": text for table, each in tables.items() for name, text in each.items()
    }


@pytest.mark.parametrize("key", sentences())
def test_a_sentence_fills_in_what_the_list_says(key: str) -> None:
    used = {name for _, name, _, _ in Formatter().parse(sentences()[key]) if name is not None}
    assert used == PLACEHOLDERS.get(key, set())


def test_the_list_names_no_sentence_that_is_gone() -> None:
    assert set(PLACEHOLDERS) <= set(sentences())


@pytest.mark.parametrize("key", sentences())
def test_a_sentence_is_chinese_and_trimmed(key: str) -> None:
    text = sentences()[key]
    assert text == text.strip()
    said = "".join(literal for literal, *_ in Formatter().parse(text))
    assert said
    assert not any(each.isascii() and each.isalpha() for each in said)


def test_every_element_has_a_name_of_its_own() -> None:
    names = wording().elements
    assert set(names) == set(Element)
    assert len(set(names.values())) == len(Element)


def test_marks_of_masked_numbers_are_told_apart_from_words() -> None:
    for mark in wording().masks.values():
        assert mark.startswith("〔")
        assert mark.endswith("〕")


def test_the_group_of_a_status_is_what_stands_before_the_first_underscore() -> None:
    assert {status.group for status in Status} == {
        "answered", "clarification", "unanswerable", "refused", "signposted", "smalltalk",
        "handoff", "with", "error",
    }  # fmt: skip
