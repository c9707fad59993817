"""A person bound to a certificate in the roster, by what no other bears: stronger than a name that two may have.

| in the roster | means |
|---|---|
| 64 hexadecimal digits, colons as you like | the certificate's SHA-256 fingerprint |
| `4f03a1@Example CA` | its serial number, hexadecimal, and the common name of who issued it |
| `snils=112-233-445 95` | a part of its subject: `snils`, `inn`, `email`, `employee` (serialNumber), `name`, an OID |
"""

import re
from dataclasses import dataclass

from rolebook.language.comparison import folded

_FINGERPRINT = re.compile(r"[0-9a-f]{64}")
_SERIAL = re.compile(r"([0-9a-f]{1,40})@(\S.*)")
_PART = re.compile(r"([a-z]+|[0-2](?:\.\d+)+)=(\S.*)")
_NAMES = {
    "snils": "1.2.643.100.3",
    "inn": "1.2.643.3.131.1.1",
    "email": "email_address",
    "employee": "serial_number",
    "name": "common_name",
}
_DIGITS_ONLY = frozenset({"snils", "inn"})


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a person can be bound by: fingerprint and serial number in hexadecimal, issuer, parts of the subject.

    Parts go by their name in X.520 with underscores, or by a dotted OID.
    """

    fingerprint: str = ""
    serial: str = ""
    issuer: str = ""
    parts: frozenset[tuple[str, str]] = frozenset()

    @property
    def mails(self) -> frozenset[str]:
        """The addresses in it, as `folded` compares them."""
        return frozenset(folded(value) for name, value in self.parts if name == "email_address")


def is_binding(told: str) -> bool:
    """Whether a roster's words bind a person to certificates; several stand between semicolons."""
    return all(_known(one) for one in _several(told))


def binds(told: str, certificate: Certificate) -> bool:
    """Whether a roster's words mean this certificate; any one of several is enough."""
    return any(_means(one, certificate) for one in _several(told))


def is_named(name: str, signer: str) -> bool:
    """Whether the name in a certificate is somebody's to a reader, perhaps followed by the organisation."""
    told, own = folded(signer), folded(name)
    return bool(own) and (told == own or told.startswith(f"{own}, "))


def _several(told: str) -> list[str]:
    return [one.strip() for one in told.split(";") if one.strip()]


def _known(told: str) -> bool:
    part = _PART.fullmatch(told)
    if part:
        return part[1] in _NAMES or "." in part[1]
    return bool(_FINGERPRINT.fullmatch(_plain(told)) or _SERIAL.fullmatch(folded(told)))


def _means(told: str, certificate: Certificate) -> bool:
    if part := _PART.fullmatch(told):
        name = _NAMES.get(part[1], part[1])
        wanted = _value(part[1], part[2])
        return any(own == name and _value(part[1], value) == wanted for own, value in certificate.parts)
    if serial := _SERIAL.fullmatch(folded(told)):
        return (serial[1].lstrip("0"), serial[2]) == (certificate.serial.lstrip("0"), folded(certificate.issuer))
    return _plain(told) == certificate.fingerprint


def _plain(told: str) -> str:
    return told.replace(":", "").replace(" ", "").casefold()


def _value(name: str, told: str) -> str:
    """Numbers of the state are written with spaces and dashes, or without."""
    if name in _DIGITS_ONLY:
        return "".join(sign for sign in told if sign.isdigit()).lstrip("0")
    return folded(told)
