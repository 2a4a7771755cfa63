"""Families: what of a base is varied and placed together."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from eval.scale_districts import Place, with_local_values
from eval.scale_words import draw, varied, what, words
from kb.life_events import LifeEvent
from kb.notices import Notice
from kb.passages import passages_of
from kb.records import Faq, Guide, Item, Policy, Record, code_of, name_of


@dataclass(frozen=True, kw_only=True)
class Origin:
    """Where the words of a grown text come from."""

    text: str  # of the base that was grown
    who: str | None  # whom the variant is for; None: unvaried


@dataclass(frozen=True, kw_only=True)
class Family:
    """The situations of one item, or one question, or one document."""

    records: tuple[Record, ...]
    asked: str  # stands in none of the records: a question to search with

    def variant(self, number: int) -> "Family":
        """The same for other people; number 0 is the family itself."""
        who = what(number)
        if who is None:
            return self
        varied_ = tuple(_varied(record, number, who) for record in self.records)
        return Family(records=varied_, asked=varied(self.asked, "question", who))

    @property
    def code(self) -> str:
        """Item code, faq id or document id."""
        return code_of(self.records[0])

    def placed(self, place: Place, *, first: bool) -> Iterator[Record]:
        """The records as one district publishes them.

        A question or document is another one in each district but the first, because its code
        is all that tells it apart.
        """
        for record in self.records:
            match record:
                case Guide():
                    yield with_local_values(record, place)
                case Item():
                    if first:
                        yield record
                case Faq():
                    code = record.faq_id if first else f"{record.faq_id}-{place.code}"
                    yield replace(record, faq_id=code, region=place.code)
                case Policy():
                    code = record.doc_id if first else f"{record.doc_id}-{place.code}"
                    yield replace(record, doc_id=code, region=place.code)
                case LifeEvent() | Notice():
                    if first:
                        yield record

    def origins(self, number: int) -> Iterator[tuple[str, Origin]]:
        """Each text by which a variant is found, and the held-back question, with its origin."""
        variant, who = self.variant(number), what(number)
        yield variant.asked, Origin(text=self.asked, who=who)
        for old, new in zip(self.records, variant.records, strict=True):
            before = list(_texts(old))
            for at, after in enumerate(_texts(new)):
                # A longer text may be cut into one passage more.
                yield after, Origin(text=before[min(at, len(before) - 1)], who=who)


def families_of(records: Iterable[Record]) -> tuple[Family, ...]:
    """The families of a base: of each item one guide a situation, each question, each document.

    In an order that mixes all kinds, so that any beginning of it is like the whole.
    """
    by_code: dict[str, dict[str | None, Record]] = {}
    for record in records:
        situation = record.situation if isinstance(record, Guide) else None
        by_code.setdefault(code_of(record), {}).setdefault(situation, record)
    mixed = sorted(by_code, key=lambda code: (draw(1 << 32, "family", code), code))
    return tuple(_family(tuple(by_code[code].values())) for code in mixed)


def _family(records: tuple[Record, ...]) -> Family:
    """Hold one question back; a family without one is asked for by its name."""
    asked = next((own[-1] for each in records if len(own := _questions(each)) > 1), None)
    if asked is None:
        made: str = words()["variant"]["asked"].format(text=name_of(records[0]))
        return Family(records=records, asked=made)
    return Family(records=tuple(_without(each, asked) for each in records), asked=asked)


def _questions(record: Record) -> tuple[str, ...]:
    match record:
        case Guide() | Item():
            return record.sample_questions
        case Faq():
            return record.similar_questions
        case LifeEvent():
            return record.sample_questions
        case Policy() | Notice():
            return ()


def _without(record: Record, question: str) -> Record:
    kept = tuple(each for each in _questions(record) if each != question)
    match record:
        case Guide() | Item():
            return replace(record, sample_questions=kept)
        case Faq():
            return replace(record, similar_questions=kept)
        case LifeEvent():
            return replace(record, sample_questions=kept)
        case Policy() | Notice():
            return record


def _varied(record: Record, number: int, who: str) -> Record:
    def all_of(texts: tuple[str, ...], form: str) -> tuple[str, ...]:
        return tuple(varied(text, form, who) for text in texts)

    code = f"{code_of(record)}-V{number}"
    match record:
        case Guide() | Item():
            return replace(
                record,
                item_code=code,
                name=varied(record.name, "name", who),
                aliases=all_of(record.aliases, "alias"),
                sample_questions=all_of(record.sample_questions, "question"),
            )
        case Faq():
            return replace(
                record,
                faq_id=code,
                question=varied(record.question, "question", who),
                similar_questions=all_of(record.similar_questions, "question"),
                answer=varied(record.answer, "answer", who),
            )
        case Policy():
            passages = (varied(each, "passage", who) for each in passages_of(record.text))
            return replace(
                record,
                doc_id=code,
                title=varied(record.title, "name", who),
                text="".join(passages),
            )
        case LifeEvent():
            return replace(
                record,
                event_id=code,
                name=varied(record.name, "name", who),
                aliases=all_of(record.aliases, "alias"),
                sample_questions=all_of(record.sample_questions, "question"),
            )
        case Notice():
            return replace(record, notice_id=code)


def _texts(record: Record) -> Iterator[str]:
    """What a record is found by, as `retriever.indexing` reads it off."""
    match record:
        case Guide() | Item():
            yield record.name
            yield from record.aliases
            yield from record.sample_questions
            if isinstance(record, Guide) and record.situation is not None:
                yield f"{record.name} {record.situation}"
        case Faq():
            yield from (record.question, *record.similar_questions)
            yield from passages_of(record.answer)
        case Policy():
            yield from passages_of(record.text)
        case LifeEvent():
            yield from (record.name, *record.aliases, *record.sample_questions)
        case Notice():
            pass
