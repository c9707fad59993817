"""Views of the handbook as findings: one module a family, documented by its docstring."""

from rolebook.checks.engine import FAMILIES, FIXED, LEGAL, NEW, RULES, check, document_findings, documentation, explain

__all__ = ["FAMILIES", "FIXED", "LEGAL", "NEW", "RULES", "check", "document_findings", "documentation", "explain"]
