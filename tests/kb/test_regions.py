"""Regions are found by code, by path in either order and by name."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.errors import RegionUnknown
from kb.regions import Region, Regions, short_name, split_path

# Fictional, but shaped like the real tree: equal names in several cities, a city called like its
# province, a district whose name holds 市.
TREE = (
    Region(code="1", name="甲山省"),
    Region(code="11", name="甲山市", parent="1"),
    Region(code="111", name="东山区", parent="11"),
    Region(code="112", name="沙市区", parent="11"),
    Region(code="1111", name="平湖街道", parent="111"),
    Region(code="12", name="乙水市", parent="1", aliases=("水城",)),
    Region(code="121", name="东山区", parent="12"),
    Region(code="122", name="津市市", parent="12"),
    Region(code="123", name="丙林自治县", parent="12"),
    Region(code="1231", name="平湖镇", parent="123"),
    Region(code="2", name="丁海市"),
    Region(code="21", name="市中区", parent="2"),
)
REGIONS = Regions(TREE)
CODES = st.sampled_from([region.code for region in TREE])


class TestRoundTrip:
    @given(code=CODES, separator=st.sampled_from(["", ",", "，", "、", "/", " ", "›"]))
    def test_the_whole_path_leads_back(self, code: str, separator: str) -> None:
        assert REGIONS.resolve(separator.join(REGIONS.path(code))).code == code

    @given(code=CODES, separator=st.sampled_from([",", "，", "/", " "]))
    def test_so_does_the_path_from_inside_out(self, code: str, separator: str) -> None:
        assert REGIONS.resolve(separator.join(reversed(REGIONS.path(code)))).code == code

    @given(code=CODES, short=st.lists(st.booleans(), min_size=4, max_size=4))
    def test_names_in_a_path_may_be_short(self, code: str, short: list[bool]) -> None:
        path = [
            short_name(name) if cut else name
            for name, cut in zip(REGIONS.path(code), short, strict=False)
        ]
        assert REGIONS.resolve(",".join(path)).code == code

    @given(code=CODES)
    def test_the_code_leads_back(self, code: str) -> None:
        assert REGIONS.resolve(f" {code} ").code == code

    @given(code=CODES)
    def test_a_name_that_is_unique_leads_back(self, code: str) -> None:
        name = REGIONS[code].name
        if [region.name for region in TREE].count(name) == 1:
            assert REGIONS.resolve(name).code == code

    @given(code=CODES)
    def test_a_path_without_separators_is_cut_into_its_names(self, code: str) -> None:
        assert split_path("".join(REGIONS.path(code))) == REGIONS.path(code)


class TestNames:
    @pytest.mark.parametrize(
        ("written", "code"),
        [
            ("甲山", "1"),
            ("水城", "12"),
            ("乙水东山", "121"),
            ("甲山省沙市", "112"),
            ("水城东山区", "121"),
            ("丁海市中区", "21"),
            ("平湖镇,乙水市", "1231"),
        ],
    )
    def test_short_names_and_nicknames_are_understood(self, written: str, code: str) -> None:
        assert REGIONS.resolve(written).code == code

    def test_a_name_of_several_regions_names_them(self) -> None:
        with pytest.raises(RegionUnknown) as caught:
            REGIONS.resolve("东山区")
        assert caught.value.ambiguous
        assert caught.value.choices == ("甲山省甲山市东山区", "甲山省乙水市东山区")
        assert "甲山省乙水市东山区" in str(caught.value)

    @pytest.mark.parametrize("written", ["戊市", "甲山省戊区", "", ",", "东山区甲山省x"])
    def test_an_unknown_region_names_what_there_is(self, written: str) -> None:
        with pytest.raises(RegionUnknown) as caught:
            REGIONS.resolve(written)
        assert not caught.value.ambiguous
        assert "丁海市" in caught.value.choices

    def test_a_base_without_regions_says_so(self) -> None:
        with pytest.raises(RegionUnknown, match="nothing is imported"):
            Regions(()).resolve("甲山省")

    @given(
        written=st.text(max_size=20) | st.text(alphabet="甲山乙水市省区东山,/ 沙津中", max_size=20)
    )
    def test_any_text_is_found_or_refused(self, written: str) -> None:
        with suppress(RegionUnknown):  # any other error fails
            assert REGIONS.resolve(written) in TREE
