"""Imported once by the process that `tests.commands` forks from."""

from tests.commands import import_parts

import_parts()
