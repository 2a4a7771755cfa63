"""A SentenceTransformer of a few thousand weights, made up at random, that trains in a second."""

from pathlib import Path

DIMENSION = 32
LAYERS = 3


def write_tiny_model(folder: Path, letters: str) -> Path:
    """Write one whose vocabulary is the characters of `letters`."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import (
        Normalize,
        Pooling,
        Transformer,
    )
    from tokenizers import Tokenizer, pre_tokenizers
    from tokenizers.models import WordLevel
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    special = ["<pad>", "<unk>"]
    alphabet = [*special, *sorted(set(letters))]
    words = Tokenizer(WordLevel({each: at for at, each in enumerate(alphabet)}, unk_token="<unk>"))
    words.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    inner = folder.with_name(f"{folder.name}.inner")
    PreTrainedTokenizerFast(  # type: ignore[no-untyped-call,unused-ignore]  # by version
        tokenizer_object=words, pad_token="<pad>", unk_token="<unk>", model_max_length=32
    ).save_pretrained(inner)
    torch.manual_seed(3)
    BertModel(
        BertConfig(
            vocab_size=len(alphabet),
            hidden_size=DIMENSION,
            num_hidden_layers=LAYERS,
            num_attention_heads=2,
            intermediate_size=64,
            max_position_embeddings=64,
        )
    ).save_pretrained(inner)
    SentenceTransformer(
        modules=[Transformer(str(inner)), Pooling(DIMENSION, pooling_mode="mean"), Normalize()],
        device="cpu",
    ).save(str(folder))
    return folder
