"""Which option of the open question a message chooses."""

from dialogue.phrases import phrase
from dialogue.resolving.situations import situations_meant, spoken_of
from dialogue.state import About, Pending
from dialogue.understanding import Signal, Understood
from kb.elements import Audience
from retriever.elements import without_asking
from retriever.tokens import normalise

NONE_OF_THESE = "none"
_UNEXPLAINED = 1  # characters of a message that neither the option nor its sense accounts for
_PLAINLY = 2  # points of a situation that is not spoken of by chance
_NAMED_BY = {Audience.PERSON: "is_person", Audience.ORGANISATION: "is_organisation"}
_A_FEW_WORDS = 14  # characters in which it is told who applies
_SHARED = 2  # characters in a row


def chosen_option(pending: Pending | None, understood: Understood, text: str) -> str | None:
    """The id of the option that a message chooses; None where it says something else.

    An option is chosen by its number, by its label, or by words that fit it and no other and say
    nothing else.
    """
    if pending is None:
        return None
    ids = tuple(pending.options)
    if (ordinal := understood.ordinal) is not None:
        return _numbered(pending, ordinal)
    if pending.about is not About.STEP:
        if understood.signal in (Signal.NONE_OF_THESE, Signal.NO):
            return NONE_OF_THESE
        if understood.signal is Signal.YES and len(ids) == 1:
            return ids[0]
    said = normalise(text).strip(" ,。.!?")
    for id_, label in pending.labels.items():
        if said == normalise(label):
            return id_
    return _by_words(pending, understood)


def _numbered(pending: Pending, ordinal: int) -> str | None:
    ids = tuple(pending.options)
    if pending.about is About.STEP and ordinal > 0:  # steps keep the numbers that they are told by
        return str(ordinal) if str(ordinal) in ids else None
    place = ordinal - 1 if ordinal > 0 else len(ids) + ordinal
    return ids[place] if 0 <= place < len(ids) else None


def _by_words(pending: Pending, understood: Understood) -> str | None:
    words = understood.search_text  # without a region, which is no word of an option
    if pending.about is About.REGION:
        return None  # a region that is named is a slot, whether it was offered or not
    labels = {id_: normalise(label) for id_, label in pending.labels.items()}
    if pending.about is About.AUDIENCE:
        return _of_applicant(pending, understood)
    if pending.about is About.SITUATION:
        meant = situations_meant(words, labels.values(), understood.ruled_out)
        plainly = situations_meant(words, labels.values(), understood.ruled_out, at_least=_PLAINLY)
        fits = [id_ for id_, label in labels.items() if label in meant]
        unexplained = _UNEXPLAINED if plainly else 0
    else:
        fits = _sharing_most(labels, without_asking(words))
        unexplained = _UNEXPLAINED
    if len(fits) != 1 or _unexplained(words, labels[fits[0]]) > unexplained:
        return None
    return fits[0]


def _of_applicant(pending: Pending, understood: Understood) -> str | None:
    """The option of the kind of applicant that is named: 「公司」, 「我自己办」."""
    said = [
        kind
        for kind in Audience
        if phrase(_NAMED_BY[kind]).search(understood.search_text) or understood.audience is kind
    ]
    options = pending.options.items()
    fits = [id_ for id_, slots in options if [slots.audience] == said]
    # What asks besides is asked of the option; what names another matter is no choice.
    return fits[0] if fits and len(understood.search_text) <= _A_FEW_WORDS else None


def _sharing_most(labels: dict[str, str], words: str) -> list[str]:
    """The one option that shares words with the message, or by far the most of them."""
    if len(named := phrase("choice_filler").sub("", words)) == 1 < len(labels):
        return [id_ for id_, label in labels.items() if named in label]  # 「先水吧」, of 水电气
    bare = phrase("modal").sub("\x00", words)  # 「多久才能迁」 shares 能迁 with an option by chance
    longest = {id_: _longest_run(bare, label) for id_, label in labels.items()}
    sharing = [id_ for id_, run in longest.items() if run >= _SHARED]
    if len(sharing) < _SHARED:
        return sharing
    most = max(longest.values())
    best = [id_ for id_, run in longest.items() if run == most]
    return [id_ for id_ in best if most * 2 >= len(labels[id_])]  # by far the most of it


def _longest_run(words: str, label: str) -> int:
    runs = (
        end - start
        for start in range(len(words))
        for end in range(start + _SHARED, len(words) + 1)
        if words[start:end] in label
    )
    return max(runs, default=0)


def _unexplained(said: str, label: str) -> int:
    """How many characters are neither filler, nor of the option, nor speak of a situation."""
    spoken = {at for start, end in spoken_of(said) for at in range(start, end)}
    kept = "".join("\x00" if at in spoken else each for at, each in enumerate(said))
    left = phrase("choice_filler").sub("\x00", without_asking(kept))
    return sum(each not in label and each not in "\x00 " for each in left)
