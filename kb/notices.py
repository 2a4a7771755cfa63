"""Temporary notices (临时通知): what holds for some days and touches places, agencies or items."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class Notice:
    """临时通知: shown with the guides it touches, and only on its days (今天某大厅不对外办公).

    It touches a guide where everything that it names fits: the region is the guide's or one
    around it, the agency is the guide's, the item is among those listed, and the place stands in
    the guide's own words. What it does not name, it does not ask for.
    """

    notice_id: str
    text: str
    valid_from: date
    valid_until: date
    region: str | None = None
    agency: str | None = None
    item_codes: tuple[str, ...] = ()
    place: str | None = None  # words that stand in the place element of what it touches
    source_url: str | None = None

    @property
    def key(self) -> tuple[str, ...]:
        """What makes two rows of one source the same notice."""
        return (self.notice_id,)

    def holds_on(self, day: date) -> bool:
        """Whether the notice is in force on a day; both ends count."""
        return self.valid_from <= day <= self.valid_until

    def touches(
        self, *, item_code: str, regions: tuple[str, ...], agency: str | None, place: str | None
    ) -> bool:
        """Whether it concerns a guide.

        Args:
            item_code: of the guide.
            regions: the guide's region and those around it, codes.
            agency: of the guide.
            place: the words of its place element.
        """
        return (
            (self.region is None or self.region in regions)
            and (self.agency is None or self.agency == agency)
            and (not self.item_codes or item_code in self.item_codes)
            and (self.place is None or (place is not None and self.place in place))
        )
