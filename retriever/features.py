"""The names of what speaks for an item (`retriever.evidence`), in order."""

OF_NAMES = (
    *("named", "near", "near3", "near_name", "near_question", "near_situation"),
    *("words", "covered", "covering", "acts", "length", "verbatim"),
)
# An answer counts for less where the question is indexed too, so the two have weights of their own.
ANSWER, ANSWER_ALONE = "answer", "answer_alone"
FEATURES: tuple[str, ...] = (
    *OF_NAMES,
    *(ANSWER, ANSWER_ALONE, "passage", "nearest_passage"),
    *("faq", "faq_alone", "item_element", "faq_element", "policy"),
)
