"""Which names a question is told apart from."""

from retriever.training.examples import siblings_of

NAMES = {
    "1": "渔业捕捞许可审批·换发",
    "2": "渔业捕捞许可审批·补发",
    "3": "渔业捕捞许可审批",
    "4": "渔业船舶登记",
    "5": "身份证补领",
}


def test_siblings_begin_alike_for_half_of_the_longer_name() -> None:
    found = siblings_of(NAMES)
    assert set(found["1"]) == {"2", "3"}
    assert found["4"] == found["5"] == []


def test_nobody_is_a_sibling_of_itself() -> None:
    assert all(item not in others for item, others in siblings_of(NAMES).items())
