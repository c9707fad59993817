"""Views of the handbook as findings: one module a family, documented by its docstring."""

from rolebook.check.engine import FAMILIES, LEGAL, RULES, check, explain

__all__ = ["FAMILIES", "LEGAL", "RULES", "check", "explain"]
