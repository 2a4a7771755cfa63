"""Finding the right guide and entry."""
