"""Rolebook: roles, policies and disciplinary rules, written once as YAML in several languages."""

__version__ = "0.1.0"
