"""Everyday words: the data that ships, how they are found in a question, and what a wrong file says."""

from pathlib import Path

import pytest

from kb.terms import Term, Terms, TermsInvalid, load_terms, read_terms

TERMS = load_terms()


def terms(**pairs: tuple[str, ...]) -> Terms:
    return Terms(
        by_everyday={
            said: Term(everyday=said, official=official, subject="证件")
            for said, official in pairs.items()
        }
    )


def written(folder: Path, text: str, name: str = "terms.toml") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_at_least_three_hundred_everyday_words_are_known() -> None:
    assert len(TERMS) >= 300


def test_every_word_is_written_as_questions_are_read() -> None:
    for term in TERMS.by_everyday.values():
        for word in (term.everyday, *term.official):
            assert word == word.strip() == word.lower(), term
            assert len(word) >= 2, term


def test_no_word_is_its_own_official_word() -> None:
    assert [term for term in TERMS.by_everyday.values() if term.everyday in term.official] == []


def test_an_official_word_is_said_the_same_way_wherever_it_stands() -> None:
    """A chain (准生证 → 生育证 → 生育登记) would end at a word that no guide writes."""
    chained = [
        (term.everyday, word)
        for term in TERMS.by_everyday.values()
        for word in term.official
        if word in TERMS.by_everyday
    ]
    assert chained == []


@pytest.mark.parametrize(
    ("question", "official"),
    [
        ("房本丢了咋补", "不动产权证书"),
        ("准生证还要办吗", "生育登记"),
        ("小店要关店", "注销登记"),
        ("二手房过户", "转移登记"),
        ("车年检去哪", "机动车检验合格标志"),
        ("驾本到期了", "机动车驾驶证"),
        ("五险一金怎么交", "住房公积金"),
        ("打鱼的证到期", "渔业捕捞许可证"),
        ("想把店兑出去", "经营者变更"),
    ],
)
def test_the_official_word_is_given_for_what_people_say(question: str, official: str) -> None:
    assert official in TERMS.official_for(question)


def test_a_question_without_everyday_words_gets_none() -> None:
    assert TERMS.official_for("最低生活保障申请条件") == ()


def test_of_words_that_overlap_the_longest_counts() -> None:
    known = terms(五保=("特困供养",), 五保户=("特困人员",))
    assert known.official_for("村里五保户") == ("特困人员",)


def test_an_everyday_word_inside_its_official_word_is_not_said() -> None:
    known = terms(身份证=("居民身份证",), 公积金=("住房公积金",))
    assert known.said_in("居民身份证换领") == ()
    assert known.official_for("住房公积金和身份证") == ("居民身份证",)


def test_what_the_question_says_already_is_not_added() -> None:
    known = terms(证照=("营业执照",), 执照=("营业执照", "许可证"))
    assert known.official_for("证照就是营业执照吗") == ()
    assert known.official_for("许可证和执照") == ("营业执照",)


def test_a_word_said_twice_counts_once() -> None:
    known = terms(身份证=("居民身份证",))
    assert len(known.said_in("身份证，身份证丢了")) == 1


def test_no_everyday_words_at_all_are_no_error() -> None:
    assert terms().said_in("身份证") == ()


def test_files_of_a_folder_are_read_together_and_others_are_left(tmp_path: Path) -> None:
    written(tmp_path, '["证件"]\n"房本" = ["不动产权证书"]\n')
    written(tmp_path, '["税"]\n"个税" = ["个人所得税"]\n', name="more.toml")
    written(tmp_path, "not read", name="notes.md")
    assert read_terms(tmp_path).by_everyday["个税"].subject == "税"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('"房本" = ["不动产权证书"]\n', "under no subject"),
        ('["证件"]\n"房本" = "不动产权证书"\n', "must be a list"),
        ('["证件"]\n"房本" = []\n', "must be a list"),
        ('["证件"]\n"房本" = [" 不动产权证书"]\n', "must be a list"),
        ('["证件"]\n"房本" = ["本"]\n', "must be a list"),
        ('["证件"]\n"本" = ["不动产权证书"]\n', "at least 2 characters"),
        ('["证件"]\n"房本" = ["房本"]\n', "itself"),
        ('["证件"]\n"房本" = ["产权证", "产权证"]\n', "twice"),
        ('["证件"\n', "no TOML"),
        ('["证件"]\n"房本" = ["产权证书"]\n["房"]\n"房本" = ["房产证书"]\n', "already"),
    ],
)
def test_a_wrong_file_is_named_with_the_place_and_the_remedy(
    tmp_path: Path, text: str, told: str
) -> None:
    with pytest.raises(TermsInvalid, match=told) as raised:
        read_terms(written(tmp_path, text))
    assert "terms.toml" in str(raised.value)
