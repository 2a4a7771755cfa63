"""Finding the right guide and entry."""

from retriever import runtime

# Before any module of this package imports a library that reads the environment once: libgomp
# loaded without it turns in loops, and a publish beside another busy process takes ten times as long.
runtime.prepare()
