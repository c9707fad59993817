"""Which part of Rolebook brings a library that a plain installation does not have."""

from rolebook.diagnostics import UserError

PARTS = {
    "hr": (
        "asn1crypto",
        "cryptography",
        "docx",
        "docxtpl",
        "fontTools",
        "lxml",
        "markdown_it",
        "pi_heif",
        "pikepdf",
        "pyhanko",
        "pyhanko_certvalidator",
        "pypdfium2",
        "python_multipart",
        "rapidfuzz",
        "rendercv_fonts",
        "striprtf",
        "starlette",
        "typst",
        "uvicorn",
        "zxingcpp",
    ),
    "cluster": ("distributed",),
}
"""Extras of the package, by the names that its libraries are imported by."""


def missing_part(error: ModuleNotFoundError) -> UserError | None:
    """Returns what to say when an import failed for a part that is not installed; None for any other failure."""
    library = (error.name or "").partition(".")[0]
    part = next((name for name, libraries in PARTS.items() if library in libraries), "")
    return UserError("part-missing", library=library, part=part) if part else None
