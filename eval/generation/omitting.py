"""As few words as possible: the better half of a name, a word for the element, where."""

from random import Random

from eval.generation.asks import Ask
from eval.generation.base import Published
from eval.generation.composing import Register, spoken_region
from eval.generation.naming import Name, everyday_name
from eval.generation.utterance import Piece, Role, Utterance
from eval.generation.words import NEGATIONS, words
from retriever.homophones import homophones

_HALVED = 0.6  # share of the names that lose words too
_FEWEST = 4  # characters that are left of a name


def omitted(base: Published, ask: Ask, random: Random) -> Utterance | None:
    """Item, element and region in a row, in one of the orders people type them."""
    name = everyday_name(base, ask, random)
    if name is None:
        return None
    text = _halved(base, ask, name, random) if random.random() < _HALVED else name.text
    item = Piece(text=text, role=Role.ITEM)
    word = str(random.choice(words("questions")[ask.element]["words"]))
    asking = Piece(text=word, role=Role.ASKING)
    region = spoken_region(base, ask, Register.EVERYDAY, random, short=True)
    where = [] if region is None else [Piece(text=region, role=Role.REGION)]
    case = [] if name.situation is None else [Piece(text=name.situation, role=Role.SITUATION)]
    orders = [[*where, item, *case, asking], [item, *case, asking, *where]]
    if not case:
        orders.append([item, *where, asking])
    gap = random.choice((" ", " ", "", "，")) if len(item.text) + len(word) < 12 else " "  # noqa: PLR2004
    row = random.choice(orders)
    if case:
        gap = " "
    pieces = [row[0]]
    for piece in row[1:]:
        pieces += [Piece(text=gap, role=Role.FRAME), piece] if gap else [piece]
    return Utterance(pieces=tuple(pieces), name=name)


def _halved(base: Published, ask: Ask, name: Name, random: Random) -> str:
    """The name less small words and, while it still means this item only, less what says least."""
    spare = words("speech")["spare"]
    found = homophones().words(name.text)
    kept = [word for word in found if word not in spare["small"]] or found
    for word in random.sample(kept, len(kept)):
        rest = [each for each in kept if each is not word]
        at = next(at for at, each in enumerate(kept) if each is word)
        if at and set(kept[at - 1]) & NEGATIONS:
            continue  # 非居民 without 居民 means something else
        too_little = len("".join(rest)) < max(_FEWEST, len(name.text) // 2)
        if word not in spare["least"] or too_little:
            continue
        if ask.code and base.names.fits_more(rest, ask.code, ask.region):
            continue
        kept = rest
    return "".join(kept)
