"""Which of an item's guides a checklist is made of."""

from collections.abc import Callable

from api.problems import ProblemRaised, field_message, problem
from api.schemas import ProblemField
from dialogue.service import GuidePage, PublishedGuide


def pick_guide(page: GuidePage, *, situation: str | None, agency: str | None) -> PublishedGuide:
    """The one guide that is meant.

    Raises:
        ProblemRaised: there is no guide, the situation or agency is none of this item's, or
            several fit and none is named; the problem names the choices.
    """
    if not page.guides:
        raise ProblemRaised(problem("guide_without_content", name=page.name))
    left = _narrow(
        page.name, page.guides, "situation", situation, lambda each: each.guide.situation
    )
    left = _narrow(page.name, left, "agency", agency, lambda each: each.guide.agency)
    return left[0]


def _narrow(
    name: str,
    guides: tuple[PublishedGuide, ...],
    field: str,
    wanted: str | None,
    told: Callable[[PublishedGuide], str | None],
) -> tuple[PublishedGuide, ...]:
    choices = tuple(dict.fromkeys(value for each in guides if (value := told(each)) is not None))
    if wanted is None:
        if len({told(each) for each in guides}) == 1:
            return guides
        kind = f"{field}_needed"
    else:
        if fitting := tuple(each for each in guides if told(each) == wanted):
            return fitting
        kind = f"{field}_unknown"
    error = ProblemField(field=field, message=field_message("one_of_choices", {}))
    raise ProblemRaised(problem(kind, name=name, choices=choices, errors=[error]))
