"""Signed files are attacked in every way that was tried by hand, a share of each here (`tests/attacks/signed.py`)."""

import pytest

from tests.attacks.signed import (
    SIGNED_OVER,
    after,
    before,
    between,
    changes,
    fields_removed,
    flipped,
    held_to_ledger,
    one_certificate,
    structures,
    told,
)
from tests.test_signing import signed

CHANGES = dict(changes())
SHARE = (
    *("annotation Stamp", "form NeedAppearances", "form SigFlags", "page Rotate", "catalogue MarkInfo"),
    *("first field Ff", "last field's appearance in place", "information of one's own", "XMP added"),
)


def test_the_file_that_nobody_attacked_is_plain_intact() -> None:
    assert held_to_ledger(signed()) == ()
    assert len(CHANGES) > 80


@pytest.mark.parametrize("name", SHARE)
def test_no_change_is_plain_intact(name: str) -> None:
    assert held_to_ledger(before(CHANGES[name])) or name in SIGNED_OVER
    assert told(between(CHANGES[name]))
    assert told(after(CHANGES[name]))


def test_what_a_signed_field_shows_is_compared_with_all_that_it_refers_to() -> None:
    assert "changed-after-field" in told(between(CHANGES["first field's appearance in place"]))


def test_no_structure_and_no_flipped_bit_is_plain_intact() -> None:
    tried = [(name, pdf) for place, (name, pdf) in enumerate(structures()) if place % 3 == 0]
    tried += [(f"seed {seed}", flipped(seed)) for seed in range(15)]
    assert [name for name, pdf in tried if not told(pdf)] == []


def test_steps_taken_out_before_signing_are_told() -> None:
    assert [name for name, pdf in fields_removed() if "saved-anew" not in held_to_ledger(pdf)] == []


def test_one_certificate_for_the_whole_chain_is_told() -> None:
    assert held_to_ledger(one_certificate()) == ("one-certificate",)
