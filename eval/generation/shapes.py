"""Typos: characters written as others of a similar shape (`data/shapes.toml`)."""

from functools import cache
from random import Random

from eval.generation.utterance import Role, Utterance
from eval.generation.words import NEGATIONS, NUMERALS, words

_ITEM_FIRST = 3  # a character of the item's name is this many times as likely as another
_LONG = 14  # characters; a question longer than this may have two typos


@cache
def similar() -> dict[str, str]:
    """Each character → those taken for it, in a fixed order."""
    found: dict[str, dict[str, None]] = {}
    for group in words("shapes")["groups"].split():
        for one in group:
            for other in group:
                if one != other:
                    found.setdefault(one, {})[other] = None
    return {one: "".join(others) for one, others in found.items()}


def with_typos(utterance: Utterance, random: Random) -> Utterance | None:
    """One typo, or two in a longer question; None where no character has a look-alike."""
    table = similar()
    places = [
        (at, inside, _ITEM_FIRST if piece.role is Role.ITEM else 1)
        for at, piece in enumerate(utterance.pieces)
        if piece.is_open and piece.role is not Role.FRAME
        for inside, character in enumerate(piece.text)
        if character in table and character not in NEGATIONS and character not in NUMERALS
    ]
    if not places:
        return None
    count = 2 if len(utterance.text) > _LONG and random.random() < 1 / 2 else 1
    for _ in range(min(count, len(places))):
        at, inside, _ = place = random.choices(places, [weight for *_, weight in places])[0]
        places.remove(place)
        text = utterance.pieces[at].text
        wrong = random.choice(table[text[inside]])
        utterance = utterance.replaced(at, text[:inside] + wrong + text[inside + 1 :])
        if not places:
            break
    return utterance
