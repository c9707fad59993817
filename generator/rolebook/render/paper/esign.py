"""Marks that e-signature services look for in the text of a PDF: white, and as large as the ink lines.

Documenso and Adobe Acrobat Sign take place and size of a field from the tag's own. DocuSeal's hosted service reads the
size in the tag, its open server reads signature fields. DocuSign searches for what its envelope names.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Literal

from rolebook.view.paper import Signer

Service = Literal["docuseal", "documenso", "docusign", "adobe"]

READS_FIELDS: frozenset[str] = frozenset({"docuseal"})
"""Services that also take signature fields of the file for theirs."""
_TAGS: Mapping[Service, Callable[[str, int], str]] = {
    "docuseal": lambda name, _: f"{{{{{name};role={name};type=signature;required=true;width=136;height=25}}}}",
    "documenso": lambda _, place: f"{{{{signature, r{place}}}}}",
    "docusign": lambda name, _: f"/sig_{name.replace('-', '_')}/",
    "adobe": lambda name, place: f"{{{{*{name.replace('-', '_')}_es_:signer{place}:signature}}}}",
}


def tags_for(service: Service, signers: Sequence[Signer]) -> dict[str, str]:
    """The tag of each signer, in the order of signing; one party keeps its number through all its signatures."""
    parties = list(dict.fromkeys(signer.party for signer in signers))
    return {signer.id: _TAGS[service](signer.id, parties.index(signer.party) + 1) for signer in signers}
