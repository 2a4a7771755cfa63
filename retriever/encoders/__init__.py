"""Encoders: one small Protocol, and the ones that come with the hotline."""

from retriever.encoders.encoder import Encoder, FloatArray, Progress, Role
from retriever.encoders.loading import DEFAULT_ENCODER, load_encoder

__all__ = [
    "DEFAULT_ENCODER",
    "Encoder",
    "FloatArray",
    "Progress",
    "Role",
    "load_encoder",
]
