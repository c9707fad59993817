"""The consequences of every breach as they hold in one place, and what the law's terms for them are."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from rolebook.checks.places import grounds_of, place_name
from rolebook.diagnostics import Localized
from rolebook.language import known_languages, language_for
from rolebook.model.law.agreement import AgreedSanction, Agreement
from rolebook.model.law.jurisdiction import layers_of
from rolebook.model.law.pack import Ground, Pack
from rolebook.model.policy import Consequence, Counting, Discipline, Offence, Override
from rolebook.model.words.text import Text


@dataclass(frozen=True, slots=True)
class Case:
    """One consequence of one breach in one place; `earlier` are the sanctions of the times before.

    `agreement` is the collective agreement that holds beside the law, where an employer names one.
    """

    code: str
    pack: Pack
    offence: Offence
    counting: tuple[Counting, ...]
    consequence: Consequence
    earlier: frozenset[str]
    texts: tuple[Text, ...]
    agreement: Agreement | None = None

    @property
    def counted(self) -> bool:
        """Whether the breach is counted from the second time on."""
        return bool(self.counting) and all(window.count > 1 for window in self.counting)

    @property
    def agreed(self) -> AgreedSanction | None:
        """The sanction as the agreement provides for it; None where it does not."""
        return self.agreement.sanction(self.consequence.sanction, self.offence.severity) if self.agreement else None

    @property
    def lists_sanctions(self) -> bool:
        """Whether there is an agreement that says anything of sanctions."""
        return self.agreement is not None and bool(self.agreement.sanctions_for("gross"))

    def about(self, *rules: object) -> dict[str, Any]:
        """What every finding about it tells."""
        return {
            "sanction": self.consequence.sanction,
            "term": sanction_terms(self.pack, [self.consequence.sanction]),
            "place": place_name(self.pack, self.code),
            **grounds_of(self.pack, *rules),
        }


def cases_in(rules: Discipline, code: str, pack: Pack, agreement: Agreement | None = None) -> Iterator[Case]:
    """Every consequence as it holds in a place, with its overrides."""
    for offence in rules.offences:
        part: Offence | Override = next(
            (offence.overrides[one] for one in layers_of(code) if one in offence.overrides), offence
        )
        counting = part.counting if part.counting is not None else offence.counting
        consequences = part.consequences if part.consequences is not None else offence.consequences
        texts = [offence.heading, part.text or offence.text, getattr(part, "adds", None)]
        for one in consequences:
            earlier = frozenset(other.sanction for other in consequences if other.occurrence < one.occurrence)
            held = tuple(text for text in (*texts, one.text) if text)
            yield Case(code, pack, offence, counting, one, earlier, held, agreement)


def sanction_terms(pack: Pack, sanctions: Iterable[str]) -> Localized:
    """Sanctions by their legal terms in the place, else by the common word, in every language."""
    listed = list(sanctions)
    return Localized.of({tag: ", ".join(_term(pack, one, tag) for one in listed) for tag in known_languages()})


def ground_terms(grounds: Iterable[Ground]) -> Localized:
    """Grounds by what each language calls them, and by the id that `ground` takes."""
    listed = list(grounds)
    tags = dict.fromkeys(tag for ground in listed for tag in ground.term.values)
    return Localized.of(
        {
            tag: ", ".join(f"{ground.term.values[ground.term.language_for(tag)]} (`{ground.id}`)" for ground in listed)
            for tag in tags
        }
    )


def _term(pack: Pack, sanction: str, tag: str) -> str:
    rule = pack.sanction(sanction)
    if rule and rule.term and rule.term.has(tag):
        return rule.term.values[tag]
    return language_for(tag).word(f"sanction-{sanction}").lower()
