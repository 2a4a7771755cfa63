"""Changes a share of a grown base, as a week of edits would."""

from dataclasses import replace

from eval.scale import Grown
from eval.scale_words import draw, words
from kb.elements import Element, PhoneNumber, Phones
from kb.life_events import LifeEvent
from kb.notices import Notice
from kb.passages import passages_of
from kb.records import Faq, Guide, Item, Policy, Record

_DRAWN = 1 << 32
_NUMBERS = 900_000  # of phones and notices


def change(grown: Grown, share: float, seed: int = 0) -> tuple[Grown, int]:
    """Change a share of the records: a phone, one question or answer of each.

    Args:
        grown: the base before.
        share: of its records, 0 to 1.
        seed: another one changes other records.

    Returns:
        the base afterwards, under the same keys, and how many records were changed. Its counts
        of entries are as before; it has about one more distinct text for each changed record.
    """
    drawn = [_drawn(record, seed) for record in grown.records]
    chosen = set(sorted(range(len(drawn)), key=drawn.__getitem__)[: round(share * len(drawn))])
    origins = dict(grown.origins)
    records = list(grown.records)
    for place in chosen:
        records[place], new = _changed(records[place], drawn[place][0] % _NUMBERS)
        origins |= {text: grown.origins[old] for text, old in new.items()}
    return replace(grown, records=tuple(records), origins=origins), len(chosen)


def _drawn(record: Record, seed: int) -> tuple[int, str, tuple[str, ...]]:
    kind = type(record).__name__
    return draw(_DRAWN, "change", seed, kind, *record.key), kind, record.key


def _changed(record: Record, number: int) -> tuple[Record, dict[str, str]]:
    """The record afterwards; each new text it is found by, with the text it was made of."""
    forms = words()["change"]
    match record:
        case Guide():
            phone = forms["phone"].format(number=9_000_000 + number)
            asked = (record.sample_questions or (record.name,))[0]
            new = forms["question"].format(text=asked, number=2000 + number)
            value = Phones(text=phone, numbers=(PhoneNumber(number=phone),))
            after = replace(
                record,
                elements={**record.elements, Element.PHONE: value},
                sample_questions=(*record.sample_questions, new),
            )
            return after, {new: asked}
        case Item():
            new = forms["question"].format(text=record.name, number=2000 + number)
            return replace(record, sample_questions=(*record.sample_questions, new)), {
                new: record.name
            }
        case Faq():
            answer = forms["answer"].format(text=record.answer, number=number)
            old, own = passages_of(record.answer), passages_of(answer)
            return replace(record, answer=answer), {
                each: old[min(at, len(old) - 1)] for at, each in enumerate(own)
            }
        case Policy():
            text = forms["answer"].format(text=record.text, number=number)
            old, own = passages_of(record.text), passages_of(text)
            return replace(record, text=text), {
                each: old[min(at, len(old) - 1)] for at, each in enumerate(own)
            }
        case LifeEvent():
            new = forms["question"].format(text=record.name, number=2000 + number)
            return replace(record, sample_questions=(*record.sample_questions, new)), {
                new: record.name
            }
        case Notice():
            return replace(record, text=f"{record.text}{number}"), {}
