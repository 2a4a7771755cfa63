"""Conversations made from the published base: what each scene must be."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from random import Random
from typing import Any

import pytest

from dialogue.turn import Status
from eval.cases import Case
from eval.generation import Kind, Published, Scene, Wanted, called_in, produce, produce_both
from eval.generation.personal import DATA
from eval.generation.scenes import SHARES
from eval.generation.words import words
from kb.elements import Element
from kb.records import Guide
from kb.store import Store

Make = Callable[..., Any]
TODAY = date(2026, 5, 6)
GROUPS = {status.group for status in Status}


@pytest.fixture(scope="session")
def base(sample: Any) -> Published:
    """The sample base as cases are made from it."""
    return _published(sample.store)


def _published(store: Store, **more: Any) -> Published:
    records = [stored.record for stored in store.records(store.generations.live())]
    return Published(records, store.regions(), TODAY, **more)


@pytest.fixture(scope="session")
def cases(base: Published) -> tuple[Case, ...]:
    return produce(base, Wanted(n=800, seed=4, conversations=0.8)).cases


def of(cases: tuple[Case, ...], scene: Scene) -> list[Case]:
    found = [case for case in cases if f"scene:{scene}" in case.tags]
    assert found, scene
    return found


def tag(case: Case, name: str) -> str:
    return next(each.partition(":")[2] for each in case.tags if each.startswith(f"{name}:"))


def guides(base: Published, case: Case, code: str, region: str | None) -> Iterator[Guide]:
    nearest = base.nearest(code, region) or base.guides(code)
    return (guide for guide in nearest if case.situation in (None, guide.situation))


def test_the_same_wishes_make_the_same_cases(base: Published) -> None:
    wanted = Wanted(n=60, seed=9, conversations=0.9)
    assert produce(base, wanted).cases == produce(base, wanted).cases


def test_a_share_of_the_cases_are_conversations(cases: tuple[Case, ...]) -> None:
    staged = [case for case in cases if any(each.startswith("scene:") for each in case.tags)]
    assert len(cases) == 800
    assert 0.6 < len(staged) / len(cases) <= 0.8  # small talk is soon used up
    assert len({case.id for case in cases}) == len(cases)


def test_no_scene_is_forgotten() -> None:
    assert set(SHARES) == set(Scene)
    assert sum(SHARES.values()) == pytest.approx(1)


class TestAThread:
    def test_has_several_turns_and_one_answer(
        self, base: Published, cases: tuple[Case, ...]
    ) -> None:
        for case in of(cases, Scene.THREAD):
            assert 2 <= len(case.turns) <= 5
            assert len(case.turns) == int(tag(case, "turns"))
            (code,) = case.gold
            assert case.element is not None
            told = {
                guide.elements[case.element].text
                for guide in guides(base, case, code, case.region)
                if case.element in guide.elements
            }
            assert any(all(part in text for part in case.answer) for text in told), case

    def test_tells_what_is_meant_by_each_turn_before_the_last(
        self, cases: tuple[Case, ...]
    ) -> None:
        for case in of(cases, Scene.THREAD):
            assert len(case.meant) == len(case.turns) - 1
            assert all(len(part.gold) == 1 for part in case.meant)

    def test_judges_an_element_only_where_one_was_asked_for(self, cases: tuple[Case, ...]) -> None:
        for case in of(cases, Scene.THREAD):
            asked = [part.element for part in case.meant if part.element is not None]
            if not asked:
                assert tag(case, "turn") in ("element", "region_and_element")

    def test_ends_in_every_way(self, cases: tuple[Case, ...]) -> None:
        ends = {tag(case, "turn") for case in of(cases, Scene.THREAD)}
        assert ends >= {"element", "region", "region_and_element", "situation", "item", "back"}

    def test_says_a_region_in_words_where_it_has_one(self, cases: tuple[Case, ...]) -> None:
        for case in of(cases, Scene.THREAD):
            assert ("region:said" in case.tags) == (case.region is not None)

    def test_asks_on_without_naming_the_matter_again(
        self, base: Published, cases: tuple[Case, ...]
    ) -> None:
        for case in of(cases, Scene.THREAD):
            if tag(case, "turn") == "element":
                assert base.name(case.gold[0]) not in case.turns[-1]


def test_several_questions_have_an_answer_each(base: Published, cases: tuple[Case, ...]) -> None:
    for case in of(cases, Scene.SEVERAL):
        assert len(case.turns) == 1
        assert len(case.parts) in (2, 3)
        assert len({(part.gold, part.element) for part in case.parts}) == len(case.parts)
        assert all(part.answer for part in case.parts)
    matters = {len({part.gold for part in case.parts}) for case in of(cases, Scene.SEVERAL)}
    assert matters == {1, 2}


def test_personal_data_stands_in_the_question_and_may_stand_nowhere_else(
    cases: tuple[Case, ...],
) -> None:
    for case in of(cases, Scene.PERSONAL):
        (data,) = case.absent
        assert data in case.question
        assert case.answer
        assert data not in "".join(case.answer)


def test_made_up_numbers_are_what_a_mask_would_take_for_real() -> None:
    random = Random(7)
    check_digits = pytest.importorskip("dialogue.masking.check_digits")
    for _ in range(200):
        assert check_digits.is_identity(DATA["identity"](random))
        assert check_digits.is_card(DATA["card"](random))
        assert check_digits.is_credit_code(DATA["credit_code"](random))


@pytest.mark.parametrize(
    ("scene", "group"),
    [
        (Scene.COMPLAINT, "handoff"),
        (Scene.PERSON, "handoff"),
        (Scene.OUT_OF_SCOPE, "refused"),
        (Scene.EMERGENCY, "signposted"),
        (Scene.SMALLTALK, "smalltalk"),
    ],
)
def test_what_no_guide_answers_has_a_group_and_no_gold(
    cases: tuple[Case, ...], scene: Scene, group: str
) -> None:
    for case in of(cases, scene):
        assert (case.expect, case.gold, case.answer) == (group, (), ())
        assert "{" not in case.question
        assert tag(case, "template").startswith(scene)


def test_only_what_is_out_of_date_everywhere_is_asked_for_as_expired(tiny: Any) -> None:
    base = _published(tiny.store)
    wanted = Wanted(n=40, conversations=0.9, scenes=(Scene.EXPIRED,), unanswerable=0)
    found = [case for case in produce(base, wanted).cases if "lack:expired" in case.tags]
    assert {case.gold for case in found} == {("T-LAMP",), ("T-SOON",)}
    assert {case.expect for case in found} == {"unanswerable"}


def test_cases_by_paraphrases_call_an_item_so_and_the_others_as_made(sample: Any) -> None:
    asked = (Case(id="q", turns=("弄个狗本儿",), gold=("YZ-CIV-001",), place="x, row 1"),)
    records = [each.record for each in sample.store.records(sample.store.generations.live())]
    called = called_in(asked, records)
    assert called == {"YZ-CIV-001": ("弄个狗本儿",)}
    base = _published(sample.store, paraphrases=called)
    kinds = (Kind.EVERYDAY, Kind.OFFICIAL)
    wanted = Wanted(
        n=60, kinds=kinds, unanswerable=0, combined=0, conversations=0.4, scenes=(Scene.THREAD,)
    )
    halves: dict[str, list[Case]] = {"given": [], "generated": []}
    for case in produce_both(base, wanted).cases:
        halves[tag(case, "phrasing")].append(case)
    assert [c for c in halves["given"] if "弄个狗本儿" not in c.turns[0]] == []
    assert all("弄个狗本儿" not in "".join(case.turns) for case in halves["generated"])
    single = [case for case in halves["given"] if len(case.turns) == 1]
    assert single
    assert {case.gold for case in single} == {("YZ-CIV-001",)}
    assert len({case.id for of in halves.values() for case in of}) == 60


def test_composed_cases_are_parted_by_item_and_told_apart_by_their_turns(sample: Any) -> None:
    base = _published(sample.store, paraphrases={"YZ-CIV-001": ("弄个狗本儿",)})
    wanted = Wanted(n=80, seed=5, unanswerable=0, conversations=0.4, scenes=(Scene.THREAD,))
    cases = produce_both(base, wanted).cases
    items: dict[str, set[str]] = defaultdict(set)
    for case in cases:
        items[tag(case, "half")].update(case.gold)
        several = len(case.turns) > 1
        form = "several turns" if several else "one turn"
        assert tag(case, "composed") == f"{tag(case, 'phrasing')}, {form}"
    assert items["tuning"]
    assert items["reported"]
    assert not items["tuning"] & items["reported"]


class TestTheWords:
    def test_every_element_can_be_asked_for_again(self) -> None:
        assert set(words("follow_ups")["ask"]) == {element.value for element in Element}

    def test_templates_use_only_their_slots(self) -> None:
        table = words("follow_ups")
        slots = {
            "region": {"r"}, "region_asking": {"r", "ask"}, "situation": {"s"},
            "correction": {"s"}, "item": {"item"}, "back": {"ask"},
        }  # fmt: skip
        for name, texts in table["steps"].items():
            for text in texts:
                assert text.format(**dict.fromkeys(slots[name], "某")), text
        for text in table["several"]["joined"]:
            text.format(ask="")
        for texts in words("personal").values():
            assert all("{data}" in text and "{q}" in text for text in texts)

    def test_remarks_expect_a_group(self) -> None:
        for name, table in words("remarks").items():
            assert name in list(Scene)
            assert table["expect"] in GROUPS
            assert len(set(table["texts"])) == len(table["texts"])
