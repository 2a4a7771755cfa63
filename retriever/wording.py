"""A question as each field is searched with it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retriever.elements import naming_words
from retriever.encoders.encoder import Role
from retriever.fields import Field
from retriever.mishearing import DEAF, Hearing
from retriever.ranker import PLAIN, Ranker
from retriever.tokens import Tokenizer, normalise


@dataclass(frozen=True, kw_only=True)
class Wording:
    """A question as one field is searched with it."""

    text: str  # normalised
    vector: NDArray[np.float32]  # float32 [dimension], of length one
    tokens: Sequence[str]


Encode = Callable[[Sequence[str], Role], NDArray[np.float32]]


def wordings(
    texts: Sequence[str],
    encode: Encode,
    tokenizer: Tokenizer,
    ranker: Ranker = PLAIN,
    hearing: Hearing = DEAF,
) -> list[dict[Field, Wording]]:
    """Each question as each field is searched with it.

    Names are searched with the words that name something (「身份证丢了补办」), answers and passages
    with the whole question, whose asking words (「多少钱」) they hold themselves. What was misheard is
    put right before.
    """
    whole = [hearing.put_right(normalise(text)) for text in texts]
    naming = [naming_words(text) for text in whole]
    distinct = list(dict.fromkeys((*whole, *naming)))
    row = {text: number for number, text in enumerate(distinct)}
    vectors = encode(distinct, Role.QUERY)
    cut = {text: tokenizer.tokens(text) for text in distinct}

    turned = {field: ranker.turned(field, vectors) for field in Field}

    def wording(field: Field, text: str) -> Wording:
        return Wording(text=text, vector=turned[field][row[text]], tokens=cut[text])

    return [
        {field: wording(field, n if field is Field.NAMES else w) for field in Field}
        for w, n in zip(whole, naming, strict=True)
    ]
