"""Marks that e-signature services look for in the text of a PDF, by service; they stand in white at the ink lines.

DocuSeal, Documenso and Adobe Acrobat Sign read tags in braces, DocuSign searches for what its envelope names.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Literal

from rolebook.view.paper import Signer

Service = Literal["docuseal", "documenso", "docusign", "adobe"]

_TAGS: Mapping[Service, Callable[[str, int], str]] = {
    "docuseal": lambda name, _: f"{{{{{name};role={name};type=signature;required=true}}}}",
    "documenso": lambda _, place: f"{{{{signature, r{place}}}}}",
    "docusign": lambda name, _: f"/sig_{name.replace('-', '_')}/",
    "adobe": lambda name, place: f"{{{{*{name.replace('-', '_')}_es_:signer{place}:signature}}}}",
}


def tags_for(service: Service, signers: Sequence[Signer]) -> dict[str, str]:
    """The tag of each signer, in the order of signing; one party keeps its number through all its signatures."""
    parties = list(dict.fromkeys(signer.party for signer in signers))
    return {signer.id: _TAGS[service](signer.id, parties.index(signer.party) + 1) for signer in signers}
