"""Whether another matter is gone over to, by how that is said: 「还有」, 「再问下」, 「那申请失业金呢」.

What is named then may be found unsurely, or by words that name nothing else: it is asked about, rather
than that the present matter is told once more.
"""

from dialogue.deciding.decisions import Told
from dialogue.deciding.found import Found
from dialogue.deciding.hits import WHOLE
from dialogue.deciding.spoken_of import spoken_of
from dialogue.phrases import phrase
from dialogue.words import without_likewise, worded

_LIKELY = 0.3  # P(right) from which something may be meant where the present matter is not
_NO_CHANCE = 3  # pairs of characters of words for which a hit is not surely found by chance


def goes_over(found: Found, guides: tuple[Told, ...]) -> bool:
    """「还有申请失业后的补助呢」: where something else is led over to, or wanted done, it is meant.

    It need not be sure which: then it is asked about.
    """
    asked, best = found.asked, next(iter(found.findings.hits), None)
    words = asked.search_text
    pairs, led_over = len(worded(words)), asked.understood.led_over
    likewise = phrase("likewise").match(words) is not None
    if best is None or not (led_over or likewise) or spoken_of(words, guides):
        return False
    if wanted := phrase("to_be_done").match(without_likewise(words)):
        of_somebody = not phrase("somebody").sub("", wanted["what"]).strip("的")
        names = bool(worded(wanted["what"])) and not of_somebody  # 「那办老人的呢」
        return names and best.kind not in WHOLE and best.probability >= _LIKELY
    return led_over and likewise and found.is_sure and pairs >= _NO_CHANCE
