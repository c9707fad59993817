"""What the law of a place says, as data: packs, citations, customary forms and wording rules."""
