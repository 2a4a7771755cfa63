from retriever.patterns import compiled


def test_a_fragment_is_filled_in_and_no_group_captures() -> None:
    (pattern,) = compiled(["(要|得)<what>"], {"what": "(什么|啥)(证|本)?"})
    assert pattern.fullmatch("得啥证")
    assert pattern.groups == 0


def test_what_is_caught_are_named_fragments_and_stretches_of_any_words() -> None:
    (pattern,) = compiled(["(带|拿)<doc>[^,]{0,4}吗"], {"doc": "(身份|结婚)证"}, caught=["doc"])
    match = pattern.search("要带结婚证原件吗")
    assert match
    assert match.groups() == ("结婚证", "原件")


def test_an_escaped_bracket_is_no_group() -> None:
    (pattern,) = compiled([r"\(甲\)(乙)"], {})
    assert pattern.fullmatch("(甲)乙")
