"""From published guides to wire schemas: pure, one function a kind of answer."""

from dataclasses import fields, is_dataclass
from decimal import Decimal

from pydantic import JsonValue

from api import schemas
from dialogue.service import GuidePage, PublishedGuide
from kb.elements import Element, Materials
from kb.regions import Region, Regions


def guide_response(page: GuidePage, regions: Regions) -> schemas.GuideResponse:
    """All situations of the nearest region."""
    return schemas.GuideResponse(
        item_code=page.item_code,
        name=page.name,
        generation=page.generation,
        region=_region_ref(page.region, regions),
        guides=[_guide(published) for published in page.guides],
        other_regions=[
            schemas.RegionRef(code=each.code, name=each.name, path=list(regions.path(each.code)))
            for each in page.other_regions
        ],
    )


def _guide(published: PublishedGuide) -> schemas.GuideView:
    guide = published.guide
    return schemas.GuideView(
        situation=guide.situation,
        agency=guide.agency,
        item_type=guide.item_type,
        source=published.source,
        version=published.version,
        verified_on=guide.verified_on,
        valid_from=guide.valid_from,
        valid_until=guide.valid_until,
        url=guide.source_url,
        elements={
            element.value: shown
            for element in Element
            if (shown := _element(published, element)) is not None
        },
    )


def checklist_response(
    page: GuidePage, published: PublishedGuide, regions: Regions
) -> schemas.ChecklistResponse:
    """What to bring for one guide of the page, and where and when to go."""
    return schemas.ChecklistResponse(
        item_code=page.item_code,
        name=page.name,
        generation=page.generation,
        region=_region_ref(page.region, regions),
        situation=published.guide.situation,
        agency=published.guide.agency,
        version=published.version,
        verified_on=published.guide.verified_on,
        materials=_materials(published),
        place=_element(published, Element.PLACE),
        hours=_element(published, Element.HOURS),
        phone=_element(published, Element.PHONE),
        fee=_element(published, Element.FEE),
    )


def _element(published: PublishedGuide, element: Element) -> schemas.ElementText | None:
    if (value := published.guide.elements.get(element)) is None:
        return None
    typed = {
        each.name: _json(getattr(value, each.name)) for each in fields(value) if each.name != "text"
    }
    return schemas.ElementText(
        entry_id=published.entry_ids.get(element), text=value.text, value=typed
    )


def _materials(published: PublishedGuide) -> schemas.MaterialList | None:
    materials = published.guide.elements.get(Element.MATERIALS)
    if not isinstance(materials, Materials):
        return None
    return schemas.MaterialList(
        entry_id=published.entry_ids.get(Element.MATERIALS),
        text=materials.text,
        items=[
            schemas.MaterialItem(
                name=item.name,
                form=item.form and item.form.value,
                copies=item.copies and item.copies.value,
                count=item.count,
                required=item.required,
                when=item.when,
                note=item.note,
            )
            for item in materials.items
        ],
    )


def _json(value: object) -> JsonValue:
    """Typed parts of a value as JSON; money stays exact as a string."""
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, tuple):
        return [_json(each) for each in value]
    if is_dataclass(value):
        return {each.name: _json(getattr(value, each.name)) for each in fields(value)}
    if value is None or isinstance(value, str | int | float):
        return value
    raise TypeError(f"no JSON form for {type(value).__name__}")


def _region_ref(region: Region | None, regions: Regions) -> schemas.RegionRef | None:
    if region is None:
        return None
    return schemas.RegionRef(
        code=region.code, name=region.name, path=list(regions.path(region.code))
    )
