"""Guide accuracy (办事指南准确度): what is wrong with guides, told by looking at them alone."""

from kb.lint.finding import Check, LintFinding, explained
from kb.lint.linting import lint

__all__ = ["Check", "LintFinding", "explained", "lint"]
