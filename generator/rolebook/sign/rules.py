"""Which changes of a PDF are nothing but signing: pyHanko's rules, with what other programs write differently.

mutool rounds the corners of a field that it signs. Corners that stay where they were to a hundredth of a point are no
change; everything else is judged by pyHanko's own rules.
"""

from pyhanko.sign.diff_analysis import (
    DEFAULT_DIFF_POLICY,
    FieldComparisonSpec,
    FormUpdatingRule,
    GenericFieldModificationRule,
    SigFieldCreationRule,
    SigFieldModificationRule,
    StandardDiffPolicy,
    SuspiciousModification,
)
from pyhanko.sign.diff_analysis.constants import (
    ACROFORM_EXEMPT_STRICT_COMPARISON,
    FORMFIELD_ALWAYS_MODIFIABLE,
    VALUE_UPDATE_KEYS,
)

_ROUNDED = 0.01


class _SignedInPlace(SigFieldModificationRule):
    """A field may be signed where it is, with its corners rounded."""

    def __init__(self) -> None:
        super().__init__(
            always_modifiable=FORMFIELD_ALWAYS_MODIFIABLE | {"/Rect"},
            value_update_keys=VALUE_UPDATE_KEYS | {"/Rect"},
        )

    def compare_fields(self, spec: FieldComparisonSpec) -> bool:
        """Compares as pyHanko does, and the corners by their values."""
        old, new = ([float(edge) for edge in field["/Rect"]] for field in (spec.old_field, spec.new_field) if field)
        if len(old) != len(new) or any(abs(was - now) > _ROUNDED for was, now in zip(old, new, strict=True)):
            raise SuspiciousModification("the field was moved")
        return super().compare_fields(spec)


# The first signature sets the flags of the form.
_FLAGS = ACROFORM_EXEMPT_STRICT_COMPARISON | {"/SigFlags"}
_MODIFIED = (_SignedInPlace(), GenericFieldModificationRule())
ONLY_SIGNING = StandardDiffPolicy(DEFAULT_DIFF_POLICY.global_rules, FormUpdatingRule([*_MODIFIED], _FLAGS))
"""Fields that were there are signed; nothing else happens."""
SIGNING = StandardDiffPolicy(
    DEFAULT_DIFF_POLICY.global_rules,
    FormUpdatingRule([SigFieldCreationRule(), *_MODIFIED], _FLAGS),  # type: ignore[no-untyped-call]
)
"""Fields may be added, too: those are named one by one elsewhere."""
