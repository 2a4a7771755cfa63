"""Asking back, and offering what is nearest: a sentence, and options that set slots."""

from collections.abc import Sequence
from dataclasses import replace

from dialogue.composing.citing import cite_element, guide_answer, source_lines
from dialogue.composing.leading import said_back
from dialogue.composing.scene import Scene
from dialogue.deciding.decisions import (
    AskAudience,
    AskItem,
    AskRegion,
    AskSituation,
    NoneFits,
    NotFound,
    Told,
)
from dialogue.deciding.gain import OFFERED
from dialogue.findings import element_text
from dialogue.reply import Reply
from dialogue.resolving import NONE_OF_THESE
from dialogue.state import About, Pending
from dialogue.turn import Answer, Option, Slots, Status
from dialogue.wording import one_of, wording
from kb.elements import Element
from retriever.results import Hit
from retriever.tokens import normalise

Choices = Sequence[tuple[str, Slots]]


def ask_item(decision: AskItem, scene: Scene) -> Reply:
    """Which of several items."""
    say = wording().clarification
    if decision.listed:
        return _listed(decision, scene)
    if not decision.hits:
        return _open(scene)
    if decision.besides:
        text = one_of(say["item_besides"], scene.variety)
        return _of_items(text, Status.CLARIFICATION_ITEM, decision.hits, scene)
    if len(decision.hits) == 1:
        text = wording().unanswerable["perhaps"].format(name=decision.hits[0].name)
        return _of_items(text, Status.CLARIFICATION_ITEM, decision.hits, scene)
    words = said_back(scene.asked.search_text, normalise(scene.asked.understood.masked))
    text = one_of(say["item_words" if words else "item"], scene.variety).format(words=words)
    reply = _of_items(text, Status.CLARIFICATION_ITEM, decision.hits, scene)
    return replace(reply, context=(*reply.context, words)) if words else reply


def _open(scene: Scene) -> Reply:
    """Which item, where none was named: what is named next is read together with what was asked."""
    asked = scene.asked
    return Reply(
        text=one_of(wording().clarification["item_open"], scene.variety),
        status=Status.CLARIFICATION_ITEM,
        slots=_stay(scene),
        pending=Pending(
            search_text=asked.search_text, elements=asked.elements, options={}, labels={}
        ),
    )


def _listed(decision: AskItem, scene: Scene) -> Reply:
    """All matters of a topic, numbered: the first can be clicked, each be chosen by its number."""
    topic = scene.asked.search_text
    sentence = one_of(wording().clarification["item_list"], scene.variety).format(words=topic)
    names = (f"{number}. {hit.name}" for number, hit in enumerate(decision.hits, 1))
    text = "\n".join((sentence, *names))
    reply = _of_items(text, Status.CLARIFICATION_ITEM, decision.hits, scene)
    return replace(reply, context=(*reply.context, topic))


def not_found(decision: NotFound, scene: Scene) -> Reply:
    """That nothing fits well enough, with the nearest to choose from."""
    say, near = wording().unanswerable, decision.nearest
    status = Status.UNANSWERABLE_LOW_CONFIDENCE
    if not near:
        suggestions = (wording().next["operator"],)
        return Reply(
            text=say["not_found"], status=status, slots=_stay(scene), suggestions=suggestions
        )
    return _of_items(say["low_confidence"], status, near, scene)


def ask_situation(decision: AskSituation, scene: Scene) -> Reply:
    """Which situation."""
    key = "situation" if len(decision.situations) <= OFFERED else "situation_more"
    sentence = one_of(wording().clarification[key], scene.variety)
    choices = [(each, replace(decision.slots, situation=each)) for each in decision.situations]
    return _ask(
        sentence.format(name=decision.name),
        Status.CLARIFICATION_SITUATION,
        About.SITUATION,
        choices,
        decision.slots,
        scene,
    )


def ask_audience(decision: AskAudience, scene: Scene) -> Reply:
    """Who applies."""
    say = wording().clarification
    choices = [
        (say[f"audience_{each}"][0], replace(decision.slots, audience=each))
        for each in decision.audiences
    ]
    text = one_of(say["audience"], scene.variety).format(name=decision.name)
    status, slots = Status.CLARIFICATION_AUDIENCE, decision.slots
    return _ask(text, status, About.AUDIENCE, choices, slots, scene)


def ask_region(decision: AskRegion, scene: Scene) -> Reply:
    """Which region: the likeliest four; any other can be typed."""
    say, offered = wording().clarification, decision.regions[:OFFERED]
    key = "region_which"
    if decision.name:
        key = "region" if len(offered) == len(decision.regions) else "region_more"
    choices = [
        (_label(code, offered, scene), replace(decision.slots, region=code)) for code in offered
    ]
    text = one_of(say[key], scene.variety).format(name=decision.name)
    status = Status.CLARIFICATION_REGION
    return _ask(text, status, About.REGION, choices, decision.slots, scene)


def none_fits(decision: NoneFits, scene: Scene) -> Reply:
    """The citizen chose 「都不是」: of situations the item stays, of items it goes."""
    say, status = wording().unanswerable, Status.UNANSWERABLE_LOW_CONFIDENCE
    if not decision.of_situations:
        return Reply(
            text=say["none_of_these" if decision.helped else "not_helped"],
            status=status,
            slots=_stay(scene) if decision.helped else scene.state.slots,
            suggestions=(wording().next["operator"],),
        )
    slots = scene.state.slots
    name = scene.findings.name(slots.item or "")
    lines = [say["none_of_situations"].format(name=name)]
    answers: tuple[Answer, ...] = ()
    for stored, guide in scene.findings.guides(slots.item or "")[:1]:
        if (phone := element_text(guide, Element.PHONE)) is not None:
            told = Told(stored=stored, guide=guide)
            text = say["ask_phone"].format(phone=phone)
            answer = guide_answer(told, Element.PHONE, status, text)
            answers = (replace(answer, citations=(cite_element(told, Element.PHONE, phone),)),)
            lines.append(text)
    lines.append(say["ask_person"])
    return Reply(
        text="\n\n".join(("\n".join(lines), *source_lines(answers, scene.findings.regions))),
        status=status,
        slots=slots,
        answers=answers,
        suggestions=(wording().next["settle"], wording().next["operator"]),
    )


def with_others(reply: Reply, hits: Sequence[Hit], scene: Scene) -> Reply:
    """A reply that could not tell what was asked, with other matters that may be meant."""
    choices = _of_items(wording().answer["others"], reply.status, hits, scene)
    return replace(
        reply,
        text="\n\n".join((reply.text, choices.text)),
        options=choices.options,
        pending=choices.pending,
    )


def _of_items(text: str, status: Status, hits: Sequence[Hit], scene: Scene) -> Reply:
    stay = _stay(scene)
    choices = [(hit.name, replace(stay, item=hit.item_code)) for hit in hits]
    reply = _ask(text, status, About.ITEM, choices, stay, scene)
    return replace(reply, probability=hits[0].probability)


def _ask(
    text: str, status: Status, about: About, choices: Choices, slots: Slots, scene: Scene
) -> Reply:
    numbered = {str(n): choice for n, choice in enumerate(choices, 1)}
    # All can be said; four are offered.
    shown = list(numbered.items())[:OFFERED]
    options = tuple(Option(id=id_, label=label) for id_, (label, _) in shown)
    none = Option(
        id=NONE_OF_THESE, label=one_of(wording().clarification["none_of_these"], scene.variety)
    )
    pending = Pending(
        search_text=scene.asked.search_text,
        elements=scene.asked.elements,
        options={id_: each for id_, (_, each) in numbered.items()},
        labels={id_: label for id_, (label, _) in numbered.items()},
        about=about,
    )
    return Reply(text=text, status=status, slots=slots, options=(*options, none), pending=pending)


def _label(code: str, among: Sequence[str], scene: Scene) -> str:
    """A region's name, or its whole path where several of the choices are called the same."""
    regions = scene.findings.regions
    name = regions[code].name
    unique = sum(regions[other].name == name for other in among) == 1
    return name if unique else "".join(regions.path(code))


def _stay(scene: Scene) -> Slots:
    return replace(scene.asked.slots, item=None, situation=None)
