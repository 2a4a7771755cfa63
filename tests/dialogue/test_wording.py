"""Every sentence of the product: which names it may fill in, and that none is missing."""

from string import Formatter

import pytest

from dialogue.deciding.decisions import Declined
from dialogue.deciding.screening import REQUESTS
from dialogue.handoff import HandOffReason
from dialogue.turn import Status
from dialogue.understanding import Alarm
from dialogue.understanding.words import words
from dialogue.wording import wording
from kb.elements import Audience, Element

# The names in braces that each sentence uses; all others use none.
PLACEHOLDERS = {
    "greeting.text": {"service"},
    "answer.element": {"element", "text"},
    "answer.absent_of": {"matter", "absent"},
    "answer.said": {"element", "text"},
    "answer.heading": {"matter"},
    "answer.passage": {"title", "text"},
    "answer.life_event": {"name", "text"},
    "answer.notice": {"text"},
    "answer.list_cut": {"total", "shown"},
    "answer.list_rest": {"total", "shown"},
    "answer.excerpt_list": {"total", "shown"},
    "answer.absent": {"element", "phone"},
    "answer.absent_no_phone": {"element", "agency"},
    "answer.expired": {"name", "valid_until", "agency"},
    "answer.expired_entry": {"valid_until", "agency"},
    "answer.not_yet_valid": {"name", "valid_from", "agency"},
    "lead.whichever": {"names"},
    "answer.outer": {"asked", "region"},
    "answer.alternative": {"which", "text"},
    "answer.districts": {"elements"},
    "answer.asked": {"number", "words"},
    "answer.source": {"name", "agency", "region", "version", "verified_on"},
    "answer.source_other": {"name", "agency", "region", "version", "verified_on"},
    "lead.matter_situation": {"matter", "situation"},
    "lead.words": {"words", "matter"},
    "lead.words_situation": {"words", "matter", "situation"},
    "clarification.item_words": {"words"},
    "lead.same_situation": {"situation"},
    "lead.same_region": {"region"},
    "lead.corrected": {"situation"},
    "lead.back": {"matter"},
    "lead.elsewhere_guide": {"asked", "region"},
    "lead.assumed": {"choice"},
    "gloss.weeks": {"count"},
    "gloss.days": {"count"},
    "gloss.months": {"count"},
    "gloss.whole_weeks": {"count"},
    "gloss.whole_days": {"count"},
    "opening.open": {"day", "spans"},
    "opening.closed": {"day"},
    "opening.closed_holiday": {"day"},
    "opening.unsaid_holiday": {"day"},
    "opening.unsaid_made_up": {"day"},
    "opening.unknown_calendar": {"year"},
    "opening.next_open": {"day", "spans"},
    "opening.in_time": {"time"},
    "opening.out_of_time": {"time"},
    "opening.day": {"weekday", "month", "day"},
    "opening.today": {"weekday", "month", "day"},
    "clarification.situation": {"name"},
    "clarification.situation_more": {"name"},
    "clarification.region": {"name"},
    "clarification.audience": {"name"},
    "clarification.item_list": {"words"},
    "smalltalk.events": {"events"},
    "smalltalk.noted": {"name"},
    "smalltalk.doubt_guide": {"phone"},
    "clarification.region_more": {"name"},
    "clarification.later": {"words"},
    "unanswerable.perhaps": {"name"},
    "unanswerable.no_content": {"name"},
    "unanswerable.no_content_region": {"name", "region", "others"},
    "unanswerable.none_of_situations": {"name"},
    "unanswerable.ask_phone": {"phone"},
    "refused.elsewhere": {"place"},
    "handoff.conflict": {"element"},
    "handoff.known": {"facts"},
    "handoff.fact_item": {"name"},
    "handoff.fact_situation": {"situation"},
    "handoff.fact_region": {"region"},
    "handoff.fact_element": {"elements"},
}


def sentences() -> dict[str, str]:
    """Every sentence by its place; of several wordings each by its number too."""
    return {
        f"{table}.{name}" if isinstance(said, str) else f"{table}.{name}.{number}": each
        for table, all_of_it in wording().model_dump(mode="json").items()
        for name, said in all_of_it.items()
        for number, each in enumerate([said] if isinstance(said, str) else said)
    }


def placeholders(key: str) -> set[str]:
    return PLACEHOLDERS.get(".".join(key.split(".")[:2]), set())


@pytest.mark.parametrize("key", sentences())
def test_a_sentence_fills_in_what_the_list_says(key: str) -> None:
    used = {name for _, name, _, _ in Formatter().parse(sentences()[key]) if name is not None}
    assert used == placeholders(key)


def test_the_list_names_no_sentence_that_is_gone() -> None:
    assert set(PLACEHOLDERS) <= {".".join(key.split(".")[:2]) for key in sentences()}


@pytest.mark.parametrize("key", sentences())
def test_a_sentence_is_chinese_and_trimmed(key: str) -> None:
    text = sentences()[key]
    assert text == text.strip()
    said = "".join(literal for literal, *_ in Formatter().parse(text))
    assert said
    assert not any(each.isascii() and each.isalpha() for each in said)


def test_every_kind_of_thing_that_is_said_has_its_sentence() -> None:
    say = wording()
    assert set(say.emergency) == {*Alarm, *words("dangers")}
    assert set(words("fortunes")) <= set(say.lead)
    assert set(say.refused) == set(Declined)
    asked = {f"request_{kind}" for kind in REQUESTS}
    others = {reason.value for reason in HandOffReason} - {"request"}
    assert {*asked, *others} <= set(say.handoff)
    assert set(say.lead) >= {audience.value for audience in Audience}


def test_several_wordings_differ() -> None:
    for table in (wording().lead, wording().smalltalk, wording().clarification):
        for said in table.values():
            assert len(said) == len(set(said)) > 0


def test_every_element_has_a_name_of_its_own() -> None:
    for names in (wording().elements, wording().spoken):
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
