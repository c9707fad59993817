"""What a collective agreement says beside the law of a place, in the words of a language."""

from collections.abc import Iterator
from dataclasses import dataclass

from rolebook.diagnostics import Message
from rolebook.language import language_for, say, word_of
from rolebook.language.editor_words import editor_words
from rolebook.model.handbook import Handbook
from rolebook.model.law.agreement import (
    AgreedDegree,
    Agreement,
    counted_as_law,
    law_figure_broken,
    law_limit_broken,
    law_sanction_broken,
    under_agreement,
)
from rolebook.model.law.cited import Cited
from rolebook.model.law.merge import citations
from rolebook.model.law.pack import Pack
from rolebook.pipeline.law.fact_words import FactWords


@dataclass(frozen=True, slots=True)
class AgreementWords:
    """Says one agreement beside the pack of a place, in one language."""

    agreement: Agreement
    pack: Pack
    tag: str

    def title(self, handbook: Handbook) -> str:
        """Its title, the employers that name it, and when it holds."""
        one = self.agreement
        employers = [entity for entity, agreed in handbook.agreed.items() if agreed.id == one.id]
        named = [handbook.entities[entity].name for entity in employers]
        about = [", ".join(text.values[text.language_for(self.tag)] for text in named) or self._word("agreed-nowhere")]
        days = (("agreed-from", one.valid_from), ("agreed-until", one.valid_until))
        about += [self._word(key).format(day=language_for(self.tag).date(day)) for key, day in days if day]
        title = one.title.values[one.title.language_for(self.tag)]
        return say(Message("law-agreement", agreement=title, about="; ".join(about)), self.tag)

    def facts(self) -> Iterator[str]:
        """What it adds, each with the article; what goes beyond the law is marked, for it does not hold."""
        words = FactWords(self.pack, self.tag)
        for degree in self.agreement.severities:
            yield from self._degree(degree)
        for limit in self.agreement.limits:
            yield self._line(words.limit(limit), limit, beyond=law_limit_broken(limit, self.pack) is not None)
        for figure in self.agreement.figures:
            said = words.figure(counted_as_law(figure, self.pack))
            yield self._line(said, figure, beyond=law_figure_broken(figure, self.pack) is not None)
        for step in self.agreement.procedure:
            yield self._line(words.step(step), step)

    def _degree(self, degree: AgreedDegree) -> Iterator[str]:
        language, words = language_for(self.tag), FactWords(self.pack, self.tag)
        own = self.pack.severity(degree.id)
        name = own.values[self.tag] if own and own.has(self.tag) else language.word(f"severity-{degree.id}")
        if degree.breaches:
            listed = ", ".join(editor_words(self.tag).choice("breach", one) for one in degree.breaches)
            yield self._line(f"{name}; {self._word('agreed-breaches').format(breaches=listed)}", degree)
        for sanction in degree.sanctions:
            counted = language.working_time if sanction.working_days else language.duration
            most = f"; ≤ {counted(sanction.max)}" if sanction.max else ""
            cited = sanction if sanction.article else degree
            beyond = law_sanction_broken(sanction, self.pack) is not None
            yield self._line(f"{name}; {words.terms(sanction.id)}{most}", cited, beyond=beyond)

    def _line(self, said: str, fact: Cited, *, beyond: bool = False) -> str:
        told = citations(under_agreement(self.pack, self.agreement), fact)
        article = told.get(self.tag) or told.get("en") or next(iter(told.values()), "")
        mark = f" – {self._word('agreed-beyond')}" if beyond else ""
        return f"{said} [{article}]{mark}" if article else f"{said}{mark}"

    def _word(self, key: str) -> str:
        return word_of(key, self.tag)
