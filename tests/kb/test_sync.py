"""What a new import of a source changes, as sets."""

from hypothesis import given
from hypothesis import strategies as st

from kb.sync import Changes, changes

digests = st.dictionaries(st.text(max_size=3), st.sampled_from("abc"))


def test_each_id_goes_one_way() -> None:
    found = changes({"a": "1", "b": "1", "c": "1"}, {"b": "2", "c": "1", "d": "1"})
    assert found == Changes(
        created=("d",), updated=("b",), unchanged=("c",), withdrawn=("a",)
    )  # fmt: skip
    assert not found.is_empty


@given(digests)
def test_the_same_again_changes_nothing(same: dict[str, str]) -> None:
    found = changes(same, dict(reversed(same.items())))
    assert found.is_empty
    assert found.unchanged == tuple(sorted(same))


@given(digests, digests)
def test_every_id_is_in_exactly_one_group(old: dict[str, str], new: dict[str, str]) -> None:
    found = changes(old, new)
    groups = (found.created, found.updated, found.unchanged, found.withdrawn)
    assert sorted(each for group in groups for each in group) == sorted(old.keys() | new.keys())
    assert set(found.created) == new.keys() - old.keys()
    assert set(found.withdrawn) == old.keys() - new.keys()


@given(digests, digests)
def test_the_way_back_undoes_it(old: dict[str, str], new: dict[str, str]) -> None:
    there, back = changes(old, new), changes(new, old)
    assert (there.created, there.withdrawn) == (back.withdrawn, back.created)
    assert (there.updated, there.unchanged) == (back.updated, back.unchanged)
