"""YAML that comes with Rolebook: words, packs, rules, headings."""

from importlib.resources.abc import Traversable

from rolebook.source.tree import Mapping
from rolebook.source.yaml_reader import read_yaml


def read_own_yaml(resource: Traversable) -> Mapping:
    """Returns the map that a file of the package holds. Raises AssertionError where the file has faults."""
    tree, findings = read_yaml(resource.read_text("utf-8"), resource.name)
    if findings or not isinstance(tree, Mapping):
        raise AssertionError(findings)
    return tree
