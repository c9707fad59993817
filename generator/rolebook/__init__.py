"""Rolebook: roles, policies and disciplinary rules, written once as YAML in several languages.

The names below are the Python interface (`rolebook.api`, docs/api.md); they load when one is first asked for, so that
the command line starts without them.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rolebook.api import build, check, describe, fingerprint, load, print_documents

__version__ = "0.1.0"
__all__ = ["__version__", "build", "check", "describe", "fingerprint", "load", "print_documents"]


def __getattr__(name: str) -> Any:
    if name in __all__:
        return getattr(import_module("rolebook.api"), name)
    raise AttributeError(name)
