"""Learning to find from labelled questions."""
