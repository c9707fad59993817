"""Who sees a field of a document, and whether it counts for the fingerprint: declared beside the field itself.

Every field of a role, a policy and the disciplinary rules has a declaration; a test fails for one without. A field of a
part below is shown with the field that holds it, and counts unless it is declared as `Handled`.
"""

from dataclasses import dataclass
from functools import cache
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ShownTo:
    """Marks a field: its readers, unless `field_visibility` names others, and whether the fingerprint covers it.

    `everyone` are all who may see the document at all.
    """

    readers: Literal["everyone", "managers"]
    counts: bool = True


Counted = Annotated[T, ShownTo("everyone")]
Handled = Annotated[T, ShownTo("everyone", counts=False)]
"""Says how a document is handled, not what its reader reads: its id, who sees it, when it is reviewed."""
ForManagers = Annotated[T, ShownTo("managers")]


@cache
def declarations(model: type[BaseModel]) -> dict[str, ShownTo]:
    """Returns the declarations of a model's fields, by field; undeclared ones are left out."""
    marks = {
        field: [one for one in info.metadata if isinstance(one, ShownTo)] for field, info in model.model_fields.items()
    }
    return {field: found[-1] for field, found in marks.items() if found}


@cache
def uncounted(model: type[BaseModel]) -> frozenset[str]:
    """Returns the fields of a model that no fingerprint covers."""
    return frozenset(field for field, told in declarations(model).items() if not told.counts)


def is_counted(value: object) -> bool:
    """Returns whether a fingerprint covers a field's value: pay and employment only where they are in the document."""
    return getattr(value, "in_document", True) is not False


@cache
def for_managers(model: type[BaseModel]) -> frozenset[str]:
    """Returns the fields of a model that only managers see, unless the document says otherwise."""
    return frozenset(field for field, told in declarations(model).items() if told.readers == "managers")
