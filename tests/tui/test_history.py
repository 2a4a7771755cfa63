from tui.conversation.history import InputHistory


def test_back_to_the_first_and_forward_to_what_was_being_typed() -> None:
    past = InputHistory()
    for text in ("一", "二", "二"):
        past.sent(text)
    assert [past.older("三"), past.older(""), past.older("")] == ["二", "一", None]
    assert [past.newer(), past.newer(), past.newer()] == ["二", "三", None]


def test_nothing_sent_nothing_to_come_back() -> None:
    assert (InputHistory().older("一"), InputHistory().newer()) == (None, None)
