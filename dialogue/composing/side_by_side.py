"""A few short answers side by side: each once, under everything that it goes for."""

from dataclasses import replace

from dialogue.composing.citing import cite_element, guide_answer
from dialogue.composing.glossing import gloss
from dialogue.composing.scene import Scene
from dialogue.deciding.decisions import AnswerGuide, Differing, Told
from dialogue.findings import element_text
from dialogue.turn import Answer, Status
from dialogue.wording import wording


def side_by_side(decision: AnswerGuide, scene: Scene) -> tuple[tuple[Answer, ...], tuple[str, ...]]:
    """The answers, and the paragraph that tells them."""
    say = wording()
    differing = decision.differing
    assert differing is not None
    answers: list[Answer] = []
    blocks: list[str] = []
    for element in decision.elements:
        groups: dict[str, list[Told]] = {}
        for told in decision.told:
            if (text := element_text(told.guide, element)) is not None:
                groups.setdefault(text, []).append(told)
        lines = [f"【{say.elements[element]}】", say.answer[f"differs_{differing}"]]
        for text, group in groups.items():
            names = dict.fromkeys(_which(each, differing, scene) for each in group)
            worked_out = tuple(filter(None, (gloss(group[0].guide.elements[element]),)))
            said = text + "".join(worked_out)
            line = say.answer["alternative"].format(which=say.answer["and"].join(names), text=said)
            lines.append(line)
            answers.append(
                replace(
                    guide_answer(group[0], element, Status.ANSWERED, text),
                    citations=tuple(cite_element(each, element, text) for each in group),
                    worked_out=worked_out,
                )
            )
        blocks.append("\n".join(lines))
    return tuple(answers), tuple(blocks)


def _which(told: Told, differing: Differing, scene: Scene) -> str:
    guide = told.guide
    match differing:
        case Differing.SITUATION:
            return guide.situation or wording().answer["everywhere"]
        case Differing.REGION:
            regions = scene.findings.regions
            return regions[guide.region].name if guide.region else wording().answer["everywhere"]
        case Differing.AGENCY:
            return guide.agency or wording().answer["unstated"]
