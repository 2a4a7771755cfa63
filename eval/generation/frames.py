"""What stands around a question: a long story, anger, greetings."""

from random import Random

from eval.generation.composing import Register
from eval.generation.utterance import Role, Utterance
from eval.generation.words import words

_END = "，。！？!?,."
_TWO_STORIES = 0.6


def told_at_length(utterance: Utterance, random: Random, *, organisation: bool) -> Utterance:
    """A story before the question and an afterthought behind it."""
    table = words("stories")
    greetings = table["greetings"] + (table["greetings_organisation"] if organisation else [])
    stories = table["organisation" if organisation else "person"]
    told = random.sample(stories, 2 if random.random() < _TWO_STORIES else 3)
    before = random.choice(greetings) + "".join(told) + random.choice(table["turns"])
    return utterance.between(before, _after(utterance, random.choice(table["afterthoughts"])))


def told_angrily(utterance: Utterance, random: Random) -> Utterance:
    """Anger before the question or behind it, or both; what is asked stays."""
    table = words("speech")["angry"]
    before, after = random.choice(table["openers"]), random.choice(table["closers"])
    match random.choice(("both", "both", "before", "after")):
        case "before":
            return utterance.between(before, "")
        case "after":
            before = ""
    return _without_end(utterance).between(before, after)


def greeted(utterance: Utterance, register: Register, random: Random) -> Utterance:
    """The small words that people of a register begin and end with; often none."""
    table, polite = words("speech")[register], words("speech")["polite"]
    asked = utterance.said(Role.ASKING)
    before = random.choice(table["openers"])
    begun = (asked, utterance.text)
    polite_already = any(text.startswith(tuple(polite["already"])) for text in begun)
    if polite_already and before not in polite["only"]:
        before = random.choice([each for each in table["openers"] if each in polite["only"]])
    after = random.choice(table.get("closers", [""]))
    if "麻烦" in before + asked and "麻烦" in after:
        after = ""
    return (_without_end(utterance) if after.startswith("，") else utterance).between(
        before, _after(utterance, after)
    )


def in_northern_words(utterance: Utterance) -> Utterance:
    """What northern speakers say instead, in the words that may change."""

    def say(text: str) -> str:
        for plain, northern in words("speech")["northern"]["words"]:
            text = text.replace(plain, northern)
        return text

    return utterance.map(lambda piece: say(piece.text))


def _after(utterance: Utterance, text: str) -> str:
    return (
        text if not text or utterance.text[-1] in _END or text[0] in _END + "！？" else f"，{text}"
    )


def _without_end(utterance: Utterance) -> Utterance:
    last = utterance.pieces[-1]
    if not last.is_open:
        return utterance
    return utterance.replaced(len(utterance.pieces) - 1, last.text.rstrip(_END))
