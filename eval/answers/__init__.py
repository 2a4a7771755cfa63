"""Answers measured: each case is asked as a citizen asks it, and held against the guides."""
