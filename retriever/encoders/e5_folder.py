"""Writes an unpacked E5 as a SentenceTransformer folder that any version of the library reads.

Only data files are written; neither torch nor the network is needed for it. The layout is that of
the published multilingual-e5-small: a BERT encoder over XLM-RoBERTa's pieces, mean pooling,
vectors of length one, and the two prefixes as prompts.
"""

import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

from retriever.encoders.charsmap import precompile
from retriever.encoders.packed_e5 import PackedE5, Shape, Vocabulary

_MODULES = "sentence_transformers.models"  # the name that every release so far understands
_LAYER_PARTS = (
    # packed name, name in a BertModel
    ("q", "attention.self.query"),
    ("k", "attention.self.key"),
    ("v", "attention.self.value"),
    ("ao", "attention.output.dense"),
    ("aln", "attention.output.LayerNorm"),
    ("fi", "intermediate.dense"),
    ("fo", "output.dense"),
    ("oln", "output.LayerNorm"),
)


def write_e5_folder(packed: PackedE5, folder: Path) -> None:
    """Fill an existing, empty folder.

    Raises:
        PackedModelInvalid: a tensor is missing or of the wrong size.
        OSError: the folder cannot be written.
    """
    shape, vocabulary = packed.shape, packed.vocabulary
    pieces = vocabulary.pieces
    # Written by hand, not by the libraries, so that a full disk is an OSError here too.
    (folder / "tokenizer.json").write_text(
        tokenizer(vocabulary, shape.positions).to_str(), encoding="utf-8"
    )
    (folder / "model.safetensors").write_bytes(save(_weights(packed), metadata={"format": "pt"}))
    special = {
        "bos_token": pieces[vocabulary.bos],
        "cls_token": pieces[vocabulary.bos],
        "eos_token": pieces[vocabulary.eos],
        "sep_token": pieces[vocabulary.eos],
        "pad_token": pieces[vocabulary.pad],
        "unk_token": pieces[vocabulary.unk],
    }
    pooling = {"word_embedding_dimension": shape.hidden, "pooling_mode_mean_tokens": True}
    files: dict[str, object] = {
        "config.json": _bert_config(shape, vocabulary),
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": shape.positions,
            "model_input_names": ["input_ids", "attention_mask"],
            "clean_up_tokenization_spaces": False,
            **special,
        },
        "special_tokens_map.json": special,
        "sentence_bert_config.json": {"max_seq_length": shape.positions, "do_lower_case": False},
        "modules.json": [
            {"idx": number, "name": str(number), "path": path, "type": f"{_MODULES}.{kind}"}
            for number, (path, kind) in enumerate(
                (("", "Transformer"), ("1_Pooling", "Pooling"), ("2_Normalize", "Normalize"))
            )
        ],
        "1_Pooling/config.json": pooling,
        "config_sentence_transformers.json": {
            "prompts": {"query": "query: ", "passage": "passage: "},
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
    }
    (folder / "1_Pooling").mkdir()
    (folder / "2_Normalize").mkdir()
    for name, content in files.items():
        (folder / name).write_text(json.dumps(content, indent=1), encoding="utf-8")


def tokenizer(vocabulary: Vocabulary, window: int) -> Tokenizer:
    """XLM-RoBERTa's way of cutting: normalise, mark spaces, best unigram path, `<s> … </s>`.

    A run of characters that the vocabulary lacks becomes one `<unk>`, as in SentencePiece.
    """
    pieces = vocabulary.pieces
    made = Tokenizer(
        models.Unigram(
            list(zip(pieces, vocabulary.scores, strict=True)), vocabulary.unk, byte_fallback=False
        )
    )
    made.normalizer = normalizers.Sequence(
        [
            normalizers.Precompiled(precompile(vocabulary.normalisation)),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )
    made.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    bos, eos = pieces[vocabulary.bos], pieces[vocabulary.eos]
    made.post_processor = processors.TemplateProcessing(
        single=f"{bos} $A {eos}",
        pair=f"{bos} $A {eos} {eos} $B {eos}",
        special_tokens=[(bos, vocabulary.bos), (eos, vocabulary.eos)],
    )
    made.enable_truncation(window)
    made.enable_padding(pad_id=vocabulary.pad, pad_token=pieces[vocabulary.pad])
    return made


def _bert_config(shape: Shape, vocabulary: Vocabulary) -> dict[str, object]:
    return {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "vocab_size": shape.vocabulary,
        "hidden_size": shape.hidden,
        "num_hidden_layers": shape.layers,
        "num_attention_heads": shape.heads,
        "intermediate_size": shape.feed_forward,
        "hidden_act": "gelu",
        "max_position_embeddings": shape.positions,
        "type_vocab_size": shape.token_types,
        "layer_norm_eps": shape.epsilon,
        "pad_token_id": vocabulary.pad,
        "bos_token_id": vocabulary.bos,
        "eos_token_id": vocabulary.eos,
        # The file holds float16 to halve its size; the arithmetic is float32.
        "dtype": "float32",
    }


def _weights(packed: PackedE5) -> dict[str, NDArray[np.float16]]:
    """Every parameter of a BertModel, by its name there; float16 rounds by less than 1 in 2,000."""
    shape = packed.shape
    hidden, wide = shape.hidden, shape.feed_forward
    weights = {
        "embeddings.word_embeddings.weight": packed.tensor("emb.word", shape.vocabulary, hidden),
        "embeddings.position_embeddings.weight": packed.tensor("emb.pos", shape.positions, hidden),
        "embeddings.token_type_embeddings.weight": packed.tensor(
            "emb.type", shape.token_types, hidden
        ),
        "embeddings.LayerNorm.weight": packed.tensor("emb.ln.w", hidden),
        "embeddings.LayerNorm.bias": packed.tensor("emb.ln.b", hidden),
        # BERT's pooler is not in the file and mean pooling does not use it; without it every
        # load would warn of parameters made up at random.
        "pooler.dense.weight": np.zeros((hidden, hidden), np.float32),
        "pooler.dense.bias": np.zeros(hidden, np.float32),
    }
    matrices = {"q": (hidden, hidden), "k": (hidden, hidden), "v": (hidden, hidden)}
    matrices |= {"ao": (hidden, hidden), "fi": (wide, hidden), "fo": (hidden, wide)}
    for layer in range(shape.layers):
        for part, name in _LAYER_PARTS:
            size = matrices.get(part, (hidden,))
            target = f"encoder.layer.{layer}.{name}"
            weights[f"{target}.weight"] = packed.tensor(f"l{layer}.{part}.w", *size)
            weights[f"{target}.bias"] = packed.tensor(f"l{layer}.{part}.b", size[0])
    return {name: values.astype(np.float16) for name, values in weights.items()}
