"""Reading a message against the regions of a base."""

from dataclasses import replace

from dialogue.masking import mask, unmarked
from dialogue.phrases import phrase
from dialogue.understanding.alarms import Alarm, alarm_in, danger_in
from dialogue.understanding.audiences import audience_in
from dialogue.understanding.barring import Barred, barred_by
from dialogue.understanding.corrections import corrected
from dialogue.understanding.days import day_in
from dialogue.understanding.kin import dead_in
from dialogue.understanding.moods import fortune_in, is_angry, is_sensitive, is_weary
from dialogue.understanding.ordinals import ordinal_in
from dialogue.understanding.places import RegionNames, elsewhere_in, is_here
from dialogue.understanding.requests import kind_of
from dialogue.understanding.sayings import put_right
from dialogue.understanding.signals import Signal, signal_in
from dialogue.understanding.splitting import (
    leads_over,
    matter_of,
    names_nothing,
    questions_in,
    sentences_of,
    without_days,
    without_numbers,
    without_where,
)
from dialogue.understanding.stories import point_of
from dialogue.understanding.understood import Understood
from kb.elements import Element
from kb.regions import Regions
from retriever.elements import elements_asked, without_asking
from retriever.tokens import normalise

_FEW = 3  # regions that are answered for one by one


class Understanding:
    """Reads messages against the regions of a base."""

    def __init__(self, regions: Regions) -> None:
        self._regions = RegionNames(regions)

    def understand(self, text: str) -> Understood:
        """Read one message."""
        masked = mask(text)
        plain = normalise(unmarked(phrase("label_of_number").sub("", masked))) or normalise(masked)
        heard = put_right(without_numbers(plain))
        plain = _in_scope(heard)
        questions = questions_in(plain)
        whole = self._question(plain, masked)
        elements = whole.elements
        ordinal, alarm = ordinal_in(plain), alarm_in(plain)
        return replace(
            whole,
            kind=kind_of(plain, elements),
            signal=signal_in(plain) if plain else Signal.YES,  # nothing but 👍
            alarm=alarm,
            danger=danger_in(plain) if alarm not in (None, Alarm.CRISIS) else None,
            barred=barred_by(plain),
            left_out=plain != heard,
            anger=is_angry(plain, elements),
            weary=is_weary(plain),
            fortune=fortune_in(plain),
            names_nothing=whole.names_nothing or ordinal is not None,
            sensitive=is_sensitive(plain),
            ordinal=ordinal,
            dead=dead_in(plain),
            topic=_topic_of(plain),
            led_over=leads_over(plain),
            parts=self._parts(questions) if len(questions) > 1 else self._by_region(whole, plain),
        )

    def find_region(self, text: str) -> tuple[tuple[str, ...], str]:
        """The innermost regions that a normalised text can mean, and the text without them."""
        return self._regions.find(text)

    def _question(self, plain: str, masked: str) -> Understood:
        """What a normalised message, or one question of it, asks for."""
        ruled_out, kept = corrected(phrase("if_there").sub(r"\g<there>", plain))
        regions, rest = self._regions.find(kept)
        regions = self._regions.asked_about(kept, regions)
        here = not regions and is_here(kept)
        if regions and names_nothing(without_where(rest)):
            rest = without_where(rest)
        rest = point_of(matter_of(phrase("here").sub("", rest) if here else rest))
        # 「残疾待遇 电话 东区」: a region behind the noun that asks is no part of it, and 「东区呢」 is
        # like no question.
        asks = not regions or without_asking(kept) != kept
        elements = elements_asked(kept) if asks else ()
        elements = elements or (elements_asked(rest.strip()) if regions else ())
        if Element.HOURS in elements:
            rest = without_days(rest)
        nothing = names_nothing(rest)
        day = day_in(kept)
        return Understood(
            masked=masked,
            search_text=rest.strip() or plain,
            elements=elements,
            regions=regions,
            here=here,
            elsewhere=None if regions else elsewhere_in(kept, self._regions.known),
            audience=audience_in(kept),
            ruled_out=ruled_out,
            day=day if nothing or Element.HOURS in elements else None,
            names_nothing=nothing,
        )

    def _by_region(self, whole: Understood, plain: str) -> tuple[Understood, ...]:
        """「甲区和乙区分别在哪」: the same question for each of the regions that are named."""
        names = self._regions.named_one_by_one(plain)
        if not whole.elements or set(names) != set(whole.regions) or not 1 < len(names) <= _FEW:
            return ()
        return tuple(replace(whole, masked=name, regions=(code,)) for code, name in names.items())

    def _parts(self, questions: tuple[str, ...]) -> tuple[Understood, ...]:
        """Each question by itself; what it leaves unsaid of elements is that of the one before."""
        read: list[Understood] = []
        for question in questions:
            part = replace(self._question(question, question), led_over=bool(read))
            if not part.elements and read:
                part = replace(part, elements=read[-1].elements)
            read.append(part)
        return tuple(read)


def _topic_of(plain: str) -> str | None:
    found = phrase("which_matters").search(plain)
    return found["topic"] if found is not None else None


def _in_scope(text: str) -> str:
    """A message less its sentences that are no matter of the hotline, where others ask for one."""
    sentences = sentences_of(text)
    kept = [each for each in sentences if barred_by(each) is not Barred.OUT_OF_SCOPE]
    asks = any(elements_asked(each) for each in kept)
    return "".join(kept) if asks and len(kept) < len(sentences) else text
