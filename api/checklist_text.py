"""The take-away checklist as text and as a page to print."""

import tomllib
from functools import cache
from html import escape
from importlib.resources import files

from api.schemas import ChecklistResponse, ElementText

_PAGE = (
    '<!doctype html>\n<html lang="zh-CN">\n<head><meta charset="utf-8"><title>{title}</title></head>\n'
    "<body>\n{body}\n</body>\n</html>\n"
)


@cache
def checklist_words() -> dict[str, str]:
    """The words around the guide's own, read once."""
    return tomllib.loads(files("api").joinpath("checklist.toml").read_text("utf-8"))


def checklist_text(told: ChecklistResponse) -> str:
    """The checklist as lines to keep or to send on."""
    blocks = ["\n".join(_head(told))]
    blocks += ["\n".join((f"【{heading}】", *lines)) for heading, lines in _sections(told)]
    return "\n\n".join((*blocks, _source(told))) + "\n"


def checklist_page(told: ChecklistResponse) -> str:
    """The checklist as a page without anything but its words, as a printer wants it."""
    title, *rest = _head(told)
    body = [f"<h1>{escape(title)}</h1>", *(f"<p>{escape(line)}</p>" for line in rest)]
    for heading, lines in _sections(told):
        body.append(f"<h2>{escape(heading)}</h2>")
        body += [f"<p>{escape(line)}</p>" for line in lines]
    body.append(f"<p><small>{escape(_source(told))}</small></p>")
    return _PAGE.format(title=escape(title), body="\n".join(body))


def _head(told: ChecklistResponse) -> list[str]:
    say = checklist_words()
    lines = [say["title"].format(name=told.name)]
    if told.situation:
        lines.append(say["situation"].format(situation=told.situation))
    if told.region:
        lines.append(say["region"].format(region="".join(told.region.path)))
    if told.agency:
        lines.append(say["agency"].format(agency=told.agency))
    return lines


def _sections(told: ChecklistResponse) -> list[tuple[str, list[str]]]:
    say = checklist_words()
    materials = told.materials.text.splitlines() if told.materials else [say["unstated"]]
    if told.materials and told.materials.items:
        materials = [say["item"].format(text=line) for line in materials]
    sections = [(say["materials"], materials)]
    for name, element in (
        ("place", told.place),
        ("hours", told.hours),
        ("phone", told.phone),
        ("fee", told.fee),
    ):
        sections.append((say[name], _lines(element)))
    return sections


def _lines(element: ElementText | None) -> list[str]:
    return element.text.splitlines() if element else [checklist_words()["unstated"]]


def _source(told: ChecklistResponse) -> str:
    say = checklist_words()
    day = told.verified_on or say["unstated"]
    return say["source"].format(name=told.name, version=told.version, verified_on=day)
