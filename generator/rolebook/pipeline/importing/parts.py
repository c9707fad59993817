"""The parts of a description that rules of recognition treat alike."""

REQUIREMENTS = frozenset({
    "requirements", "education", "experience", "knowledge", "skills", "languages", "certificates", "training",
    "traits", "person",
})  # fmt: skip
SECTION, DOCUMENT, BLANK = "section", "document", "blank"
"""A free section under the source's own heading; the line that heads a description; a line without any word."""
FREE = frozenset({"", "general", "other", SECTION, DOCUMENT})
LISTED = frozenset({"duties", "rights", "authority", "liability", "prohibitions", "outcomes", "indicators", "benefits"})
"""Parts that are lists: a heading that is less than theirs is inside of them."""
SINGLE = frozenset({
    "title", "workplace", "hours", "travel", "pay", "employment", "reports-to", "subordinates", "deputies",
    "department", "code", "grade", "headcount", "territory", "revision", "effective",
})  # fmt: skip
"""Parts of one value: what follows it under no heading of its own is something else."""
BRIEF = frozenset({"title", "code", "grade", "headcount", "revision", "effective"})
"""Parts that are never a list."""
POLICY = frozenset({"scope", "definitions", "process", "penalties"})
"""Parts that a policy has and a description has not."""
GROUP = "group"
"""A topic of duties: a heading of its own, or a column beside them."""
