"""Reading a message against the regions of a base."""

import re

from dialogue.masking import mask, unmarked
from dialogue.understanding.signals import Signal
from dialogue.understanding.understood import Understood
from kb.regions import Regions
from retriever.elements import elements_asked, without_asking
from retriever.tokens import normalise

_SIGNALS = {
    Signal.OPERATOR: re.compile(
        r"^[\s,。!?]*(我要|我想|帮我|请|给我)?(转|找|接|要)?个?(人工|真人|坐席|客服)(服务|客服|坐席)?[\s,。!?]*$"
    ),
    Signal.GREETING: re.compile(
        r"^(你好|您好|早上好|上午好|中午好|下午好|晚上好|hello|hi|嗨|哈喽|在吗|在不在|在不|有人吗)[呀啊吗\s,。!?~]*$"
    ),
    Signal.THANKS: re.compile(
        r"^(好的?|嗯|行)?[\s,]*(谢谢|多谢|感谢|谢了|辛苦了?)(你|您|啦|了|啊)*[\s,。!~]*$"
    ),
    Signal.FAREWELL: re.compile(r"^(再见|拜拜|88|没了|没有了|没事了|不用了)[\s,。!~]*$"),
}
_FILLER = re.compile(
    r"[\s,。!?.~、:;，？！…]+|那|呢|啊|呀|吧|吗|嘛|的|了|请问|一下|这个|那个|它|要|是|我|办理?|能|可以|去"
)
_DANGLING_IN = re.compile(r"^在|在(?=[哪什办补]|$)")


class Understanding:
    """Reads messages against the regions of a base."""

    def __init__(self, regions: Regions) -> None:
        self._regions = regions
        self._names: dict[str, tuple[str, ...]] = {}
        for name, codes in regions.names.items():
            if len(name) > 1:
                known = self._names.get(normalise(name), ())
                self._names[normalise(name)] = tuple(dict.fromkeys((*known, *codes)))

    def understand(self, text: str) -> Understood:
        """Read one message."""
        masked = mask(text)
        plain = normalise(unmarked(masked)) or normalise(masked)
        codes, without_region = self.find_region(plain)
        rest = _FILLER.sub("", without_asking(without_region))
        return Understood(
            masked=masked,
            search_text=without_region.strip() or plain,
            elements=elements_asked(plain),
            regions=codes,
            names_nothing=len(rest) <= 1,
            signal=next((signal for signal, said in _SIGNALS.items() if said.match(plain)), None),
        )

    def find_region(self, text: str) -> tuple[tuple[str, ...], str]:
        """The innermost regions that a normalised text can mean, and the text without them."""
        spans = {
            (match.start(), match.end())
            for name in self._names
            if name in text
            for match in re.finditer(re.escape(name), text)
        }
        longest = sorted(
            span
            for span in spans
            if not any(o[0] <= span[0] and span[1] <= o[1] and o != span for o in spans)
        )
        found = self._told_apart([self._names[text[start:end]] for start, end in longest])
        outer = {above for code in found for above in self._regions.line(code)[1:]}
        for start, end in reversed(longest):
            text = text[:start] + text[end:]
        if longest:
            text = _DANGLING_IN.sub("", text)
        return tuple(code for code in dict.fromkeys(found) if code not in outer), text

    def _told_apart(self, meant: list[tuple[str, ...]]) -> list[str]:
        """All codes; of a name of several regions those that lie in another one named with it."""
        found: list[str] = []
        for at, codes in enumerate(meant):
            others = {code for before in (*meant[:at], *meant[at + 1 :]) for code in before}
            inside = [code for code in codes if others.intersection(self._regions.line(code)[1:])]
            found += inside or codes
        return found
