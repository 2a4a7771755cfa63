"""What a long message comes to: the clauses that name its matter and those that ask."""

from dialogue.understanding.splitting import matters_in, names_nothing
from retriever.element_rules import CLAUSE
from retriever.elements import elements_asked

_STORY = 40  # characters from which a message is a story with a question in it
_TELLS = 8  # characters of a clause that tells what has happened


def point_of(text: str) -> str:
    """A normalised message less what is told around its matter; a short one as it is.

    Where what asks names a matter (「麻烦问下补身份证最快几天能拿到」), the rest is how it came about. Where
    it names none, the last matter that was named is meant, or what the story begins with.
    """
    clauses = _clauses_of(text) if len(text) >= _STORY else []
    asking = [n for n, each in enumerate(clauses) if elements_asked(each)]
    if not asking:
        return text
    own = [n for n in asking if matters_in(clauses[n])]
    if own:
        return "".join(clauses[n] for n in own)
    named = [n for n, each in enumerate(clauses) if matters_in(each)]
    if named:
        return "".join(clauses[n] for n in sorted({named[-1], *asking}))
    if all(names_nothing(clauses[n]) for n in asking):
        told = next((n for n, each in enumerate(clauses) if len(each) >= _TELLS), 0)
        return "".join(clauses[n] for n in sorted({told, *asking}))
    return text


def _clauses_of(text: str) -> list[str]:
    """The clauses of a text; what stands in brackets stays with what it explains."""
    clauses: list[str] = []
    for match in CLAUSE.finditer(text):
        inside = bool(clauses) and clauses[-1].count("(") > clauses[-1].count(")")
        if inside:
            clauses[-1] += match[0]
        else:
            clauses.append(match[0])
    return clauses
