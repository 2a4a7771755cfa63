"""Reports of a run: one file that a maintainer reads in the morning."""

from eval.report.gathering import gather
from eval.report.rendering import write_report

__all__ = ["gather", "write_report"]
