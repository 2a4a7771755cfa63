"""`hotline eval bench`: the search and the publish beside their peers, as ratios of one run.

The one part of `eval` that imports model and index libraries: the peers are measured here.
"""
