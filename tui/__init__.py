"""The terminal: a conversation as a citizen holds it, over the typed client alone."""
