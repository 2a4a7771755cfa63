"""The conversation: understand, decide, answer with the guide's own words, or hand over."""
