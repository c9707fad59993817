"""Signed files are attacked in every way that was tried by hand, a share of each here (`tests/attacks/signed.py`)."""

import pytest

from tests import pki
from tests.attacks.signed import (
    after,
    before,
    between,
    changes,
    flipped,
    held_to_ledger,
    structures,
    told,
    without_fields,
)
from tests.signable import STEPS, signable
from tests.test_signing import NAMES, signed, signed_elsewhere

CHANGES = dict(changes())
SHARE = ("annotation Stamp", "form NeedAppearances", "page Rotate")


def test_the_file_that_nobody_attacked_is_plain_intact() -> None:
    assert held_to_ledger(signed()) == ()
    assert len(CHANGES) > 50


@pytest.mark.parametrize("name", SHARE)
def test_no_change_is_plain_intact(name: str) -> None:
    assert held_to_ledger(before(CHANGES[name]))
    assert told(between(CHANGES[name]))
    assert told(after(CHANGES[name]))


def test_no_structure_and_no_flipped_bit_is_plain_intact() -> None:
    tried = [(name, pdf) for place, (name, pdf) in enumerate(structures()) if place % 3 == 0]
    tried += [(f"seed {seed}", flipped(seed)) for seed in range(15)]
    assert [name for name, pdf in tried if not told(pdf)] == []


@pytest.mark.parametrize("gone", [STEPS[:1], STEPS[:2], STEPS[1:]])
def test_steps_taken_out_before_signing_are_told(gone: tuple[str, ...]) -> None:
    pdf = without_fields(*gone)
    for step in STEPS:
        if step not in gone:
            pdf = signed_elsewhere(pdf, step, pki.signer(NAMES[STEPS.index(step)]))
    assert "saved-anew" in held_to_ledger(pdf)


def test_one_certificate_for_the_whole_chain_is_told() -> None:
    pdf = signable()
    for step in STEPS:
        pdf = signed_elsewhere(pdf, step, pki.signer(NAMES[0]))
    assert held_to_ledger(pdf) == ("one-certificate",)
